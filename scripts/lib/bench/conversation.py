"""Opening a contact of five hundred messages against one of five, in the application itself."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from uuid import uuid4

from figures import Series

from ccpro_desk.app import DeskApp
from ccpro_desk.desk.state import DeskContact
from ccpro_desk.domain.values import Direction, Message
from tests.screens.scripted import NOW, ScriptedDesk, contact, state

FEW, MANY = 5, 500
TEXT = "Bonjour, nous avons déposé une demande de remboursement le 3 octobre et nous attendons. " * 4


def measure(rounds: int) -> Series:
    """Seconds from the request to the painted screen: `few` and `many`, in turns."""
    return asyncio.run(_measure(4 * rounds))


async def _measure(rounds: int) -> Series:
    few, many = _of(FEW), _of(MANY)
    between = contact("Entre les deux")
    desk, series = ScriptedDesk(state(few, many, between)), Series()
    app = DeskApp(lambda: desk.as_desk)
    async with app.run_test(size=(120, 40)) as pilot:
        workspace = app.workspace
        assert workspace is not None
        for number in range(rounds + 1):
            for name, held in (("few", few), ("many", many)):
                workspace.open_contact(between.id, "message")
                await pilot.pause()
                painted, began = asyncio.Event(), time.perf_counter()
                workspace.open_contact(held.id, "message")
                workspace.call_after_refresh(painted.set)
                await painted.wait()
                if number:
                    series.add({name: time.perf_counter() - began})
                await pilot.pause()
    return series


def _of(count: int) -> DeskContact:
    """A contact of so many messages."""
    held = contact(f"{count} messages")
    written = tuple(Message(uuid4(), Direction.IN, NOW, "M. Benali", f"{n}. {TEXT}") for n in range(count))
    return replace(held, view=replace(held.view, messages=written))
