"""One screen a file, its style beside it: keys become use cases of the desk, its state becomes widgets."""
