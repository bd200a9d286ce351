"""What the central writes to usagers by itself: letters of `data/letters/`, filled in."""
