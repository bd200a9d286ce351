"""The PostgreSQL of the tests, for the ledger's own."""

from __future__ import annotations

from tests.support.postgres import postgres

__all__ = ["postgres"]
