"""Recorded acts → files that the services which apply them read."""
