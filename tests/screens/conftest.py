"""A workstation's store of its own for each test, over a central in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.preferences import ConfigFolder
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.domain.values import Status
from tests.screens.workstation import Workstation, connected
from tests.support.desks import FAST
from tests.support.scripted_central import ScriptedCentral, an_agent


@pytest.fixture
def central() -> ScriptedCentral:
    return ScriptedCentral(replace(an_agent(), status=Status.AVAILABLE))


@pytest.fixture
def opened(tmp_path: Path, central: ScriptedCentral) -> Callable[[], Desk]:
    """Opens the store: each call is a start of the workstation."""
    settings = DeskSettings(
        "http://central.example",
        tmp_path / "state",
        key_file=tmp_path / "store.key",
        pace=FAST,
        transport=central,
    )
    return lambda: Desk.open(settings)


@pytest.fixture
def config(tmp_path: Path) -> ConfigFolder:
    """Where the agent's own files lie: the first start is behind."""
    folder = ConfigFolder(tmp_path / "config")
    folder.change(set_up=True)
    return folder


@pytest.fixture
def sign_in(central: ScriptedCentral) -> Callable[[Workstation], object]:
    async def signed(station: Workstation) -> None:
        await station.until(lambda: station.window == "SignInScreen", "the sign-in screen")
        await station.type("agent1")
        await station.press("enter")
        await station.type(central.password)
        await station.press("enter")
        await station.until(lambda: station.window == "WorkspaceScreen", "the workspace")
        await connected(station)

    return signed
