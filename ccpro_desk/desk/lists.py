"""Contacts in lists, as an agent asks for them: from the central, else as far as this workstation knows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from ccpro_desk.desk.asks import Asks
from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.ledger import Ledger
from ccpro_desk.desk.model import Change, Model

if TYPE_CHECKING:
    from ccpro_desk.desk.day import Day
    from ccpro_desk.desk.online import Online
    from ccpro_desk.desk.sought import Sought
    from ccpro_desk.desk.state import DeskState
    from ccpro_desk.desk.sync.client import Client
    from ccpro_desk.domain.values import Channel
    from ccpro_desk.wire.listing import (
        AlikeView,
        EstablishmentPage,
        FoundView,
        ListedPage,
        ObligationPage,
        TimelineEntry,
    )
    from ccpro_desk.wire.views import ContactView

T = TypeVar("T")
PAGE = 100
"""Contacts that are asked for at once."""
TIMELINE_PAGE = 50


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which of the contacts that wait."""

    channel: Channel | None = None
    motif: str | None = None
    """A motif's code or a family's."""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave."""

    items: tuple[FoundView, ...]
    next: str | None = None
    local: bool = False
    """The central did not answer: only what is kept on this workstation was looked through."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of a usager's timeline. `local`: only what is kept on this workstation."""

    items: tuple[TimelineEntry, ...]
    next: str | None = None
    local: bool = False


class Lists(Asks):
    """Every call raises `DeskRefused`: `offline` where nothing is kept here, `signed_out`, `forbidden`."""

    def __init__(self, central: Callable[[], Online], ledger: Ledger, state: Callable[[], DeskState]) -> None:
        self._central = central
        self._ledger = ledger
        self._state = state

    async def queue(self, asked: QueueFilter, cursor: str | None = None) -> ListedPage:
        """A page of what waits in the centre and in the national queue, oldest received first."""
        from ccpro_desk.desk.sync import lists

        params = _given(channel=asked.channel, motif=asked.motif, late=asked.late or None)
        params |= _given(names=True, limit=PAGE, cursor=cursor)
        return await self._ask(lambda client: lists.waiting(client, params))

    async def search(self, sought: Sought, cursor: str | None = None) -> Found:
        """A page of what this agent may read, the last received first."""
        from ccpro_desk.desk.local import look_through
        from ccpro_desk.desk.sync import lists

        params = sought.params() | _given(limit=PAGE, cursor=cursor)
        page = await self._unless_offline(lambda client: lists.found(client, params))
        if page is None:
            return Found(look_through(self._ledger.model, sought), local=True)
        return Found(page.items, page.next)

    async def of_usager(self, siren: str, cursor: str | None = None) -> Found:
        """Contacts of this usager that the agent may read."""
        from ccpro_desk.desk.sought import Sought

        return await self.search(Sought(siren=siren), cursor)

    async def timeline(
        self, siren: str, contact_id: UUID | None, reason: str | None, cursor: str | None = None
    ) -> Timeline:
        """A page of what happened with a usager, the last first; without the central, what is kept here."""
        from ccpro_desk.desk.local import timeline_of
        from ccpro_desk.desk.sync import lists

        params = _given(contact_id=contact_id, reason=reason, limit=TIMELINE_PAGE, cursor=cursor)
        page = await self._unless_offline(lambda client: lists.timeline(client, siren, params))
        if page is None:
            return Timeline(timeline_of(self._ledger.model, siren), local=True)
        return Timeline(page.items, page.next)

    async def further(
        self, siren: str, name: str, contact_id: UUID | None, reason: str | None, cursor: str
    ) -> ObligationPage | EstablishmentPage:
        """More of a long list of a file: `obligations` or `establishments`."""
        from ccpro_desk.desk.sync import lists

        params = _given(contact_id=contact_id, reason=reason, cursor=cursor)
        return await self._ask(lambda client: lists.further(client, siren, name, params))

    async def day(self) -> Day:
        """What this agent handled today, and where it stands."""
        from ccpro_desk.desk.day import composed, midnight
        from ccpro_desk.desk.sync import lists

        since = midnight(self._ledger.clock.now())
        params = _given(mine=True, handled_since=since, limit=200)
        page = await self._unless_offline(lambda client: lists.found(client, params))
        return composed(self._ledger.model, self._state().sent, page.items if page else None)

    async def alike(self, contact_id: UUID) -> tuple[AlikeView, ...]:
        """What belongs with a contact at hand, within what the agent may know."""
        from ccpro_desk.desk.sync import lists

        return await self._ask(lambda client: lists.alike(client, contact_id))

    async def contact(self, contact_id: UUID) -> ContactView:
        """A contact in full; without the central, as it was last seen here."""
        view = await self._unless_offline(lambda client: client.contact(contact_id))
        if view is None:
            return self._kept(contact_id)
        return view

    async def bring_back(self, contact_id: UUID) -> None:
        """Have a contact here that was closed elsewhere, so that a command may be issued on it."""
        from ccpro_desk.desk.sync.changes import Changes

        view = await self._ask(lambda client: client.contact(contact_id))

        def build(model: Model) -> Change:
            changes = Changes(model, self._ledger.clock.now())
            changes.view(view, mine=True)
            return changes.made()

        await self._ledger.apply(build)

    def _kept(self, contact_id: UUID) -> ContactView:
        held = self._ledger.model.contacts.get(contact_id)
        if held is None or not self._ledger.model.is_mine(contact_id):
            raise DeskRefused(
                "offline",
                "Le centre ne répond pas et ce contact n'est pas sur ce poste.",
                "Il s'affichera dès que la liaison reviendra.",
            )
        return held.view

    async def _unless_offline(self, call: Callable[[Client], Awaitable[T]]) -> T | None:
        """None: the central did not answer."""
        try:
            return await self._ask(call)
        except DeskRefused as refused:
            if refused.code != "offline":
                raise
            return None


def _given(**values: Any) -> dict[str, Any]:
    """The parameters that say something, as they go into an address."""
    return {name: _written(value) for name, value in values.items() if value is not None}


def _written(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else value
