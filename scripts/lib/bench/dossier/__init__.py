"""`scripts/bench dossier`: usagers brought, searched and opened."""
