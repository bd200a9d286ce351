"""What keys do on every screen: from a key to an action, then to the screen or the application."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from textual import work
from textual.app import SystemCommand
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widget import AwaitMount

from ccpro_desk import actions
from ccpro_desk.actions import Argument, Keymap
from ccpro_desk.actions.arguments import SIREN
from ccpro_desk.screens.base import TROUBLE, DeskScreen, tell_log
from ccpro_desk.screens.situation import NOT_YET, Situation
from ccpro_desk.screens.workspace import WorkspaceScreen
from ccpro_desk.screens.writing import Writing
from ccpro_desk.widgets import themes

if TYPE_CHECKING:
    from ccpro_desk.actions.seek import Command
    from ccpro_desk.desk.desk import Desk

FIRST = "Premier démarrage : « :essais » vérifie l'écran, les touches et la sonnerie."
END = "Le poste s'est arrêté sur une erreur inattendue. Brouillons et envois sont conservés : relancez-le."


@dataclass
class Said(Message):
    """A sentence that a worker has for the agent."""

    sentence: str
    level: str


class Everywhere(Writing):
    """The keys' half of the application."""

    word: str
    """« DÉMONSTRATION » where the data are invented."""
    _recent: tuple[Command, ...] = ()
    """Of the palette, newest first."""
    _recent_of: UUID | None = None
    """Whose they are."""
    _behind: list[tuple[Screen[Any], Any]]
    """Opened behind the curtain, with what to do of it."""
    desk: Desk

    @property
    def workspace(self) -> WorkspaceScreen | None:
        return next((s for s in self.screen_stack if isinstance(s, WorkspaceScreen)), None)

    @property
    def situation(self) -> Situation:
        return self.workspace.situation if self.workspace else Situation()

    @property
    def ringing(self) -> str:
        """« Appel proposé » while one rings."""
        return self.workspace.ringing if self.workspace else ""

    def action_do(self, name: str, argument: str = "") -> None:
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
            self.guard(partial(handler, argument) if argument else handler)
        elif action and not action.ready:
            self.say(NOT_YET, "warning")
        else:
            self.say("Fermez d'abord cette fenêtre (Échap).", "warning")

    def guard(self, do: Callable[[], None]) -> None:
        """Do something; an unforeseen error becomes a sentence, and the agent goes on."""
        try:
            do()
        except Exception as error:
            if self.is_headless:
                raise
            tell_log(error)
            self.say(TROUBLE, "error")

    def _fatal_error(self) -> None:
        """The end without a traceback: Textual's would print a taxpayer's data on the terminal."""
        error = sys.exception()
        if self.is_headless or error is None:
            super()._fatal_error()
            return
        tell_log(error)
        self._exit_renderables.append(END)
        self._close_messages_no_wait()

    def say(self, sentence: str, level: str = "information") -> None:
        if isinstance(self.screen, DeskScreen):
            self.screen.say(sentence, level)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """What Textual would lay over the screen stands in the notice bar: it hides and takes nothing."""
        self.say(message, severity)

    def do_palette(self, typed: str = "") -> None:
        from ccpro_desk.palette import PaletteScreen

        self._recall()
        screen = PaletteScreen(
            self.situation, self.keymap, recent=self._recent, suggest=self._suggest, typed=typed
        )
        self.push_screen(screen, self._chosen)

    def do_place(self) -> None:
        self.do_palette(":")

    def _chosen(self, command: Command | None) -> None:
        from ccpro_desk.actions.seek import remember

        if command is not None:
            self._recent = remember(self._recent, command)
            self.action_do(command.id, command.argument)

    def _recall(self) -> None:
        """What was done last is this agent's, and of this session: another one finds nothing of it."""
        agent = self.workspace.state.agent if self.workspace else None
        owner = agent.id if agent else None
        if owner != self._recent_of:
            self._recent, self._recent_of = (), owner

    def _suggest(self, argument: Argument) -> Sequence[tuple[str, str]]:
        """The professionals of my contacts, where a SIREN is asked."""
        if argument.name != SIREN.name or self.workspace is None:
            return ()
        held = (contact.view.usager for contact in self.workspace.state.contacts)
        return tuple({usager.siren: (usager.siren, usager.name) for usager in held if usager}.values())

    def go_to_contact(self, contact_id: UUID) -> None:
        """Close the windows and show one of the agent's contacts."""
        while self.workspace is not None and not isinstance(self.screen, WorkspaceScreen):
            self.pop_screen()
        if self.workspace is not None:
            self.workspace.open_contact(contact_id, "message")

    def do_help(self) -> None:
        from ccpro_desk.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.situation, self.keymap))

    def do_curtain(self) -> None:
        from ccpro_desk.screens.curtain import CurtainScreen

        self.push_screen(CurtainScreen())

    def push_screen(self, screen: Any, callback: Any = None, *given: Any, **named: Any) -> Any:
        """What a use case opens while the curtain is drawn waits until it is lifted."""
        drawn = any(isinstance(s, DeskScreen) and s.hides for s in self.screen_stack)
        if drawn and isinstance(screen, DeskScreen) and not screen.over_curtain:
            self._behind.append((screen, callback))
            return AwaitMount(self.screen, [])
        return super().push_screen(screen, callback, *given, **named)

    def lifted(self) -> None:
        """The curtain is lifted: what waited behind it is opened."""
        waiting, self._behind = self._behind, []
        for screen, callback in waiting:
            self.call_later(self.push_screen, screen, callback)

    def do_curtain_code(self) -> None:
        from ccpro_desk.screens.curtain_code import CurtainCodeScreen

        self.push_screen(CurtainCodeScreen(), lambda code: self._code_chosen(code) if code else None)

    def _code_chosen(self, code: str) -> None:
        if isinstance(self.screen, DeskScreen):
            said = "Code choisi : il vaut pour l'écran masqué, jusqu'à la fin de votre service."
            self.screen.attempt(
                self.desk.curtain.keep(code, chosen=True), lambda _: self.say(said, "success")
            )

    def do_theme(self, name: str = "") -> None:
        from ccpro_desk.desk.preferences.table import setting

        look = name or themes.after(self.preferences.theme, self.looks)
        trouble = self.prefer(theme=look)
        self.wear(look)
        self.say(trouble or f"Thème : {setting('theme').word(look)}.")

    def do_settings(self) -> None:
        from ccpro_desk.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen())

    def do_set_up(self) -> None:
        from ccpro_desk.screens.set_up import SetUpScreen

        self.push_screen(SetUpScreen())

    def do_reglette(self) -> None:
        self.say("La réglette se prépare…")
        self.print_keys(self.keymap)

    @work(group="reglette", thread=True, exclusive=True, exit_on_error=False)
    def print_keys(self, keymap: Keymap) -> None:
        from platformdirs import user_documents_path

        from ccpro_desk.actions.reglette import RegletteProblem, write_pdf

        folder = user_documents_path()
        path = (folder if folder.is_dir() else folder.parent) / "reglette.pdf"
        try:
            write_pdf(path, keymap)
        except RegletteProblem as error:
            self.post_message(Said(f"{error.sentence} {error.hint}", "error"))
        else:
            self.post_message(Said(f"Réglette écrite : {path}. Imprimez-la à 100 %.", "success"))

    def on_said(self, event: Said) -> None:
        self.say(event.sentence, event.level)

    def welcome(self) -> None:
        """At the start: what is wrong in the agent's own files; the first time, the set-up."""
        first = self.config is not None and not self.preferences.set_up
        sentence = self.trouble or (FIRST if first else "")
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen) and sentence:
                screen.say(sentence, "warning" if self.trouble else "information")
        if first and not self.word:  # a demonstration begins at once
            self.do_set_up()

    def do_nothing(self) -> None:
        """Ctrl+K deletes to the end of the line without a word: not here."""

    def do_quit(self) -> None:
        from ccpro_desk.screens.ask import AskScreen

        question = "Quitter le poste ? Vos brouillons et vos envois en attente sont conservés."
        self.push_screen(
            AskScreen("Quitter", question, yes="Quitter"), lambda yes: self.leave() if yes else None
        )

    def leave(self) -> None:
        self.exit(0)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """None of Textual's own: they write a taxpayer's screen into a file, and quit without a word."""
        return ()

    async def action_quit(self) -> None:
        self.do_quit()

    def action_help_quit(self) -> None:
        self.say("Ctrl+C copie dans un éditeur. Pour quitter : Ctrl+P, « Quitter le poste ».")
