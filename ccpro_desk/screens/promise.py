"""Promising a call: when, at which number, why."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label

from ccpro_desk.desk.state import DeskContact
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.begun import keep
from ccpro_desk.screens.when import read_moment
from ccpro_desk.widgets import present, words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar

FIELDS = ("at", "number", "purpose")
EXAMPLES = "15 h 30, demain 10 h, jeudi 14 h ou 25/11 9 h"


class PromiseScreen(Window[datetime]):
    """Enter goes on to the next field; in the last one it promises. Gives the hour."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#at"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, contact: DeskContact, number: str, begun: dict[str, str]) -> None:
        super().__init__()
        self._contact, self._begun = contact, begun
        self._number = begun.get("number") or number
        self._going = False

    def compose(self) -> ComposeResult:
        with Vertical(id="frame", classes="small") as frame:
            frame.border_title = Content("Programmer un rappel")
            yield Label("Quand (heures d'ouverture du centre)", markup=False)
            yield Input(self._begun.get("at", ""), id="at", placeholder=EXAMPLES, max_length=40)
            yield Label("Numéro à rappeler", markup=False)
            yield Input(self._number, id="number", placeholder="06 39 98 00 10", max_length=50)
            yield Label("Pourquoi", markup=False)
            yield Input(
                self._begun.get("purpose", ""),
                id="purpose",
                placeholder="ce que l'usager attend de cet appel",
                max_length=300,
            )
            yield NoticeBar()
            yield KeyBar((("submit", "Entrée", "Programmer le rappel"), ("leave", "Échap", "Revenir")))

    @property
    def _at(self) -> datetime | None:
        return read_moment(self.query_one("#at", Input).value, present.now())

    @on(Input.Changed, "#at")
    def _hour_typed(self, event: Input.Changed) -> None:
        at = self._at
        self.say(f"Rappel {words.moment(at)}." if at else "")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        following = {"at": "number", "number": "purpose"}.get(event.input.id or "")
        if following:
            self.query_one(f"#{following}", Input).focus()
        else:
            self.do_submit()

    def do_submit(self) -> None:
        """Promise, once all three are said; the window stays when the hour or number will not do."""
        from ccpro_desk.domain.checks.reach import phone
        from ccpro_desk.domain.checks.wrong import Wrong

        at, now = self._at, present.now()
        number, purpose = (self.query_one(f"#{name}", Input).value.strip() for name in ("number", "purpose"))
        if at is None or at <= now:
            self._lacks("at", f"Heure à venir attendue : {EXAMPLES}.")
        elif isinstance(wrong := phone(number), Wrong):
            self._lacks("number", wrong.sentence)
        elif not purpose:
            self._lacks("purpose", "Indiquez pourquoi rappeler : la personne qui appellera le lira.")
        elif not self._going:
            self._going = True
            job = self.host.desk.schedule_callback(self._contact.id, at, number, purpose)
            self.attempt(job, lambda _: self.dismiss(at), self._refused_here)

    def _lacks(self, field: str, sentence: str) -> None:
        self.say(sentence, "warning")
        self.query_one(f"#{field}", Input).focus()

    def _refused_here(self, sentence: str) -> None:
        self._going = False
        self.say(sentence, "error")

    def action_back(self) -> None:
        keep(self, self._begun, FIELDS)
        super().action_back()

    def do_leave(self) -> None:
        self.action_back()
