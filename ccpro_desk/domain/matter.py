"""What follows from a contact besides replies (*suites*): an act, an appointment, a referral.

One mechanism for the three: a matter begins with a command and moves by commands, each time in the same
transaction as its contact. Its kind's own facts are its `detail`, a frozen dataclass (`domain/shapes.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class MatterKind(StrEnum):
    ACT = "act"
    APPOINTMENT = "appointment"
    REFERRAL = "referral"


class Detail:
    """What a kind of matter knows besides what all have: never in the feed, never in a log."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """One act, appointment or referral, as it stands now."""

    id: UUID
    """The id of the command that made it."""
    kind: MatterKind
    version: int
    """One more each time it moves."""
    state: str
    """A value of its kind's states."""
    code: str
    """The act's code, or what it is about."""
    siren: str
    contact_id: UUID
    """The contact that it follows from."""
    centre: str
    """Its author's centre."""
    author: UUID
    at: datetime
    """When it was made."""
    title: str
    """What lists show: a label of ours, nothing that a person wrote."""
    detail: Detail
    office: str | None = None
    """The SIE's code, if one is concerned."""
    due_at: datetime | None = None
    """The appointment's hour, the promised date, until when it may still be taken back."""
    turn: int = 0
    """Its place among what must not cross for one usager; 0: it crosses nothing."""


def leaving(matter_id: UUID) -> str:
    """The seat of what may have left: taken by the claim of whoever takes it away, or by taking it back."""
    return f"left/{matter_id}"


@dataclass(frozen=True, slots=True)
class MatterStep:
    """A state that a matter took: since when, by whom."""

    version: int
    state: str
    at: datetime
    by: str | None = None
    """An account's id; none: the central itself."""
