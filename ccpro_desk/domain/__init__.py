"""The rules: pure functions and frozen values, no I/O, no framework."""
