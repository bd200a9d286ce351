"""What happened to a contact: the only things that change it (`evolve`).

Each event says how the feed tells it: its type there, the names of the view's fields that changed, and the
thing it is about. Events carry values for the fold; the feed carries none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from ccpro_desk.domain.contact import Contact, LateDraft, Lease, LetGo, Place, Reason, Urgency
from ccpro_desk.domain.event import Event as Event
from ccpro_desk.domain.identification import Identification
from ccpro_desk.domain.matter import Matter
from ccpro_desk.domain.values import Channel, EndedBy, Message, MotifOutcome


@dataclass(frozen=True, slots=True)
class Offered(Event):
    """A live contact rings at an agent's; it takes a slot at once."""

    feed: ClassVar[str] = "contact.offered"
    changed: ClassVar[tuple[str, ...]] = ("state", "lease", "reason")
    touches: ClassVar[bool] = False
    lease: Lease
    reason: Reason


@dataclass(frozen=True, slots=True)
class Assigned(Event):
    """A contact is in an agent's hands: taken, accepted or resumed."""

    feed: ClassVar[str] = "contact.assigned"
    changed: ClassVar[tuple[str, ...]] = ("state", "lease", "owner", "reason", "resume_at")
    touches: ClassVar[bool] = False
    lease: Lease
    reason: Reason


@dataclass(frozen=True, slots=True)
class Returned(Event):
    """Back among those waiting: declined, not answered in time, released or rescued."""

    feed: ClassVar[str] = "contact.returned"
    changed: ClassVar[tuple[str, ...]] = ("state", "lease", "owner", "reason")
    reason: Reason
    place: Place
    bound_to: UUID | None = None
    let_go: LetGo | None = None
    """Who did not take it, when it was offered."""
    touches: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Transferred(Returned):
    """Handed on by its holder: to an agent, a plateau, a centre or a skill."""

    touches: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Widened(Event):
    """It has waited too long: more people may take it. An interrupted call becomes a callback."""

    feed: ClassVar[str] = "contact.returned"
    changed: ClassVar[tuple[str, ...]] = ("channel", "reason")
    touches: ClassVar[bool] = False
    reason: Reason
    place: Place
    channel: Channel


@dataclass(frozen=True, slots=True)
class Ended(Event):
    """The call or chat is over, the work on it is not: post-call."""

    changed: ClassVar[tuple[str, ...]] = ("state", "reason")
    touches: ClassVar[bool] = False
    by: EndedBy


@dataclass(frozen=True, slots=True)
class Abandoned(Event):
    """The usager gave up a call or chat before anyone took it."""

    feed: ClassVar[str] = "contact.closed"
    changed: ClassVar[tuple[str, ...]] = ("state", "lease", "reason")
    by: EndedBy
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MessageReceived(Event):
    """The usager wrote again."""

    feed: ClassVar[str] = "contact.message"
    changed: ClassVar[tuple[str, ...]] = ("messages",)
    message: Message
    in_reply_to: str | None = None
    message_ref: str | None = None
    """Its Message-ID: what a reply will answer to."""

    @property
    def about(self) -> UUID:
        return self.message.id


@dataclass(frozen=True, slots=True)
class Reopened(Event):
    """A closed contact waits again: the usager wrote, or a reply could not be delivered."""

    feed: ClassVar[str] = "contact.returned"
    changed: ClassVar[tuple[str, ...]] = ("state", "owner", "reason")
    touches: ClassVar[bool] = False
    reason: Reason
    place: Place
    bound_to: UUID | None = None
    urgency: Urgency | None = None
    """What it is from now on; none: as it was."""


@dataclass(frozen=True, slots=True)
class NoteAdded(Event):
    changed: ClassVar[tuple[str, ...]] = ("messages",)
    message: Message

    @property
    def about(self) -> UUID:
        return self.message.id


@dataclass(frozen=True, slots=True)
class CallbackScheduled(NoteAdded):
    """The usager is promised a call: a note here, and a contact of its own."""

    promise: Contact


@dataclass(frozen=True, slots=True)
class ReplyHeld(Event):
    """A reply stands in the outbox; it may be taken back until `until`."""

    feed: ClassVar[str] = "reply.held"
    changed: ClassVar[tuple[str, ...]] = ("messages", "draft")
    message: Message
    until: datetime
    """When it may be claimed: now, if it is not held at all."""

    @property
    def about(self) -> UUID:
        return self.message.id


@dataclass(frozen=True, slots=True)
class ReplyQueued(ReplyHeld):
    """A reply stands in the outbox, free to go."""

    feed: ClassVar[str] = "reply.queued"


@dataclass(frozen=True, slots=True)
class NoticeQueued(ReplyQueued):
    """A letter of the central's own goes out with what is done here: it takes no draft's place."""

    changed: ClassVar[tuple[str, ...]] = ("messages",)
    touches: ClassVar[bool] = False
    to: str = ""
    """The address."""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class _ReplyMoved(Event):
    changed: ClassVar[tuple[str, ...]] = ("messages",)
    touches: ClassVar[bool] = False
    reply_id: UUID

    @property
    def about(self) -> UUID:
        return self.reply_id


