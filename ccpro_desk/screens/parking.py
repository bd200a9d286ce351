"""Setting a contact aside: why, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label

from ccpro_desk.screens.base import Window
from ccpro_desk.screens.when import read_moment
from ccpro_desk.widgets import present
from ccpro_desk.widgets.bars import KeyBar, NoticeBar


@dataclass(frozen=True, slots=True)
class Parking:
    reason: str
    until: datetime | None


class ParkingScreen(Window[Parking]):
    """Enter in the last field sets aside; the hour may stay empty."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#reason"

    def compose(self) -> ComposeResult:
        with Vertical(id="frame", classes="small") as frame:
            frame.border_title = Content("Mettre de côté")
            yield Label("Motif", markup=False)
            yield Input(id="reason", placeholder="par exemple : attend une pièce de l'usager", max_length=200)
            yield Label("Reprise (15 h 30, demain 10 h, 25/11 9 h ; vide : sans heure)", markup=False)
            yield Input(id="until", placeholder="15 h 30", max_length=30)
            yield NoticeBar()
            yield KeyBar((("submit", "Entrée", "Mettre de côté"), ("leave", "Échap", "Revenir")))

    @on(Input.Submitted, "#reason")
    def _reason_given(self) -> None:
        self.query_one("#until", Input).focus()

    @on(Input.Submitted, "#until")
    def do_submit(self) -> None:
        reason = self.query_one("#reason", Input).value.strip()
        typed = self.query_one("#until", Input).value.strip()
        if not reason:
            self.say("Indiquez un motif : il vous le rappellera.", "warning")
            self.query_one("#reason", Input).focus()
            return
        now = present.now()
        until = read_moment(typed, now) if typed else None
        if typed and (until is None or until <= now):
            self.say("Heure à venir attendue, par exemple 15 h 30 ou demain 10 h.", "error")
            return
        self.dismiss(Parking(reason, until))

    def do_leave(self) -> None:
        self.action_back()
