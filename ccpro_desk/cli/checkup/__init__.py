"""What `ccpro-desk doctor` looks at, one file a subject. Each check gives findings; none changes anything."""
