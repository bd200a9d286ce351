"""The port to the database. SQLite and PostgreSQL both pass `tests/conformance`.

Times are timezone-aware UTC; `now` comes from the caller's clock, never from the database.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from ccpro_desk.central.store.alert_port import AlertStore
from ccpro_desk.central.store.audit_port import AuditStore
from ccpro_desk.central.store.figures import Queue, Use
from ccpro_desk.central.store.found_port import FoundStore
from ccpro_desk.central.store.matter_port import MatterStore
from ccpro_desk.central.store.plateau_port import PlateauStore
from ccpro_desk.central.store.usager_port import UsagerStore
from ccpro_desk.central.store.values import (
    AccountUpdate,
    Attempts,
    Change,
    CommandRead,
    IntakeRead,
    NewAccount,
    NextRead,
    OutboxRow,
    Session,
    Standing,
    StoredAccount,
    StoredAttachment,
    StoredEvent,
)
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.crisis import Crisis
from ccpro_desk.domain.dispatch import Colleague, Key, Pressure
from ccpro_desk.domain.replay import Moment
from ccpro_desk.domain.values import Channel, Message
from ccpro_desk.wire.requests import DeskPlace


class Outcome(StrEnum):
    WRITTEN = "written"
    STALE = "stale"
    """The contact, or another row, is no longer what it was read as: read again."""
    SLOT = "slot"
    """The slot is taken: capacity."""
    RESULT = "result"
    """This command, or this idempotency key, has its result already: read it."""
    INTAKE = "intake"
    """This external id is known already: read it."""
    SEAT = "seat"
    """A matter has the seat already."""
    EXISTS = "exists"


class Store(AlertStore, AuditStore, FoundStore, MatterStore, PlateauStore, UsagerStore, Protocol):
    # -- life ---------------------------------------------------------------------------------------------

    async def migrate(self) -> None:
        """Brings the tables to this program's version."""

    async def close(self) -> None: ...

    async def ping(self) -> None:
        """Raises `StoreError` unless the database answers and its tables are of this version."""

    def listen(self, callback: Callable[[], None]) -> None:
        """`callback()` runs in the event loop after events were written, by this process or by another.

        By another: within 50 ms (PostgreSQL's NOTIFY, without payload, coalesced by the store); poll too,
        for a notification may be lost.
        """

    # -- accounts and sessions ----------------------------------------------------------------------------

    async def add_account(self, account: NewAccount) -> None:
        """Raises `ProblemError(CONFLICT)` when the login exists."""

    async def account(self, login: str) -> StoredAccount | None: ...

    async def account_by_id(self, agent_id: UUID) -> StoredAccount | None: ...

    async def account_of_identity(self, identity: str) -> StoredAccount | None:
        """The account that a sign-on portal names so."""

    async def update_account(self, agent_id: UUID, update: AccountUpdate) -> bool:
        """Open channels stay so unless the account's change. False: no such account."""

    async def accounts(self) -> list[StoredAccount]: ...

    async def set_password(self, login: str, password_hash: str) -> bool:
        """Ends the account's sessions too. False: no such login."""

    async def set_disabled(self, login: str, disabled: bool) -> bool:
        """Ends the account's sessions when disabled. False: no such login."""

    async def open_session(
        self, token_hash: bytes, agent_id: UUID, desk: UUID | None, now: datetime, expires_at: datetime
    ) -> None:
        """A person's sign-in ends their other session; from another desk, their leases get new tokens.

        Connectors hold any number.
        """

    async def session(self, token_hash: bytes, now: datetime) -> Session | None:
        """With the agent's present status; none: unknown, ended, expired or disabled."""

    async def sessions(self, tokens: Sequence[bytes], now: datetime) -> dict[bytes, Session]:
        """Those of these sessions that stand, by the hash of their token."""

    async def moved(self, token_hash: bytes, now: datetime) -> bool:
        """Whether this session is over and its agent has a later one at another workstation."""

    async def place(self, agent_id: UUID) -> DeskPlace | None:
        """Where the agent was last."""

    async def put_place(self, agent_id: UUID, place: DeskPlace | None) -> None: ...

    async def close_session(self, token_hash: bytes, now: datetime) -> None:
        """Signs out: status `offline` for a person, told by an `agent.status` event."""

    # -- sign-in attempts ---------------------------------------------------------------------------------

    async def attempts(self, key: str) -> Attempts | None:
        """Wrong passwords counted under this key, by any process."""

    async def put_attempts(self, key: str, was: int, now: Attempts) -> bool:
        """Only while the count is still `was` (0: none). False: another process counted in between."""

    async def forget_attempts(self, key: str) -> None: ...

    async def forget_attempts_before(self, before: datetime) -> None:
        """Counts whose last wrong password, and wait, lie before."""

    # -- the hot path -------------------------------------------------------------------------------------

    async def read_command(
        self,
        command_id: UUID,
        contact_id: UUID | None,
        agent_id: UUID,
        *,
        siren: str | None = None,
        attachments: Sequence[UUID] = (),
        reply_id: UUID | None = None,
        standing: Standing | None = None,
    ) -> CommandRead:
        """Raises `ProblemError(UNAUTHENTICATED)` when the account is gone or `standing` no longer stands."""

    async def read_next(
        self,
        agent_id: UUID,
        key: str,
        queues: Sequence[Key],
        channels: Sequence[Channel],
        depth: int,
        now: datetime,
        *,
        taking: Collection[UUID] = (),
        standing: Standing | None = None,
    ) -> NextRead:
        """The first `depth` contacts of each queue that are not just being taken, those bound to the agent,
        and what they hold already; `account` is none when `standing` no longer stands. What the agent let go
        lately stands apart.
        """

    async def forget_key(self, agent_id: UUID, key: str, before: datetime) -> None:
        """An idempotency key whose time is over may be used again."""

    async def write(self, change: Change) -> Outcome: ...

    async def take(self, change: Change) -> tuple[Outcome, tuple[Message, ...]]:
        """Writes a change of a contact that adds no message; once written, with the messages it has."""

    async def messages(self, contact_id: UUID) -> tuple[Message, ...]: ...

    async def renew(self, heard: Mapping[UUID, datetime], lease_s: Mapping[Channel, int]) -> None:
        """Leases of these agents last from when they were heard; offers do not.

        Of nobody: whether it could be written.
        """

    async def add_grace(self, now: datetime, seconds: int) -> None:
        """Every lease lasts `seconds` longer; one that ran out while nobody could be heard, from `now` on."""

    async def expired(self, now: datetime, limit: int) -> list[Contact]:
        """Contacts whose offer or lease has run out, without their messages."""

    async def free_agents(self, now: datetime, agent_id: UUID | None = None) -> None:
        """Gives agents with nothing at hand the status they asked for after their contact, with its event."""

    # -- intake and outbox --------------------------------------------------------------------------------

    async def read_intake(
        self,
        connector: UUID,
        channel: Channel,
        external_id: str,
        refs: Sequence[str],
        siren: str | None,
        known_since: datetime,
    ) -> IntakeRead:
        """`known_since`: how far back the usager's last handler is looked for."""

    async def has_skill(self, pool: str, skill: str) -> bool:
        """Whether any open account of this pool has this skill, at the level that it names."""

    async def colleagues_free(self, agent_id: UUID, pool: str, channel: Channel) -> list[Colleague]:
        """Those who are available in this pool, but this agent, with what they have in hand."""

    async def pressure(self, pool: str, channel: Channel, limit: int) -> Pressure:
        """What waits there for all, of `limit` contacts at most."""

    async def due_to_widen(self, now: datetime, limit: int) -> list[Contact]:
        """Contacts that have waited for few people long enough, without their messages."""

    async def claim(
        self, channel: Channel, limit: int, now: datetime, until: datetime, by: UUID
    ) -> list[OutboxRow]:
        """Claims rows that are open, past their hold, not under a live claim; each gets a new claim."""

    async def outbox_row(self, reply_id: UUID) -> OutboxRow | None: ...

    async def ended_holds(self, now: datetime, limit: int) -> list[tuple[UUID, UUID]]:
        """(contact, reply) whose hold is over and not yet told."""

    async def day(self, start: datetime, until: datetime) -> tuple[list[Contact], list[Moment]]:
        """The contacts received between these moments, and all events of contacts then, in their order."""

    # -- crisis lines -------------------------------------------------------------------------------------

    async def crises(self, since: datetime) -> list[Crisis]:
        """Those whose time ended, or will end, after `since`; those closed early too."""

    # -- reading ------------------------------------------------------------------------------------------

    async def contact(self, contact_id: UUID) -> Contact | None: ...

    async def contacts_of(self, agent_id: UUID) -> list[Contact]:
        """At hand, set aside by, or waiting for this agent alone."""

    async def holds_usager(self, agent_id: UUID, siren: str) -> bool:
        """Whether the agent holds a contact linked to this usager."""

    async def count_waiting(self, pools: Sequence[str]) -> int: ...

    async def attachment(self, attachment_id: UUID) -> StoredAttachment | None: ...

    # -- figures ------------------------------------------------------------------------------------------

    async def waiting(self, now: datetime, limit: int) -> list[Queue]:
        """The waiting contacts by pool, channel and skill, over the `limit` received first."""

    def use(self) -> Use:
        """The connections of this process to the database."""

    # -- feed ---------------------------------------------------------------------------------------------

    async def epoch(self) -> str: ...

    async def position(self) -> str:
        """Now: every event written from now on comes after it."""

    async def events_after(self, position: str, limit: int) -> tuple[list[StoredEvent], str]:
        """The next events and the position after them. Raises `StalePosition`."""

    async def unsettled(self) -> bool:
        """Whether events were written that cannot be read yet: an older transaction is still under way."""

    async def forget(self, now: datetime) -> None:
        """Removes events and results past their thirty days, in short transactions."""
