"""The contract as types: strict adapters over the domain's dataclasses, requests, views and problems."""

from __future__ import annotations

CONTRACT = "1.1"
"""`Ccpro-Contract`: major and minor. The minor grows with what is added, by `docs/contract-additions.md`."""
CONTRACT_HEADER = "Ccpro-Contract"
