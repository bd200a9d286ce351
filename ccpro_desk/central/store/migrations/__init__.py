"""Alembic revisions, written by hand for both engines."""
