"""SQL that both engines understand."""
