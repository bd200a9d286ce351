"""The plateau, as supervisors and agents see it and say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from annotated_types import MaxLen, MinLen

from ccpro_desk.domain.bounds import Day, Moment
from ccpro_desk.domain.values import STRICT, Channel

Name = Annotated[str, MinLen(1), MaxLen(200)]
Sentence = Annotated[str, MinLen(1), MaxLen(300)]


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is not there: by id or login; on these days, both included, else until they are back."""

    __pydantic_config__ = STRICT
    agent: Name
    first: Day | None = None
    """By default today."""
    last: Day | None = None
    """By default the first day."""
    back: bool = False
    """They are back, or will be there after all: no day that was declared counts any more."""


@dataclass(frozen=True, slots=True)
class ReassignTo:
    """Either an agent (id or login) or a plateau of the caller's centre."""

    __pydantic_config__ = STRICT
    agent: Name | None = None
    plateau: Name | None = None


@dataclass(frozen=True, slots=True)
class Reassign:
    """A waiting or parked contact is given to somebody."""

    __pydantic_config__ = STRICT
    contact_id: UUID
    to: ReassignTo


@dataclass(frozen=True, slots=True)
class NewWord:
    """The *mot du plateau*; an empty text takes it away."""

    __pydantic_config__ = STRICT
    text: Annotated[str, MaxLen(500)]
    until: Moment | None = None
    """At the latest, and by default, the centre's closing time."""


@dataclass(frozen=True, slots=True)
class AskRenfort:
    """An agent asks for help, on one channel or altogether, and may say about what."""

    __pydantic_config__ = STRICT
    channel: Channel | None = None
    subject: Annotated[str, MaxLen(200)] = ""


@dataclass(frozen=True, slots=True)
class AnswerRenfort:
    __pydantic_config__ = STRICT
    answer: Sentence


@dataclass(frozen=True, slots=True)
class WordView:
    text: str
    until: datetime
    author: str
    plateau: str = ""
    """Empty: of the whole centre."""


@dataclass(frozen=True, slots=True)
class RenfortView:
    id: UUID
    agent: UUID
    name: str
    asked_at: datetime
    plateau: str = ""
    channel: Channel | None = None
    subject: str = ""
    answer: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AlertView:
    """A file on which somebody failed again and again to be identified."""

    id: UUID
    siren: str
    contact_id: UUID
    failures: int
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class LeaveView:
    """Days of an absence, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """What became of somebody's contacts."""

    agent: UUID
    returned: tuple[UUID, ...]
    """Contacts that wait for everybody again, and promised calls that will at their hour."""
    leaves: tuple[LeaveView, ...] = ()
    """The days that are declared, from today on."""


@dataclass(frozen=True, slots=True)
class AvailableView:
    """Somebody who may be given a contact on these channels."""

    id: UUID
    login: str
    name: str
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class ColleagueView:
    """Somebody of the centre whom a contact may be handed to: nothing about their state."""

    login: str
    name: str
    plateau: str = ""


@dataclass(frozen=True, slots=True)
class ColleaguesView:
    items: tuple[ColleagueView, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of five agents or more, counted."""

    agents: int
    available: Mapping[Channel, int]


@dataclass(frozen=True, slots=True)
class WaitView:
    """What waits on a channel."""

    channel: Channel
    waiting: int
    oldest_s: int
    """Seconds since the first of them arrived, or came back."""
    late: int
    """How many wait beyond the promised delay."""


@dataclass(frozen=True, slots=True)
class QueueView:
    """What waits in one queue."""

    pool: str
    channel: Channel
    skill: str
    waiting: int
    oldest_s: int
    late: int
    crisis: str | None = None
    """The label of the crisis line whose queue it is."""


@dataclass(frozen=True, slots=True)
class FichesView:
    """The centre's fiches de liaison that the SIEs have not answered, and those past their promised day."""

    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class SupervisionView:
    """The plateau now. `group` is absent when it has fewer than five agents."""

    centre: str
    plateau: str
    as_of: datetime
    available: tuple[AvailableView, ...]
    channels: tuple[WaitView, ...]
    queues: tuple[QueueView, ...]
    renforts: tuple[RenfortView, ...]
    group: GroupView | None = None
    word: WordView | None = None
    fiches: FichesView | None = None
    """Absent when there is none."""
    alerts: tuple[AlertView, ...] | None = None
    """Files of this centre on which identification failed again and again; absent: none."""
