"""What goes into the store and comes out of it, besides the domain's own values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from ccpro_desk.domain.agent import DEFAULT_SLOTS, Agent
from ccpro_desk.domain.alike import Mark
from ccpro_desk.domain.contact import NATIONAL, Contact
from ccpro_desk.domain.crisis import Crisis
from ccpro_desk.domain.dispatch import Head
from ccpro_desk.domain.identification import IdentityAlert
from ccpro_desk.domain.matter import Matter
from ccpro_desk.domain.motifs import GENERAL_SKILL
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.plateau import Renfort, Word
from ccpro_desk.domain.usager import Usager
from ccpro_desk.domain.values import AttachmentRef, Channel, Role, Status
from ccpro_desk.wire.views import FeedEvent


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made. `password_hash`: as argon2 writes it."""

    id: UUID
    login: str
    name: str
    role: Role
    password_hash: str
    centre: str = ""
    plateau: str = ""
    skills: tuple[str, ...] = (GENERAL_SKILL,)
    channels: tuple[Channel, ...] = tuple(Channel)
    slots: Mapping[Channel, int] = field(default_factory=lambda: DEFAULT_SLOTS)
    identity: str | None = None
    """Issuer and subject at the sign-on portal; such an account has no password (`password_hash` empty)."""
    accompanied: tuple[str, ...] = ()
    """Motif codes of an agent *en accompagnement*; empty: an ordinary agent."""
    levels: Mapping[str, int] = field(default_factory=dict)
    """1, 2 or 3 by skill; the usual one, 2, need not be said."""
    office: str = ""
    """The code of an officer's SIE."""


@dataclass(frozen=True, slots=True)
class AccountUpdate:
    """What a portal, or an administrator, says of a person: it replaces all of what stood."""

    name: str
    role: Role
    centre: str = ""
    plateau: str = ""
    skills: tuple[str, ...] = (GENERAL_SKILL,)
    channels: tuple[Channel, ...] = tuple(Channel)
    accompanied: tuple[str, ...] = ()
    office: str = ""


@dataclass(frozen=True, slots=True)
class Attempts:
    """Wrong passwords in a row of one login or source."""

    wrong: int
    last: datetime
    until: datetime
    """No attempt before."""


@dataclass(frozen=True, slots=True)
class StoredAccount:
    agent: Agent
    password_hash: str
    disabled: bool = False
    allowed: frozenset[str] = frozenset()
    """The channels of the account; `agent.channels` are those that the agent has open."""


@dataclass(frozen=True, slots=True)
class Session:
    agent: Agent
    """With the status that it has now."""
    desk: UUID | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A session that must stand at `now` for anything to be read as its agent's."""

    token: bytes
    """The hash of it."""
    now: datetime


@dataclass(frozen=True, slots=True)
class Audience:
    """Who an event is for, fixed when it is written."""

    agents: frozenset[UUID] = frozenset()
    """By name: holder, former holder, owner, connector."""
    pool: str | None = None
    """And those who serve this pool: a centre, or the national one (every centre)."""
    roles: frozenset[Role] = frozenset()
    """Of the pool, only these roles; empty: whoever may list the centre's contacts."""
    office: str | None = None
    """And the officers of this SIE."""

    def includes(self, agent: Agent) -> bool:
        """Whether `agent` gets the event."""
        if agent.id in self.agents or (self.office is not None and agent.office == self.office):
            return True
        if self.pool is None or not may(agent.role, Right.LIST_CENTRE):
            return False
        if self.pool not in (NATIONAL, agent.centre):
            return False
        return not self.roles or agent.role in self.roles


@dataclass(frozen=True, slots=True)
class StoredEvent:
    event: FeedEvent
    audience: Audience


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A feed event to be written: it gets its position there."""

    id: UUID
    type: str
    at: datetime
    audience: Audience
    actor: str | None = None
    contact_id: UUID | None = None
    version: int | None = None
    changed: tuple[str, ...] = ()
    about: UUID | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to what: ids and codes; `detail` (JSON text) is kept apart and hashed."""

    id: UUID
    at: datetime
    actor: str | None
    action: str
    object: str
    detail: str = "{}"


@dataclass(frozen=True, slots=True)
class StoredResult:
    """What became of a command, for thirty days."""

    id: UUID
    agent_id: UUID
    content: bytes
    at: datetime
    applied: bool
    contact_id: UUID | None = None
    code: str | None = None
    message: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class StoredNext:
    """What an idempotency key of `next` gave."""

    agent_id: UUID
    key: str
    body: bytes
    """SHA-256 of the request's body."""
    contact_id: UUID
    reason_code: str
    reason_text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A reply on its way out."""

    reply_id: UUID
    contact_id: UUID
    channel: Channel
    ready_at: datetime
    """The end of its hold: never claimable before."""
    held: bool
    """Whether the end of the hold is still to be told."""
    item: Mapping[str, Any]
    """JSON values: the fields of the contract's outbox item that are fixed when the reply is written."""
    state: str = "open"
    """`open`, `sent`, `failed`, `bounced` or `taken_back`."""
    claim: UUID | None = None
    claimed_until: datetime | None = None
    claims: int = 0


