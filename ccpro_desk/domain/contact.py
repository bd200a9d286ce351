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
class Urgency:
    """What makes a contact's rank besides its channel and when it was received."""

    motif: str | None = None
    """The likeliest motif's code: guessed at intake, then as the agent says."""
    guessed: bool = False
    because: tuple[str, ...] = ()
    """The words that the guess rests on, as `data/motifs.toml` writes them."""
    deadline: datetime | None = None
    """The usager's next fiscal deadline; none: not known."""
    came_back_at: datetime | None = None
    """When the usager came back on the closed contact."""
    crisis: str | None = None
    """The label of the crisis line that it came on."""
    crisis_s: int = 0
    """That line's delay, in seconds."""
    pinned: tuple[str, ...] = ()
    """Ids of the answers pinned for that line."""


@dataclass(frozen=True, slots=True)
class LetGo:
    """An agent to whom it was offered let it go: until then it is not offered to them like anything else."""

    agent: UUID
    until: datetime


@dataclass(frozen=True, slots=True)
class Reason:
    """Why this contact, why this agent: a code for programs, a sentence for people."""

    code: str
    text: str


NO_REASON = Reason("", "")
RECEIVED = Reason("received", "Nouveau contact.")
NO_URGENCY = Urgency()


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
    """A contact with all that the rules need; what desks see of it is a view."""

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
    reason: Reason = RECEIVED
    touched: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """The last version made by each person, and by `usager`: what a base version is compared with."""
    department: str | None = None
    """Whose territory it came from, as far as the intake knew."""
    sie: str | None = None
    """The SIE whose forwarded line was dialled."""
    urgency: Urgency = NO_URGENCY
    widen_at: datetime | None = None
    """While waiting: when more people may take it, unless taken before."""
    closed_at: datetime | None = None
    merged_into: UUID | None = None
    """The contact in which it goes on."""
    merged: tuple[UUID, ...] = ()
    """Contacts that go on in this one: what was said there is read here."""
    let_go: tuple[LetGo, ...] = ()
    """Those to whom it was offered in vain since somebody last had it in hand."""
    matters: tuple[UUID, ...] = ()
    """The acts, appointments and referrals that followed from it."""

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
