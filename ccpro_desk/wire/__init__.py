"""The contract as types: strict adapters over the domain's dataclasses, requests, views and problems."""

from __future__ import annotations

CONTRACT = "1.0"
"""`Ccpro-Contract`: major and minor of what stands."""
CONTRACT_HEADER = "Ccpro-Contract"
