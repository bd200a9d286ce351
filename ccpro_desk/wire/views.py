"""What the central answers: dataclasses that desks and connectors read, tolerant of what they do not know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from ccpro_desk.domain.contact import Reason
from ccpro_desk.domain.usager import Usager
from ccpro_desk.domain.values import Status
from ccpro_desk.wire.contact_view import (
    AgentView,
    ContactView,
    LateDraftView,
    LeaseView,
    MatterView,
    UsagerRef,
)
from ccpro_desk.wire.plateau import RenfortView, WordView

__all__ = [
    "AgentView",
    "ContactView",
    "DossierView",
    "DraftView",
    "FeedEvent",
    "HeldLease",
    "LateDraftView",
    "LeaseToken",
    "LeaseView",
    "MatterView",
    "Me",
    "MoreView",
    "NextView",
    "OidcOffer",
    "OutboxAttachment",
    "OutboxItem",
    "PlaceView",
    "Recipient",
    "Result",
    "SessionView",
    "SignInOffer",
    "UsagerHit",
    "UsagerRef",
]


@dataclass(frozen=True, slots=True)
class LeaseToken:
    """The fencing token of a lease just taken."""

    token: UUID
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class HeldLease:
    """A lease that this agent holds."""

    contact_id: UUID
    token: UUID
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class NextView:
    """The contact that `next` gives, and why."""

    contact: ContactView
    reason: Reason
    lease: LeaseToken | None = None


@dataclass(frozen=True, slots=True)
class DraftView:
    """What is typed for a contact, as the central has it."""

    contact_id: UUID
    text: str


@dataclass(frozen=True, slots=True)
class PlaceView:
    """The contact that was open, in which pane, and the caret in its draft."""

    contact_id: UUID
    pane: str = "message"
    caret: int = 0


@dataclass(frozen=True, slots=True)
class Me:
    """The snapshot that a desk starts or resyncs from."""

    agent: AgentView
    status: Status
    position: str
    contacts: tuple[ContactView, ...] = ()
    leases: tuple[HeldLease, ...] = ()
    drafts: tuple[DraftView, ...] = ()
    counters: Mapping[str, int] = field(default_factory=dict)
    word: WordView | None = None
    """The word of the agent's plateau, else of their centre."""
    renfort: RenfortView | None = None
    """The last help that the agent asked for today."""
    place: PlaceView | None = None
    """Where the agent was, at whichever workstation."""


@dataclass(frozen=True, slots=True)
class OidcOffer:
    """The portal at which one may sign in, and the loopback ports that it knows."""

    issuer: str
    client_id: str
    redirect_ports: tuple[int, ...]
    scope: str = "openid profile email groups"


@dataclass(frozen=True, slots=True)
class SignInOffer:
    """How one may sign in here."""

    local: bool
    """With a login and a password."""
    oidc: OidcOffer | None = None


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session just opened."""

    token: str
    expires_at: datetime
    agent: AgentView


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one command: `applied`, `duplicate` or `refused`."""

    id: UUID
    status: str
    code: str | None = None
    message: str | None = None
    version: int | None = None
    view: ContactView | None = None


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One event of the feed: thin, it names what changed and carries no text of a usager."""

    position: str
    id: UUID
    type: str
    at: datetime
    actor: str | None = None
    contact_id: UUID | None = None
    version: int | None = None
    changed: tuple[str, ...] = ()
    about: UUID | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a reply goes to."""

    address: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class OutboxAttachment:
    """A file that goes with a reply."""

    id: UUID
    name: str
    type: str


def _wire_name(name: str) -> str:
    return "from" if name == "sender" else name


_SENDER_IS_FROM = {"alias_generator": _wire_name}


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """A reply for its connector to send."""

    __pydantic_config__ = _SENDER_IS_FROM
    id: UUID
    """The reply's."""
    claim: UUID
    contact_id: UUID
    to: Recipient
    sender: str
    """`from` on the wire, which is no Python name."""
    subject: str
    text: str
    message_id: str
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple[OutboxAttachment, ...] = ()
    notice: bool | None = None
    """A letter of the central's own, no reply: its subject stands as it is."""


@dataclass(frozen=True, slots=True)
class MoreView:
    """A list of which the file holds the first page."""

    total: int
    next: str
    """The cursor of the next page."""


@dataclass(frozen=True, slots=True)
class DossierView:
    """A usager's file at a level: what is above it is null and named in `masked`."""

    siren: str
    level: int
    as_of: datetime
    masked: tuple[str, ...]
    fields: Usager | Mapping[str, Any]
    more: Mapping[str, MoreView] = field(default_factory=dict)
    """By the name of each list that goes on."""


@dataclass(frozen=True, slots=True)
class UsagerHit:
    """A usager that a search found."""

    siren: str
    name: str
    city: str
    state: str
