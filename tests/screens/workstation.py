"""The real application over a real desk, driven by keys; the central is in memory, or a process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

from textual.pilot import Pilot

from ccpro_desk.app import DeskApp
from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.preferences import ConfigFolder
from ccpro_desk.desk.state import LinkKind
from ccpro_desk.domain.values import Status
from ccpro_desk.screens.base import DeskScreen
from ccpro_desk.screens.workspace import WorkspaceScreen
from ccpro_desk.widgets.bars import NoticeBar, StatusBar
from ccpro_desk.widgets.pane import Pane
from ccpro_desk.widgets.reply_editor import ReplyEditor

PATIENCE = 600
"""How many turns of the loop a condition is waited for."""


@dataclass
class Workstation:
    """What a test sees and presses."""

    app: DeskApp
    pilot: Pilot[int]
    seconds: float = field(default=1_000.0)
    """What the application's monotonic clock shows: it moves when a test says so."""
    pressed: int = 0
    """Keys so far, but for what was typed."""

    def __post_init__(self) -> None:
        self.app.monotonic = lambda: self.seconds
        for screen in self.app.screen_stack:
            if isinstance(screen, DeskScreen):
                screen._shown_at = 0.0  # it came under the real clock

    def later(self, seconds: float = 1.0) -> None:
        self.seconds += seconds

    @property
    def desk(self) -> Desk:
        return self.app.desk

    @property
    def workspace(self) -> WorkspaceScreen:
        found = self.app.workspace
        assert found is not None
        return found

    @property
    def editor(self) -> ReplyEditor:
        return self.workspace.editor

    @property
    def window(self) -> str:
        """The name of the screen on top."""
        return type(self.app.screen).__name__

    @property
    def notice(self) -> str:
        return next((bar.sentence for bar in self.app.screen.query(NoticeBar) if bar.id != "banner"), "")

    @property
    def bar(self) -> StatusBar:
        return self.workspace.query_one(StatusBar)

    def text(self, pane: str) -> str:
        """What a pane shows."""
        return self.app.screen.query_one(f"#{pane}", Pane).text

    async def press(self, *keys: str) -> None:
        """Press keys with time between them for a person to have meant each."""
        for key in keys:
            self.later()
            self.pressed += 1
            await self.pilot.press(key)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        names = {" ": "space", "\n": "enter", ",": "comma", ".": "full_stop", "'": "apostrophe"}
        await self.pilot.press(*(names.get(letter, letter) for letter in text))
        await self.pilot.pause()

    async def until(self, true: Callable[[], object], what: str) -> None:
        """Wait for a condition, turn after turn of the loop; fail naming it."""
        for _ in range(PATIENCE):
            if true():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"still not: {what}; on {self.window}, told « {self.notice} »")

    async def take(self, contact_id: UUID) -> None:
        """F2 until this contact is on the screen."""
        await self.press("f2")
        await self.until(lambda: self.workspace.current == contact_id, "the contact on the screen")


@asynccontextmanager
async def at_work(
    opened: Callable[[], Desk],
    *,
    size: tuple[int, int] = (120, 40),
    word: str = "",
    answers: bool = True,
    started: bool = True,
    spelling: bool = False,
    config: ConfigFolder | None = None,
) -> AsyncIterator[Workstation]:
    """The workstation on an invisible terminal, started and with its answers loaded."""
    app = DeskApp(opened, word=word, config=config)
    if config is None:  # a dictionary for those who ask alone: it is a process
        app.preferences = app.preferences.having({"spelling": spelling})
    async with app.run_test(size=size) as pilot:
        station = Workstation(app, pilot)
        if started:
            await station.until(lambda: app.started, "the desk started")
        if answers:
            await station.until(lambda: app.reference.answers is not None, "the answers loaded")
        yield station


async def connected(station: Workstation) -> None:
    await station.until(
        lambda: station.desk.state.link.kind is LinkKind.UP_TO_DATE and station.desk.state.agent, "up to date"
    )


async def begun(station: Workstation) -> None:
    """The page that a service starts with, left by its key."""
    await station.until(lambda: station.window == "BeginningScreen", "the start of the service")
    await station.pilot.pause()
    await station.press("enter")
    await station.until(lambda: station.window == "WorkspaceScreen", "the workspace")
    await station.until(
        lambda: station.desk.state.agent and station.desk.state.agent.status is Status.AVAILABLE, "available"
    )
