"""What a check found: a state, what was seen, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    GOOD = "good"
    POOR = "poor"
    """It works, less well than it should."""
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    id: str
    label: str
    health: Health
    found: str
    mend: str = ""


def good(id_: str, label: str, found: str) -> Finding:
    return Finding(id_, label, Health.GOOD, found)


def poor(id_: str, label: str, found: str, mend: str) -> Finding:
    return Finding(id_, label, Health.POOR, found, mend)


def bad(id_: str, label: str, found: str, mend: str) -> Finding:
    return Finding(id_, label, Health.BAD, found, mend)
