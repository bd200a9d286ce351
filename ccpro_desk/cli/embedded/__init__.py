"""A central of one's own: its home on disk, its processes, and their common end."""
