"""One screen a file, its style beside it: they turn keys into use cases of the desk and its state into widgets."""
