"""The commands `ccpro-desk` and `ccpro-central`. Each command imports what it needs when it runs."""
