"""Crisis lines, as supervisors open them and desks see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from annotated_types import Interval, MaxLen, MinLen

from ccpro_desk.domain.bounds import Moment
from ccpro_desk.domain.values import STRICT

Short = Annotated[str, MinLen(1), MaxLen(200)]


@dataclass(frozen=True, slots=True)
class NewCrisis:
    """A crisis line to be opened: by the number dialled, by words of the subject or text, or by either."""

    __pydantic_config__ = STRICT
    label: Short
    until: Moment
    allowance_s: Annotated[int, Interval(ge=1, le=604_800)]
    """How long its usagers may wait for a first answer, in seconds."""
    numbers: Annotated[tuple[Short, ...], MaxLen(50)] = ()
    words: Annotated[tuple[Short, ...], MaxLen(50)] = ()
    answers: Annotated[tuple[Short, ...], MaxLen(20)] = ()
    """Ids of the answers pinned for its contacts."""
    national: bool = False
    """Of every centre: a head's; else of the caller's centre."""


@dataclass(frozen=True, slots=True)
class CrisisView:
    """An open crisis line."""

    id: UUID
    label: str
    opened_at: datetime
    until: datetime
    allowance_s: int
    national: bool
    numbers: tuple[str, ...]
    words: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CrisisList:
    """All that are open for the caller's centre."""

    items: tuple[CrisisView, ...]
