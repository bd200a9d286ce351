"""First-level acts: their catalogue, who may have which, and what becomes of one. Pure."""
