"""What the store counts for those who operate: no person in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ccpro_desk.domain.values import Channel


@dataclass(frozen=True, slots=True)
class Use:
    """Connections to the database: busy now, and how many there may be."""

    busy: int
    most: int


@dataclass(frozen=True, slots=True)
class Queue:
    """The waiting contacts of one pool, channel and skill."""

    pool: str
    channel: Channel
    skill: str
    waiting: int
    late: int
    """Of them, those past their promised delay."""
    oldest_at: datetime
    """When the one that has waited longest was received."""
