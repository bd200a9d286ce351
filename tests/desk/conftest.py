"""A workstation of its own for each test, over a central in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import DeskContact, LinkKind
from ccpro_desk.domain.values import Status
from tests.support.desks import FAST, settled, stopping, until
from tests.support.scripted_central import ScriptedCentral, an_agent


@pytest.fixture
async def central() -> ScriptedCentral:
    return ScriptedCentral(an_agent())


@pytest.fixture
def settings(tmp_path: Path, central: ScriptedCentral) -> DeskSettings:
    return DeskSettings(
        "http://central.example",
        tmp_path / "state",
        key_file=tmp_path / "store.key",
        pace=FAST,
        transport=central,
    )


@pytest.fixture
async def desk(settings: DeskSettings, central: ScriptedCentral) -> AsyncIterator[Desk]:
    """Signed in."""
    async with stopping(Desk.open(replace(settings, login="agent1"))) as opened:
        await opened.start()
        await opened.sign_in("agent1", central.password)
        yield opened


@pytest.fixture
async def at_work(desk: Desk) -> Desk:
    """Available, the feed open."""
    await desk.set_status(Status.AVAILABLE)
    await settled(desk)
    await until(desk, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "up to date")
    return desk


@pytest.fixture
async def held(at_work: Desk, central: ScriptedCentral) -> DeskContact:
    """One mail in the agent's hands."""
    central.bring()
    taken = await at_work.next()
    assert taken is not None
    return taken