@dataclass(frozen=True, slots=True)
class OutboxMove:
    """A change of an outbox row, only while it stands as said; if it does not, nothing is written at all."""

    reply_id: UUID
    state: str
    """Its state from now on; its hold is over in any case."""
    was: str = "open"
    claim: UUID | None = None
    """The claim that it must still have; none: it must be unclaimed, or whatever (`any_claim`)."""
    any_claim: bool = False


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """What a connector brought under which external id."""

    connector: UUID
    channel: Channel
    external_id: str
    contact_id: UUID
    message_id: UUID | None
    appended: bool


@dataclass(frozen=True, slots=True)
class ThreadRef:
    """A Message-ID or thread id that belongs to a contact."""

    connector: UUID
    channel: Channel
    ref: str
    contact_id: UUID


@dataclass(frozen=True, slots=True)
class NewAttachment:
    id: UUID
    by: UUID
    name: str
    type: str
    content: bytes
    at: datetime
    contact_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    ref: AttachmentRef
    by: UUID
    contact_id: UUID | None
    content: bytes


@dataclass(frozen=True, slots=True)
class AgentChange:
    """An agent's own state, to be written."""

    agent: Agent
    freed_from: Status | None = None
    """Only while this is what the agent asked for after their contact, and nothing is at hand."""


@dataclass(frozen=True, slots=True)
class CrisisChange:
    """A crisis line that `by` opens; with `closed_at`, one that closes, only while it is open."""

    crisis: Crisis
    by: UUID


@dataclass(frozen=True, slots=True)
class Pair:
    """A contact as it was read, and after."""

    before: Contact
    after: Contact


@dataclass(frozen=True, slots=True)
class MatterChange:
    """A matter that begins (version 1) or moves on by one version; nothing else moved it meanwhile.

    Seats are keys that one matter only may have.
    """

    after: Matter
    by: str | None
    at: datetime
    takes: tuple[str, ...] = ()
    frees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One transaction: everything or nothing.

    With `before`, the contact must still have its version, state and lease token; with `expired_at`, its
    lease must have run out by then. A lease whose token does not change keeps the expiry that the store has:
    renewals run in parallel.
    """

    before: Contact | None = None
    after: Contact | None = None
    made: tuple[Contact, ...] = ()
    """Contacts that begin with this change: promised callbacks."""
    expired_at: datetime | None = None
    events: tuple[NewEvent, ...] = ()
    audit: tuple[AuditEntry, ...] = ()
    result: StoredResult | None = None
    next: StoredNext | None = None
    agent: AgentChange | None = None
    outbox: tuple[OutboxRow, ...] = ()
    move: OutboxMove | None = None
    intake: IntakeRow | None = None
    refs: tuple[ThreadRef, ...] = ()
    attachments: tuple[NewAttachment, ...] = ()
    linked: tuple[UUID, ...] = ()
    """Attachments that belong to the contact from now on."""
    ended: bytes | None = None
    """The token hash of a session that ends."""
    word: Word | None = None
    """It replaces the one of its centre and plateau; an empty text takes that away."""
    renfort: Renfort | None = None
    """Asked for, unless its agent waits for one already; with its answer, only while it has none."""
    crisis: CrisisChange | None = None
    other: Pair | None = None
    """A second contact that changes in the same transaction, under the same guard."""
    marks: tuple[Mark, ...] = ()
    """What other contacts find the new one by."""
    redirect: tuple[UUID, UUID] | None = None
    """What names the first contact (Message-IDs, threads) names the second one from now on."""
    matters: tuple[MatterChange, ...] = ()
    alerts: tuple[IdentityAlert, ...] = ()


@dataclass(frozen=True, slots=True)
class CommandRead:
    """All that a command's decision needs, as it stands now."""

    result: StoredResult | None
    contact: Contact | None
    used: frozenset[int]
    """The actor's slots in use on the contact's channel."""
    busy: bool
    """Whether a contact is offered to the actor, active or in wrap-up."""
    usager_name: str | None
    attachments: Mapping[UUID, AttachmentRef]
    claimed: bool
    account: StoredAccount


@dataclass(frozen=True, slots=True)
class NextRead:
    stored: StoredNext | None
    offered: Contact | None
    """The contact that rings at the agent's now."""
    used: Mapping[Channel, frozenset[int]]
    heads: Mapping[Head, Callable[[], Contact]]
    """Each with how to read it whole, without its messages: only the one chosen is."""
    account: StoredAccount | None
    """The agent as they are now; none: the account or its session is over."""
    let_go: tuple[Contact, ...] = ()
    """What waits in the agent's pools and was offered to them in vain lately, without messages."""


@dataclass(frozen=True, slots=True)
class IntakeRead:
    known: tuple[Contact, bool] | None
    """The contact that this external id already belongs to, and whether it was an appended message."""
    thread: Contact | None
    """The contact whose conversation this message belongs to."""
    usager: Usager | None
    handled_by: UUID | None = None
    """The agent who last handled a contact of this usager."""


@dataclass(frozen=True, slots=True)
class StoredUsager:
    usager: Usager
    as_of: datetime
    totals: Mapping[str, int]
    """Of each list of which `usager` has the first page only: how many items it has."""


@dataclass(frozen=True, slots=True)
class Page:
    """Where a list goes on: the sort key of its last row."""

    at: datetime
    id: UUID
