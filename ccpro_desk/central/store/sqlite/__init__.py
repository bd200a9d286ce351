"""SQLite: the embedded engine, one process a file."""