@dataclass(frozen=True, slots=True)
class HoldEnded(_ReplyMoved):
    """Nobody took it back: the reply is free to go."""

    feed: ClassVar[str] = "reply.queued"


@dataclass(frozen=True, slots=True)
class ReplyTakenBack(_ReplyMoved):
    feed: ClassVar[str] = "reply.taken_back"
    touches: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ReplySent(_ReplyMoved):
    feed: ClassVar[str] = "reply.sent"


@dataclass(frozen=True, slots=True)
class ReplyUnsure(_ReplyMoved):
    """A sender was lost between the other side's yes and ours: *à vérifier*."""

    feed: ClassVar[str] = "contact.changed"


@dataclass(frozen=True, slots=True)
class ReplyFailed(_ReplyMoved):
    feed: ClassVar[str] = "reply.failed"
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MotifsSet(Event):
    changed: ClassVar[tuple[str, ...]] = ("motifs",)
    motifs: tuple[MotifOutcome, ...]
    place: Place
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class UsagerLinked(Event):
    """The contact is about this usager; identification starts again."""

    changed: ClassVar[tuple[str, ...]] = ("usager", "identification")
    siren: str
    name: str
    identification: Identification
    place: Place
    urgency: Urgency
    """With the next fiscal deadline of this usager."""


@dataclass(frozen=True, slots=True)
class Identified(Event):
    changed: ClassVar[tuple[str, ...]] = ("identification",)
    identification: Identification


@dataclass(frozen=True, slots=True)
class Parked(Event):
    """Set aside: keeps its owner, gives up its lease."""

    changed: ClassVar[tuple[str, ...]] = ("state", "lease", "resume_at", "reason")
    owner: UUID
    reason: Reason
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Closed(Event):
    feed: ClassVar[str] = "contact.closed"
    changed: ClassVar[tuple[str, ...]] = ("state", "lease", "motifs", "draft", "reason")
    motifs: tuple[MotifOutcome, ...]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Retaken(Event):
    """Whoever closed it has it in hand again; a call or a chat is over, so its wrap-up goes on."""

    feed: ClassVar[str] = "contact.assigned"
    changed: ClassVar[tuple[str, ...]] = ("state", "lease", "owner", "reason", "closed_at")
    touches: ClassVar[bool] = False
    lease: Lease
    reason: Reason


@dataclass(frozen=True, slots=True)
class MergedInto(Event):
    """It goes on in another contact."""

    feed: ClassVar[str] = "contact.closed"
    changed: ClassVar[tuple[str, ...]] = ("state", "lease", "owner", "draft", "reason", "merged_into")
    into: UUID
    owner: UUID
    at: datetime

    @property
    def about(self) -> UUID:
        return self.into


@dataclass(frozen=True, slots=True)
class Joined(Event):
    """Other contacts go on in this one, which is to be answered when the first of them was."""

    changed: ClassVar[tuple[str, ...]] = ("messages", "merged", "due_at")
    sources: tuple[UUID, ...]
    due_at: datetime
    rank: datetime

    @property
    def about(self) -> UUID:
        return self.sources[0]


@dataclass(frozen=True, slots=True)
class DraftSaved(Event):
    """The holder's half-written reply: last write wins, without version or feed."""

    counts: ClassVar[bool] = False
    text: str


@dataclass(frozen=True, slots=True)
class LateDraftKept(Event):
    """The text of someone whose lease has gone: kept for the next holder and for its author."""

    changed: ClassVar[tuple[str, ...]] = ("late_drafts",)
    touches: ClassVar[bool] = False
    draft: LateDraft


@dataclass(frozen=True, slots=True)
class MatterMoved(Event):
    """Something that follows from the contact began (its version is 1) or moved: written with the contact.

    Each kind's own events say how the feed calls them.
    """

    changed: ClassVar[tuple[str, ...]] = ("matters",)
    touches: ClassVar[bool] = False
    matter: Matter
    takes: tuple[str, ...] = ()
    """Seats that only one matter may have, and that it takes."""
    frees: tuple[str, ...] = ()
    """Seats that it gives back."""

    @property
    def about(self) -> UUID:
        return self.matter.id


@dataclass(frozen=True, slots=True)
class ActSubmitted(MatterMoved):
    feed: ClassVar[str] = "act.submitted"
    touches: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ActCancelled(MatterMoved):
    feed: ClassVar[str] = "act.cancelled"
    touches: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ActApproved(MatterMoved):
    feed: ClassVar[str] = "act.approved"


@dataclass(frozen=True, slots=True)
class ActReturned(MatterMoved):
    feed: ClassVar[str] = "act.returned"


@dataclass(frozen=True, slots=True)
class ActTransmitted(MatterMoved):
    feed: ClassVar[str] = "act.transmitted"
