"""The audit: sealed in batches, witnessed outside the database, checked, and emptied by rule."""
