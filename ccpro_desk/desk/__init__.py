"""The workstation without a screen: what an agent can do, whether or not the central answers."""
