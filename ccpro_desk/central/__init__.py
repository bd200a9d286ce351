"""The central: the queue that every desk and connector shares, behind one HTTP API."""
