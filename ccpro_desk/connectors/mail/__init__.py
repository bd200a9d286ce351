"""E-mail: real MIME in as contacts, agents' replies out as threaded messages."""

from __future__ import annotations
