"""Who is calling: local accounts, sessions, and what each role may call."""
