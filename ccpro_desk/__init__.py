"""CC Pros Desk: the agent workstation of the contact centres for professionals."""

__version__ = "0.1.0"
