"""What the workstation knows, in memory: the store's content, and `Change`, the only way it changes.

A change is computed from the model, committed to the store in one transaction, and only then taken here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.desk.state import Around
from ccpro_desk.domain.values import AttachmentRef, Sending, State
from ccpro_desk.wire.contact_view import AgentView, ContactView

if TYPE_CHECKING:
    from ccpro_desk.domain.commands import Command

KEPT = timedelta(days=7)
"""How long acknowledged commands are kept: a central restored from a backup gets them again."""


class EntryState(StrEnum):
    PENDING = "pending"
    APPLIED = "applied"
    REFUSED = "refused"
    HELD_BACK = "held_back"
    """Not sent, because a former one of the same contact was refused."""
    AGAIN = "again"
    """Acknowledged once, and pushed again since the central may have lost it; shown as it was."""
    WITHDRAWN = "withdrawn"
    """Taken out by the agent before it was ever sent."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A command in the journal."""

    seq: int
    command: Command
    state: EntryState = EntryState.PENDING
    attempted: bool = False
    """It may have reached the central: it can be taken back there, no longer withdrawn here."""
    code: str = ""
    message: str = ""
    resolved_at: datetime | None = None
    seen: bool = True
    """False: refused, and not yet read by the agent."""
    sending: Sending | None = None
    """A reply's state, as the feed told it last."""

    @property
    def id(self) -> UUID:
        return self.command.id

    @property
    def contact_id(self) -> UUID | None:
        return self.command.contact_id

    @property
    def pending(self) -> bool:
        return self.state is EntryState.PENDING

    @property
    def owed(self) -> bool:
        """Still to be answered by the central: for the first time, or again."""
        return self.state in (EntryState.PENDING, EntryState.AGAIN)


@dataclass(frozen=True, slots=True)
class Held:
    """A contact as the central last showed it."""

    view: ContactView
    token: UUID | None = None
    seen_version: int = 0

    @property
    def id(self) -> UUID:
        return self.view.id

    def is_at(self, agent: UUID) -> bool:
        """Whether it is in this agent's hands, or set aside by them."""
        view = self.view
        if view.state is State.PARKED:
            return view.owner == agent
        in_hands = view.state in (State.OFFERED, State.ACTIVE, State.WRAP_UP)
        return in_hands and view.lease is not None and view.lease.agent == agent


@dataclass(frozen=True, slots=True)
class Draft:
    """What is typed for a contact and not sent."""

    contact_id: UUID
    text: str
    at: datetime
    central: str | None = None
    """The text that the central is known to have; none: nothing known."""

    @property
    def unsent(self) -> bool:
        return self.text != (self.central or "")


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The files that go with the draft of a contact, or that went with a reply."""

    about: UUID
    """The contact's id, or the reply's: it may come back with them."""
    files: tuple[AttachmentRef, ...]


@dataclass(frozen=True, slots=True)
class Spare:
    """A text that lost to the present draft: kept."""

    contact_id: UUID
    text: str


@dataclass(frozen=True, slots=True)
class Access:
    """A dossier read from the cache, to be told to the central: an access like any other."""

    siren: str
    contact_id: UUID | None
    reason: str | None
    at: datetime
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What one transaction of the store writes."""

    entries: tuple[Entry, ...] = ()
    contacts: tuple[Held, ...] = ()
    drafts: tuple[Draft, ...] = ()
    replaces: tuple[Draft | None, ...] = ()
    """The drafts that `drafts` were computed from: one typed since then is not overwritten."""
    spares: tuple[Spare, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()
    notices: tuple[str, ...] = ()
    agent: AgentView | None = None
    position: str | None = None
    around: Around | None = None
    """Kept in memory only: it is of the day, and the central says it again."""

    @property
    def is_empty(self) -> bool:
        return self == Change()


@dataclass
class Model:
    """The store's content, in memory."""

    agent: AgentView | None = None
    position: str | None = None
    contacts: dict[UUID, Held] = field(default_factory=dict)
    entries: dict[UUID, Entry] = field(default_factory=dict)
    """In the order they were issued."""
    drafts: dict[UUID, Draft] = field(default_factory=dict)
    spares: list[Spare] = field(default_factory=list)
    enclosed: dict[UUID, tuple[AttachmentRef, ...]] = field(default_factory=dict)
    """What `Enclosed` tells, by what it is about."""
    notices: list[str] = field(default_factory=list)
    around: Around | None = None
    """None: the central was not reached in this session."""

    def take(self, change: Change) -> None:
        """Make `change`, which the store has committed, true here."""
        for entry in change.entries:
            self.entries[entry.id] = entry
        for held in change.contacts:
            self.contacts[held.id] = held
        self._take_drafts(change)
        self.spares.extend(change.spares)
        self.enclosed.update({enclosed.about: enclosed.files for enclosed in change.enclosed})
        self.tell(*change.notices)
        self.agent = change.agent or self.agent
        self.position = change.position or self.position
        self.around = change.around or self.around

    def _take_drafts(self, change: Change) -> None:
        replaced = change.replaces or (None,) * len(change.drafts)
        for draft, before in zip(change.drafts, replaced, strict=True):
            if self.drafts.get(draft.contact_id) is before:
                self.drafts[draft.contact_id] = draft

    def back_with(self, reply: UUID, contact: UUID) -> tuple[Enclosed, ...]:
        """The files of a reply that comes back, beside those that its contact has since."""
        back, now = self.enclosed.get(reply, ()), self.enclosed.get(contact, ())
        return (Enclosed(contact, tuple(dict.fromkeys((*back, *now)))),) if back else ()

    def tell(self, *notices: str) -> None:
        self.notices.extend(notice for notice in notices if notice not in self.notices)

    def next_seq(self) -> int:
        return max((entry.seq for entry in self.entries.values()), default=0) + 1

    def pending(self) -> Iterator[Entry]:
        """Commands without a result, in the order they were issued."""
        return (entry for entry in self.entries.values() if entry.pending)

    @property
    def is_quiet(self) -> bool:
        """Nothing waits for a result."""
        return next(self.pending(), None) is None

    def of(self, contact_id: UUID | None) -> Iterator[Entry]:
        """A contact's lane, in the order its commands were issued."""
        return (entry for entry in self.entries.values() if entry.contact_id == contact_id)

    def owed(self) -> Iterator[Entry]:
        """Commands that the central has still to answer, in the order they were issued."""
        return (entry for entry in self.entries.values() if entry.owed)

    def lanes(self) -> Iterable[Entry]:
        """The first command of each lane that is still to be answered."""
        first: dict[UUID | None, Entry] = {}
        for entry in self.owed():
            first.setdefault(entry.contact_id, entry)
        return first.values()

    def unsettled(self) -> set[UUID]:
        """Contacts with a reply of ours that the central has and that has not arrived anywhere yet."""
        applied = (entry for entry in self.entries.values() if entry.state is EntryState.APPLIED)
        return {e.contact_id for e in applied if e.contact_id and e.sending in (Sending.HELD, Sending.QUEUED)}

    def is_mine(self, contact_id: UUID) -> bool:
        held = self.contacts.get(contact_id)
        return held is not None and self.agent is not None and held.is_at(self.agent.id)
