"""The contact: one request of one usager, from its arrival to its closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from ccpro_desk.domain.identification import UNIDENTIFIED, Assurance, Identification
from ccpro_desk.domain.motifs import GENERAL_SKILL
from ccpro_desk.domain.values import Channel, Direction, Message, MotifOutcome, Sending, State

NATIONAL = "national"
"""The pool of contacts that no centre's territory claims: every centre serves it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the contact comes from, as the channel says it: nothing here identifies anybody."""

    name: str | None = None
    address: str | None = None
    number: str | None = None
    assurance: Assurance = Assurance.NONE


@dataclass(frozen=True, slots=True)
class Lease:
    """Whose hands a contact is in, until when; every write names its fencing `token`."""

    token: UUID
    agent: UUID
    slot: int
    """1…capacity of this agent and channel."""
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where a waiting contact stands in the queue: it does not move with time."""

    pool: str = NATIONAL
    skill: str = GENERAL_SKILL
    rank: datetime = datetime.max
    """Earliest first."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why this contact, why this agent: a code for programs, a sentence for people."""

    code: str
    text: str


NO_REASON = Reason("", "")


@dataclass(frozen=True, slots=True)
class LateDraft:
    """A text that a desk could not push before its lease moved on."""

    agent: str
    """The author's display name."""
    at: datetime
    text: str
    author_id: UUID


@dataclass(frozen=True, slots=True)
class Contact:
    id: UUID
    version: int
    state: State
    channel: Channel
    connector: UUID
    """The account that brought it."""
    external_id: str
    received_at: datetime
    due_at: datetime
    subject: str = ""
    origin: Origin = Origin()
    place: Place = Place()
    siren: str | None = None
    usager_name: str | None = None
    thread_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    """Message-IDs of the conversation, oldest first."""
    identification: Identification = UNIDENTIFIED
    motifs: tuple[MotifOutcome, ...] = ()
    messages: tuple[Message, ...] = ()
    draft: str | None = None
    late_drafts: tuple[LateDraft, ...] = ()
    lease: Lease | None = None
    owner: UUID | None = None
    """Whose contact it is: its holder, or who set it aside."""
    bound_to: UUID | None = None
    """While waiting: the only agent it may go to."""
    resume_at: datetime | None = None
    reason: Reason = Reason("received", "Nouveau contact.")
    touched: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """The last version made by each person, and by `usager`: what a base version is compared with."""
    department: str | None = None
    """Whose territory it came from, as far as the intake knew."""

    def message(self, message_id: UUID) -> Message | None:
        return next((m for m in self.messages if m.id == message_id), None)

    def with_message_status(self, message_id: UUID, status: Sending, detail: str = "") -> Contact:
        """This contact with one message's sending status changed."""
        messages = tuple(
            replace(m, status=status, detail=detail) if m.id == message_id else m for m in self.messages
        )
        return replace(self, messages=messages)

    @property
    def last_received(self) -> Message | None:
        return next((m for m in reversed(self.messages) if m.direction is Direction.IN), None)
