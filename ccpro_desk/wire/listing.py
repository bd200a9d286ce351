"""Contacts in lists: what waits, what a search finds, what belongs together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from ccpro_desk.domain.contact import NO_REASON, Reason
from ccpro_desk.domain.identification import UNIDENTIFIED, Identification
from ccpro_desk.domain.usager_parts import Establishment, Obligation
from ccpro_desk.domain.values import Channel, MotifOutcome, Sending, State
from ccpro_desk.wire.contact_view import LeaseView, MatterView


@dataclass(frozen=True, slots=True)
class ListedView:
    """A contact of the caller's centre: without messages, origin and usager."""

    id: UUID
    version: int
    state: State
    channel: Channel
    external_id: str
    received_at: datetime
    due_at: datetime
    subject: str = ""
    identification: Identification = UNIDENTIFIED
    motifs: tuple[MotifOutcome, ...] = ()
    owner: UUID | None = None
    resume_at: datetime | None = None
    reason: Reason = NO_REASON
    lease: LeaseView | None = None
    connector: UUID | None = None
    department: str | None = None
    guessed: str | None = None
    pool: str = ""
    """The centre, or the national pool, whose queue it is in."""
    skill: str = ""
    crisis: str | None = None
    """The label of its crisis line."""
    waits_for: str | None = None
    """The name of the only agent that it waits for."""
    who: str | None = None
    """The person's name, for whoever may read the contact and asks for names."""


@dataclass(frozen=True, slots=True)
class ListedPage:
    items: tuple[ListedView, ...]
    next: str | None = None
    total: int | None = None
    """On the first page: how many there are."""


@dataclass(frozen=True, slots=True)
class ReplyState:
    """A reply, and where it stands."""

    id: UUID
    at: datetime
    status: Sending
    mine: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FoundView:
    """A contact that the caller may read, in the list of a search."""

    id: UUID
    version: int
    state: State
    channel: Channel
    received_at: datetime
    due_at: datetime
    subject: str = ""
    who: str = ""
    """The usager's name once linked, else what the sender calls themselves."""
    siren: str | None = None
    motifs: tuple[MotifOutcome, ...] = ()
    guessed: str | None = None
    resume_at: datetime | None = None
    closed_at: datetime | None = None
    reopen_until: datetime | None = None
    merged_into: UUID | None = None
    owner_name: str = ""
    mine: bool = False
    messages: int = 0
    replies: tuple[ReplyState, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundPage:
    items: tuple[FoundView, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class AlikeView:
    """A contact that belongs with another one, as far as the caller may know it."""

    id: UUID
    state: State
    channel: Channel
    received_at: datetime
    due_at: datetime
    why: tuple[str, ...]
    """`sender`, `thread`, `usager`, `text`: what they have in common, the surest first."""
    subject: str = ""
    readable: bool = False
    """Whether the caller may read it in full."""
    followed_by: str = ""
    """Who has it in hand or set it aside."""
    mine: bool = False
    closed_at: datetime | None = None
    into: str | None = None
    """Why the contact at hand cannot go on in this one; none: it can."""
    gather: str | None = None
    """Why this one cannot go on in the contact at hand; none: it can."""


@dataclass(frozen=True, slots=True)
class AlikeList:
    items: tuple[AlikeView, ...]


class EntryKind(StrEnum):
    """What stands in a usager's timeline."""

    CONTACT = "contact"
    ACT = "act"
    APPOINTMENT = "appointment"
    REFERRAL = "referral"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A contact or a matter of a usager. What the reader may not open says neither what about nor by whom."""

    id: UUID
    kind: EntryKind
    at: datetime
    """A contact's arrival, a matter's making."""
    state: str
    readable: bool = False
    channel: Channel | None = None
    title: str = ""
    motifs: tuple[str, ...] = ()
    by: str = ""
    """Who follows the contact, who made the matter."""
    contact_id: UUID | None = None
    """The contact that a matter follows from."""
    due_at: datetime | None = None
    """A matter's hour or promised date."""
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TimelinePage:
    items: tuple[TimelineEntry, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class MatterPage:
    """Acts, appointments or referrals, without their details."""

    items: tuple[MatterView, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class ObligationPage:
    """More of a file's obligations."""

    items: tuple[Obligation, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class EstablishmentPage:
    """More of a file's places of business."""

    items: tuple[Establishment, ...]
    next: str | None = None
