"""What a supervisor does for their plateau, as use cases: asked of the central there and then."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.desk.asks import Asks

if TYPE_CHECKING:
    from ccpro_desk.desk.online import Online
    from ccpro_desk.desk.sync.client import Client
    from ccpro_desk.wire.crisis import CrisisView
    from ccpro_desk.wire.plateau import AbsenceView, ColleagueView, RenfortView, SupervisionView, WordView

_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Floor:
    """The plateau now, with the crisis lines that it serves."""

    seen: SupervisionView
    crises: tuple[CrisisView, ...]


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """A crisis line to be opened."""

    label: str
    until: datetime
    allowance_min: int
    """How long its usagers may wait for a first answer, in minutes."""
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


class Plateau(Asks):
    """Every call raises `DeskRefused`: `offline`, `signed_out`, or the code of the central's problem."""

    def __init__(self, central: Callable[[], Online]) -> None:
        self._central = central

    async def floor(self) -> Floor:
        from ccpro_desk.desk.sync import plateau

        async def both(client: Client) -> Floor:
            seen, crises = await asyncio.gather(plateau.seen(client), client.crises())
            return Floor(seen, crises)

        return await self._ask(both)

    async def colleagues(self) -> tuple[ColleagueView, ...]:
        """Whom a contact may be given to."""
        return await self._ask(lambda client: client.colleagues())

    async def absence(self, login: str, first: date | None = None, last: date | None = None) -> AbsenceView:
        """Somebody is not there, on these days or from now on: what they set aside waits for everybody."""
        from ccpro_desk.desk.sync import plateau

        return await self._ask(lambda client: plateau.absence(client, login, first, last))

    async def back(self, login: str) -> AbsenceView:
        """They will be there: the days that were declared count no more."""
        from ccpro_desk.desk.sync import plateau

        return await self._ask(lambda client: plateau.back(client, login))

    async def give(self, contact_id: UUID, *, login: str = "", plateau_id: str = "") -> None:
        """A contact that waits, or is set aside, is given to an agent or to a plateau."""
        from ccpro_desk.desk.sync import plateau

        to = {"agent": login} if login else {"plateau": plateau_id}
        await self._ask(lambda client: plateau.reassign(client, contact_id, to))

    async def word(self, text: str) -> WordView | None:
        """The word that stands from now on; an empty text takes it away."""
        from ccpro_desk.desk.sync import plateau

        return await self._ask(lambda client: plateau.set_word(client, text))

    async def open_crisis(self, line: CrisisLine) -> CrisisView:
        from ccpro_desk.desk.sync import plateau
        from ccpro_desk.wire.crisis import NewCrisis

        new = NewCrisis(
            line.label, line.until, line.allowance_min * _MINUTE, line.numbers, line.words, line.answers
        )
        return await self._ask(lambda client: plateau.open_crisis(client, new))

    async def close_crisis(self, crisis_id: UUID) -> None:
        from ccpro_desk.desk.sync import plateau

        await self._ask(lambda client: plateau.close_crisis(client, crisis_id))

    async def answer(self, renfort_id: UUID, text: str) -> RenfortView:
        """The answer to an agent who asked for help."""
        from ccpro_desk.desk.sync import plateau

        return await self._ask(lambda client: plateau.answer_renfort(client, renfort_id, text))
