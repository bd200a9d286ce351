"""`DeskApp`: wires the keys to the screen, the desk's state to the screens, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, work
from textual.app import App, CSSPathType
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen

from ccpro_desk import actions
from ccpro_desk.actions import Situation
from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import DeskError
from ccpro_desk.desk.state import DeskState
from ccpro_desk.domain.text import clean
from ccpro_desk.drivers import ControlFilter, set_title
from ccpro_desk.screens.reference_data import Reference, ReferenceReady, load_reference
from ccpro_desk.screens.base import DeskScreen
from ccpro_desk.screens.workspace import WorkspaceScreen
from ccpro_desk.widgets import themes


def _bindings() -> list[BindingType]:
    made: list[BindingType] = []
    for action in actions.ACTIONS:
        if action.binding is actions.Binding.ALWAYS and action.keys:
            made.append(Binding(",".join(action.keys), f"do('{action.id}')", action.label, show=False, priority=True, id=action.id))
        outside = action.aliases if action.binding is actions.Binding.ALWAYS else action.keys if action.binding is actions.Binding.OUTSIDE_EDITORS else ()
        if outside:
            made.append(Binding(",".join(outside), f"do('{action.id}')", action.label, show=False, id=f"{action.id}-outside"))
    return made


class DeskApp(App[int]):
    """The workstation.

    `open_desk` opens the local store (sync, fast, before the first paint) and may raise `DeskError`, which is then
    shown with what to do. Signing in, and the passphrase where there is no keyring, are asked by `state.needs`.
    `word` stands in the frame of every screen where the data are invented: « DÉMONSTRATION ».
    """

    TITLE = "CC Pros Desk"
    CSS_PATH: ClassVar[CSSPathType | None] = ["screens/workspace.tcss", "screens/form.tcss"]
    """Textual does not load the style of an application's first screen by itself."""
    ENABLE_COMMAND_PALETTE = False
    COMMANDS: ClassVar[set] = set()  # type: ignore[type-arg]
    BINDINGS: ClassVar[list[BindingType]] = _bindings()

    def __init__(
        self,
        open_desk: Callable[[], Desk],
        *,
        word: str = "",
        theme: str = "sombre",
        driver_class: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class)
        self.monotonic: Callable[[], float] = time.monotonic
        self.word = word
        self.reference = Reference()
        self.started = False
        self.unwritten_note = ""
        """A note that was left with Escape: there again when its window opens."""
        self._open_desk = open_desk
        self._filter = ControlFilter()
        for look in themes.THEMES.values():
            self.register_theme(look)
        self.theme = theme

    # --- start

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
        self.switch_screen(self.get_default_screen())
        if hasattr(self, "desk"):
            self._listen()

    def _listen(self) -> None:
        self._stop_listening = self.desk.subscribe(self.show_state)
        self._gate(self.desk.state)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
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

    @work(group="reference", thread=True, exit_on_error=False)
    def load(self) -> None:
        self.post_message(ReferenceReady(load_reference()))

    def on_reference_ready(self, event: ReferenceReady) -> None:
        self.reference = event.reference
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.show_reference(event.reference)

    # --- state

    @property
    def workspace(self) -> WorkspaceScreen | None:
        return next((s for s in self.screen_stack if isinstance(s, WorkspaceScreen)), None)

    @property
    def situation(self) -> Situation:
        return self.workspace.situation if self.workspace else Situation()

    @property
    def place(self) -> str:
        """The centre, as a reply names it."""
        agent = self.desk.state.agent
        return self.reference.centres.get(agent.centre, "CC Pros") if agent else ""

    def show_state(self, state: DeskState) -> None:
        """Every screen shows what the desk knows now; called on the event loop."""
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.show_state(state)
        self._gate(state)

    def _gate(self, state: DeskState) -> None:
        from ccpro_desk.screens.gate import gate_for

        gate = gate_for(state, self.screen_stack)
        if gate is not None:
            self.push_screen(gate)

    # --- keys

    def action_do(self, name: str) -> None:
        """Do what an action of the registry says, on the screen that is shown."""
        screen = self.screen
        if isinstance(screen, DeskScreen) and screen.intercepts(name):
            return
        action = actions.by_id().get(name)
        handler = getattr(screen, f"do_{name}", None)
        if handler is None and action and action.where is actions.Where.EVERYWHERE:
            handler = getattr(self, f"do_{name}", None)
        if action and isinstance(screen, WorkspaceScreen) and (why := action.why_not(self.situation)):
            self.say(why, "warning")
        elif handler is not None:
            handler()
        elif action and not action.ready:
            self.say(actions.NOT_YET, "warning")
        else:
            self.say("Fermez d'abord cette fenêtre (Échap).", "warning")

    def say(self, sentence: str, level: str = "information") -> None:
        if isinstance(self.screen, DeskScreen):
            self.screen.say(sentence, level)

    def do_palette(self) -> None:
        from ccpro_desk.palette import PaletteScreen

        self.push_screen(PaletteScreen(self.situation), lambda chosen: self.action_do(chosen) if chosen else None)

    def do_help(self) -> None:
        from ccpro_desk.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.situation))

    def do_curtain(self) -> None:
        from ccpro_desk.screens.curtain import CurtainScreen

        self.push_screen(CurtainScreen())

    def do_theme(self) -> None:
        self.theme = themes.after(self.theme)
        self.say(f"Thème : {self.theme}.")

    def do_nothing(self) -> None:
        """Ctrl+K deletes to the end of the line without a word: not here."""

    def do_quit(self) -> None:
        from ccpro_desk.screens.ask import AskScreen

        question = "Quitter le poste ? Vos brouillons et vos envois en attente sont conservés."
        self.push_screen(AskScreen("Quitter", question, yes="Quitter"), lambda yes: self.leave() if yes else None)

    def leave(self) -> None:
        self.exit(0)

    async def action_quit(self) -> None:
        self.do_quit()

    def action_help_quit(self) -> None:
        self.say("Ctrl+C copie dans un éditeur. Pour quitter : Ctrl+P, « Quitter le poste ».")

    async def on_unmount(self) -> None:
        from ccpro_desk.screens import opening

        opening.forget()
        if hasattr(self, "desk"):
            self._stop_listening()
            await self.desk.stop()

    # --- what reaches the terminal, and what comes from it

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._filter]

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Paste):
            event.text = clean(event.text)
        await super().on_event(event)


def run(open_desk: Callable[[], Desk], *, word: str = "", driver_class: type[Driver] | None = None) -> int:
    """Run the workstation in this terminal until the agent quits; the exit code."""
    app = DeskApp(open_desk, word=word, driver_class=driver_class)
    code = app.run()
    return app.return_code or (code or 0)
