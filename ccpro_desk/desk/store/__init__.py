"""The local store: one SQLCipher file a (central, login), one thread that owns its connection."""

from __future__ import annotations

from ccpro_desk.desk.store.store import Store

__all__ = ["Store"]
