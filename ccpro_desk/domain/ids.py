"""Identifiers: UUIDv7 everywhere, made where the thing is born (RFC 9562)."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A new UUIDv7: unique, and sorted by the moment it was made."""
    return uuid7()
