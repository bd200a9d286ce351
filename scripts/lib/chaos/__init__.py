"""Faults with real processes, and the ledger of what became of every contact and command."""
