"""What a workstation can tell of itself: findings, each with how to mend it."""
