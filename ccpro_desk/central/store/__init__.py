"""Where the central keeps everything: one port, two engines, one conformance suite."""

from __future__ import annotations

from ccpro_desk.central.store.open import open_store
from ccpro_desk.central.store.port import Store

__all__ = ["Store", "open_store"]
