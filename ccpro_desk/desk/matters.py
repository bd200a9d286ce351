"""Acts and what else follows from contacts, as an agent asks for it: commands, lists, documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.desk import enclosures
from ccpro_desk.desk.asks import Asks
from ccpro_desk.domain import commands as c

if TYPE_CHECKING:
    from ccpro_desk.desk.journal import Journal
    from ccpro_desk.desk.ledger import Ledger
    from ccpro_desk.desk.online import Online
    from ccpro_desk.domain.acts.detail import Value
    from ccpro_desk.domain.matter import MatterKind
    from ccpro_desk.domain.values import AttachmentRef
    from ccpro_desk.wire.contact_view import MatterView
    from ccpro_desk.wire.listing import MatterPage

PAGE = 100


class Matters(Asks):
    """What is asked of the central there and then raises `DeskRefused`; commands go by the journal."""

    def __init__(self, central: Callable[[], Online], ledger: Ledger, journal: Journal) -> None:
        self._central = central
        self._ledger = ledger
        self._journal = journal
        self._made: dict[tuple[UUID, int, str], AttachmentRef] = {}
        """Documents of this session, by what they tell of, in which version, and kind."""

    async def submit(
        self, contact_id: UUID, act: str, fields: Mapping[str, Value], as_of: datetime | None
    ) -> UUID:
        """The act's id. It is recorded here when this returns, and done once the central has said so."""
        return await self._journal.issue(c.SubmitAct(act, dict(fields), as_of), contact_id)

    async def cancel(self, contact_id: UUID, act_id: UUID, reason: str) -> None:
        await self._journal.issue(c.CancelAct(act_id, reason), contact_id)

    async def approve(self, act_id: UUID) -> None:
        await self._journal.issue(c.ApproveAct(act_id))

    async def give_back(self, act_id: UUID, reason: str) -> None:
        await self._journal.issue(c.ReturnAct(act_id, reason))

    async def listed(
        self, kind: MatterKind, states: Sequence[str] = (), *, mine: bool = False, cursor: str | None = None
    ) -> MatterPage:
        """A page of what this agent may see, those due first first."""
        from ccpro_desk.desk.sync import matters

        params = {"kind": kind.value, "limit": PAGE, "state": list(states)}
        params |= {"mine": "true"} if mine else {}
        params |= {"cursor": cursor} if cursor else {}
        return await self._ask(lambda client: matters.listed(client, params))

    async def one(self, matter_id: UUID) -> MatterView:
        """With its steps and, as far as the level opens them, its details; an access."""
        from ccpro_desk.desk.sync import matters

        return await self._ask(lambda client: matters.one(client, matter_id))

    async def document(self, kind: str, contact_id: UUID, about: UUID, version: int) -> AttachmentRef:
        """The file that the central makes of it; the same one again while nothing has changed."""
        from ccpro_desk.desk.sync import matters

        key = (about, version, kind)
        if key not in self._made:
            self._made[key] = await self._ask(
                lambda client: matters.document(client, kind, contact_id, about)
            )
        return self._made[key]

    async def enclose(self, contact_id: UUID, ref: AttachmentRef) -> None:
        """Join a file that the central has to the contact's draft. Raises `DeskRefused` (`invalid`)."""
        await enclosures.enclose_kept(self._ledger, contact_id, ref)
