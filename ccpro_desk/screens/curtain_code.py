"""A code for the curtain alone: for who signs in by the portal, and has typed no password here."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label

from ccpro_desk.desk.curtain import SHORTEST_CODE
from ccpro_desk.screens.base import Window
from ccpro_desk.widgets.bars import KeyBar, NoticeBar


class CurtainCodeScreen(Window[str]):
    """Twice the same. It is kept in memory only, until the service ends."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#code"

    def compose(self) -> ComposeResult:
        with Vertical(id="frame", classes="small") as frame:
            frame.border_title = Content("Code du rideau")
            yield Label(f"Code ({SHORTEST_CODE} caractères au moins)", markup=False)
            yield Input(id="code", password=True, max_length=100)
            yield Label("Encore une fois", markup=False)
            yield Input(id="again", password=True, max_length=100)
            yield NoticeBar()
            yield KeyBar((("submit", "Entrée", "Choisir ce code"), ("leave", "Échap", "Revenir")))

    @on(Input.Submitted, "#code")
    def _code_given(self) -> None:
        self.query_one("#again", Input).focus()

    @on(Input.Submitted, "#again")
    def do_submit(self) -> None:
        code, again = (self.query_one(f"#{name}", Input) for name in ("code", "again"))
        if len(code.value) < SHORTEST_CODE:
            self.say(f"Trop court : {SHORTEST_CODE} caractères au moins.", "warning")
            code.focus()
        elif code.value != again.value:
            again.value = ""
            self.say("Les deux saisies diffèrent.", "warning")
        else:
            self.dismiss(code.value)

    def do_leave(self) -> None:
        self.action_back()
