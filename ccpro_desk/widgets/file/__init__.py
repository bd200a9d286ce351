"""A usager's whole file, for a screen of its own: its parts, each as the entries of a list."""
