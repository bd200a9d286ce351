"""How urgent a fiche is. Apart from its commands: a journal is read before the first paint."""

from __future__ import annotations

from enum import StrEnum


class Haste(StrEnum):
    """How urgent the agent holds it to be."""

    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"
