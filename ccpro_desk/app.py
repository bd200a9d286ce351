"""`DeskApp`: wires the keys to the screen, the desk's state to the screens, and nothing else."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, ClassVar
from uuid import UUID

from textual import events, work
from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.types import CSSPathType

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import DeskError
from ccpro_desk.desk.preferences import ConfigFolder
from ccpro_desk.desk.state import DeskState, Place
from ccpro_desk.domain.text import clean
from ccpro_desk.drivers import ControlFilter, set_title
from ccpro_desk.screens.base import DeskScreen
from ccpro_desk.screens.everywhere import Everywhere
from ccpro_desk.screens.reference_data import Reference, ReferenceReady, load_reference
from ccpro_desk.screens.workspace import WorkspaceScreen


class DeskApp(Everywhere):
    """The workstation.

    `open_desk` opens the local store (sync, fast, before the first paint) and may raise `DeskError`, which is
    then shown with what to do. Signing in, and the passphrase without a keyring, are asked by `state.needs`.
    `config` is where the agent's own settings lie.
    `word` stands in the frame of every screen where the data are invented: « DÉMONSTRATION ».
    """

    TITLE = "CC Pros Desk"
    CSS_PATH: ClassVar[CSSPathType | None] = ["screens/workspace.tcss", "screens/form.tcss"]
    """Textual does not load the style of an application's first screen by itself."""
    ENABLE_COMMAND_PALETTE = False
    COMMANDS: ClassVar[set] = set()  # type: ignore[type-arg]
    DEFAULT_MODE = "agent-0"
    """One mode a person: nothing of the former one is left when another signs in."""

    def __init__(
        self,
        open_desk: Callable[[], Desk],
        *,
        word: str = "",
        theme: str | None = None,
        config: ConfigFolder | None = None,
        driver_class: type[Driver] | None = None,
    ) -> None:
        super().__init__(config, driver_class)
        self.monotonic: Callable[[], float] = time.monotonic
        self.word = word
        self.reference = Reference()
        self.started = False
        self._open_desk = open_desk
        self._stop_listening: Callable[[], None] = lambda: None
        self._filter = ControlFilter()
        self._behind = []
        self._people = count(1)
        self._agent: UUID | None = None
        """Whose screens these are."""
        self._welcomed = False
        """Whether this session had its first page."""
        self._came = False
        """Somebody has just signed in: their place, perhaps at another workstation, is still to be found."""
        self.add_mode(self.DEFAULT_MODE, self.get_default_screen)
        self._dress(theme or self.preferences.theme)

    # --- start

    def _dress(self, chosen: str) -> None:
        """The first theme, before any style is read: Textual would read and apply them all a second time."""
        name = self.theme_for(chosen)
        self.set_reactive(App.theme, name)
        self.stylesheet.set_variables(self.get_css_variables())
        dark = self.current_theme.dark
        self.update_classes(
            {f"-theme-{name}": True, "-dark-mode": dark, "-light-mode": not dark}, update=False
        )

    def get_default_screen(self) -> Screen[None]:
        """The first screen, with the contacts of the local store in it: one paint."""
        try:
            self.desk = self._open_desk()
        except DeskError as error:
            from ccpro_desk.screens.trouble import TroubleScreen

            return TroubleScreen(error.sentence, error.hint)
        return WorkspaceScreen(self.desk.state)

    def on_mount(self) -> None:
        set_title(self, f"{self.TITLE} — {self.word}" if self.word else self.TITLE)
        if hasattr(self, "desk"):
            self._listen()

    def open_again(self) -> None:
        """After trouble: try once more to open the local store."""
        self.push_screen(self.get_default_screen())
        if hasattr(self, "desk"):
            self._listen()

    def _listen(self) -> None:
        self._stop_listening = self.desk.subscribe(self.show_state)
        self.desk.be_found(lambda: self.workspace.place if self.workspace else None)
        self._gate(self.desk.state)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.welcome()
        self.load()
        self.start_desk()

    @work(group="start", exit_on_error=False)
    async def start_desk(self) -> None:
        try:
            await self.desk.start()
        except DeskError as error:
            self.say(f"{error.sentence} {error.hint}".strip(), "error")
        self.started = True
        self.show_state(self.desk.state)
        gc.freeze()  # what a start makes stays: no collection walks through it again
        gc.enable()

    @work(group="reference", thread=True, exit_on_error=False)
    def load(self) -> None:
        from ccpro_desk.desk.attached import copies

        copies.forget_left_behind()
        self.post_message(ReferenceReady(load_reference()))

    def on_reference_ready(self, event: ReferenceReady) -> None:
        self.reference = event.reference
        for screen in self._shown():
            screen.show_reference(event.reference)

    # --- state

    @property
    def place(self) -> str:
        """The centre, as a reply names it."""
        agent = self.desk.state.agent
        return self.reference.centres.get(agent.centre, "CC Pros") if agent else ""

    def show_state(self, state: DeskState) -> None:
        """Every screen shows what the desk knows now; called on the event loop."""
        if self._is_another(state):
            self._start_over(state)
        for screen in self._shown():
            screen.show_state(state)
        if self.is_running:
            self._gate(state)

    def _shown(self) -> list[DeskScreen[Any]]:
        """The screens that can show something: none while the application ends, whose panes go first."""
        screens = self.screen_stack if self.is_running else []
        return [screen for screen in screens if isinstance(screen, DeskScreen) and screen.is_mounted]

    def _gate(self, state: DeskState) -> None:
        from ccpro_desk.screens.gate import gate_for, starts_service

        gate = gate_for(state, self.screen_stack)
        if gate is not None:
            self._welcomed, self._came = False, True
            self.push_screen(gate)
        elif self.started and not self._welcomed and starts_service(state):
            from ccpro_desk.screens.beginning import BeginningScreen

            self._welcomed = True
            self.push_screen(BeginningScreen(state), self.begun)
        elif self._came and state.around.place is not None:
            self._find_place(state.around.place)

    def begun(self, began: bool | None) -> None:
        """The page that a service starts with was left."""
        if began:
            self.say("Vous êtes disponible. F2 pour le contact suivant, quand vous voulez.", "success")

    def _find_place(self, place: Place) -> None:
        """Go on where the agent was, unless they are there, or have opened something since."""
        self._came = False
        workspace = self.workspace
        if workspace is not None and workspace.current is None:
            workspace.find_place(place)

    def _is_another(self, state: DeskState) -> bool:
        """Whether somebody else than the one these screens are of has signed in."""
        agent = state.agent.id if state.agent else None
        before, self._agent = self._agent, agent or self._agent
        return before is not None and agent is not None and agent != before

    def _start_over(self, state: DeskState) -> None:
        """Another person: no window, no text, no file of the former one is left."""
        from ccpro_desk.desk.attached import copies

        copies.forget_all()
        self._behind.clear()
        self._welcomed, self._came = False, True
        former, name = self.current_mode, f"agent-{next(self._people)}"
        self.add_mode(name, lambda: WorkspaceScreen(state))
        self.switch_mode(name)
        self.remove_mode(former)

    async def on_unmount(self) -> None:
        from ccpro_desk.desk.attached import copies

        copies.forget_all()
        await self.close_dictionary()
        if hasattr(self, "desk"):
            self._stop_listening()
            await self.desk.stop()

    # --- what reaches the terminal, and what comes from it

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [self._filter, *super().get_line_filters()]

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Paste):
            event.text = clean(event.text)
        elif (
            isinstance(event, events.Key) and isinstance(self.screen, DeskScreen) and self.screen.sees(event)
        ):
            return
        await super().on_event(event)


def run(
    open_desk: Callable[[], Desk],
    *,
    word: str = "",
    config: ConfigFolder | None = None,
    driver_class: type[Driver] | None = None,
) -> int:
    """Run the workstation in this terminal until the agent quits; the exit code."""
    app = DeskApp(open_desk, word=word, config=config, driver_class=driver_class)
    code = app.run()
    return app.return_code or (code or 0)
