"""A workstation for an embedded central: its data are invented, so nobody asks who you are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from ccpro_desk.cli.embedded.home import DemoHome
from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import DeskError
from ccpro_desk.desk.settings import DeskSettings, Pace
from ccpro_desk.desk.state import DeskState, LinkKind, Needs

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
    return lambda: open_signed_in(settings, login, home.password)


def open_signed_in(settings: DeskSettings, login: str, password: str) -> Desk:
    """A desk that signs in again by itself when it finds the session of its last day over."""
    desk = Desk.open(settings)
    desk.subscribe(_SignsIn(desk, login, password))
    return desk


class _SignsIn:
    """Until the desk is up to date for the first time. Later, who ends the session meant it."""

    def __init__(self, desk: Desk, login: str, password: str) -> None:
        self._desk = desk
        self._who = (login, password)
        self._signing: asyncio.Task[None] | None = None
        self._done = False

    def __call__(self, state: DeskState) -> None:
        self._done = self._done or state.link.kind is LinkKind.UP_TO_DATE
        asked = state.needs is Needs.SIGN_IN or state.link.kind is LinkKind.EXPIRED
        if asked and not self._done and (self._signing is None or self._signing.done()):
            self._signing = asyncio.ensure_future(self._sign_in())

    async def _sign_in(self) -> None:
        with suppress(DeskError):  # the state goes on saying so, and the screen asks
            await self._desk.sign_in(*self._who)
