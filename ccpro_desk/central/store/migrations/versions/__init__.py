"""One file a revision, its SQL beside it."""
