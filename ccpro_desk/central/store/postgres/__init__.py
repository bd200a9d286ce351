"""PostgreSQL: the engine for several processes."""
