"""Commands up, events down: the only part of the desk that knows the network."""
