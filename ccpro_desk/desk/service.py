"""The use cases of the day besides the contacts' own: handing over, promising, help, place, curtain, end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.desk.curtain import CurtainLock
from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.model import Change, Model
from ccpro_desk.desk.state import Around, Place
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.values import AnswerRef, Channel

if TYPE_CHECKING:
    from ccpro_desk.desk.journal import Journal
    from ccpro_desk.desk.ledger import Ledger
    from ccpro_desk.desk.online import Online
    from ccpro_desk.wire.crisis import CrisisView
    from ccpro_desk.wire.plateau import ColleagueView, RenfortView


_ANSWERS = "answers"
"""Which version of each answer the agent was told of."""


class Service:
    """The other half of `Desk`, which gives what stands here without a value."""

    _ledger: Ledger
    _journal: Journal

    def __init__(self) -> None:
        self.curtain = CurtainLock()
        self._where: Callable[[], Place | None] = lambda: None

    def _central(self) -> Online:
        raise NotImplementedError

    async def transfer(self, contact_id: UUID, to: c.TransferTo, summary: str) -> None:
        """Hand the contact on; the summary becomes a note, what is typed goes with it."""
        await self._journal.issue(c.Transfer(to, summary), contact_id)

    async def refer(
        self,
        contact_id: UUID,
        fiche: c.Refer,
        message: str = "",
        *,
        answers: Sequence[AnswerRef] = (),
        read: int | None = None,
    ) -> UUID:
        """The fiche's id; `message` is written to the usager first. `read`: as for a reply."""
        if message:
            await self._journal.issue(c.Reply(message, tuple(answers)), contact_id, read=read)
        return await self._journal.issue(fiche, contact_id, read=read)

    async def reply_referral(self, contact_id: UUID, referral_id: UUID, text: str) -> UUID:
        """What the SIE asked is answered on the same fiche; the contact goes back to them."""
        return await self._journal.issue(c.ReplyReferral(referral_id, text), contact_id)

    async def schedule_callback(self, contact_id: UUID, at: datetime, number: str, purpose: str) -> UUID:
        """The promise's id, which becomes a contact's. Raises `DeskRefused` (`invalid`) out of hours."""
        agent = self._ledger.model.agent
        if agent is not None and not await asyncio.to_thread(_is_open, agent.centre, at):
            from ccpro_desk.domain.callbacks import CLOSED

            raise DeskRefused("invalid", CLOSED)
        return await self._journal.issue(c.ScheduleCallback(at, number, purpose), contact_id)

    async def stay(self) -> None:
        """Take back what was asked for *after this contact*: the status stays as it is."""
        agent = self._ledger.model.agent
        if agent is not None:
            await self._journal.issue(c.SetStatus(agent.status))

    async def colleagues(self) -> tuple[ColleagueView, ...]:
        """Whom a contact may be handed to in this centre. Raises `DeskRefused` (`offline`)."""
        return await self._central().colleagues()

    async def crises(self) -> tuple[CrisisView, ...]:
        """The crisis lines that are open. Raises `DeskRefused` (`offline`)."""
        return await self._central().crises()

    async def ask_renfort(self, channel: Channel | None, subject: str) -> RenfortView:
        """Help asked for, or the one that still waits. Raises `DeskRefused` (`offline`)."""
        asked = await self._central().ask_renfort(channel, subject)

        def build(model: Model) -> Change:
            return Change(around=replace(model.around or Around(), renfort=asked))

        await self._ledger.apply(build)
        return asked

    async def changed_answers(self, versions: Mapping[str, int]) -> tuple[str, ...]:
        """The answers that are new or newer than when `answers_read` was last told; at first, none."""
        known = await self._ledger.store.meta(_ANSWERS)
        if known is None:
            await self.answers_read(versions)
            return ()
        before = json.loads(known)
        return tuple(key for key, version in versions.items() if before.get(key) != version)

    async def answers_read(self, versions: Mapping[str, int]) -> None:
        """The agent was told of the answers as they are now."""
        if versions:
            await self._ledger.store.put_meta(_ANSWERS, json.dumps(dict(versions), sort_keys=True))

    def be_found(self, where: Callable[[], Place | None]) -> None:
        """`where` says where the agent is, each time a sign of life is given."""
        self._where = where


def _is_open(centre: str, at: datetime) -> bool:
    """The first look works out the public holidays: about a second, not on the event loop."""
    from ccpro_desk.reference.settings import load_settings

    hours = load_settings().hours.get(centre)
    return hours is None or hours.is_open(at)
