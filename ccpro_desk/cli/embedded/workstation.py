"""A workstation for an embedded central: its data are invented, so nobody asks who you are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ccpro_desk.cli.embedded.home import DemoHome
from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.settings import DeskSettings, Pace
from ccpro_desk.desk.state import Needs

WORD = "DÉMONSTRATION"
QUICK = Pace(retry_first=0.1, retry_most=2.0)
"""The central starts beside the workstation: it is there a moment later."""


def demo_settings(home: DemoHome, login: str) -> DeskSettings:
    return DeskSettings(
        central=home.address, state_dir=home.path / "desk", login=login, key_file=home.key_file, pace=QUICK
    )


def sign_in(home: DemoHome, login: str) -> None:
    """Opens the agent's session and leaves it in the local store, where each start finds it."""
    asyncio.run(_sign_in(demo_settings(home, login), login, home.password))


async def _sign_in(settings: DeskSettings, login: str, password: str) -> None:
    desk = Desk.open(settings)
    await desk.start()
    try:
        if desk.state.needs is Needs.SIGN_IN:
            await desk.sign_in(login, password)
    finally:
        await desk.stop()


def opener(home: DemoHome, login: str) -> Callable[[], Desk]:
    """What the application opens its desk with."""
    settings = demo_settings(home, login)
    return lambda: Desk.open(settings)
