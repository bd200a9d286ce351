"""A desk that shows the stage's day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ccpro_desk.desk.day import Day
from ccpro_desk.desk.lists import Found, Timeline
from ccpro_desk.desk.plateau import Floor
from ccpro_desk.desk.state import DeskState
from ccpro_desk.wire.crisis import CrisisView
from ccpro_desk.wire.listing import ListedPage
from ccpro_desk.wire.plateau import ColleagueView
from ccpro_desk.wire.views import DossierView
from tests.screens.scripted import ScriptedDesk
from tests.stage import world


class _Lists:
    async def alike(self, contact_id: UUID) -> tuple[()]:
        return ()

    async def queue(self, asked: Any, cursor: str | None = None) -> ListedPage:
        return ListedPage(world.QUEUE, total=len(world.QUEUE))

    async def search(self, sought: Any, cursor: str | None = None) -> Found:
        return Found(world.FOUND)

    async def timeline(self, siren: str, *_: Any) -> Timeline:
        return Timeline(world.TIMELINE)

    async def day(self) -> Day:
        return world.DAY


class _Plateau:
    async def floor(self) -> Floor:
        return world.FLOOR


class StageDesk(ScriptedDesk):
    """Answers what is asked of the central; what is sent goes nowhere."""

    def __init__(self, state: DeskState) -> None:
        super().__init__(state, {world.FILE.id: world.CONTENT})
        self.lists = _Lists()  # type: ignore[assignment]
        self.plateau = _Plateau()

    async def changed_answers(self, versions: dict[str, int]) -> tuple[str, ...]:
        return ("TVA-022",)

    async def crises(self) -> tuple[CrisisView, ...]:
        return world.FLOOR.crises

    async def colleagues(self) -> tuple[ColleagueView, ...]:
        return world.COLLEAGUES

    async def dossier(self, siren: str, *, contact_id: UUID | None = None, **named: Any) -> DossierView:
        held = self.state.contact(contact_id) if contact_id else None
        return world.dossier(siren, held.view.identification.level if held else 0)
