"""Setting a contact aside: why, and until when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label

from ccpro_desk.screens.base import Window
from ccpro_desk.widgets import words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar

_HOUR = re.compile(r"(\d{1,2})\s*(?:h|:)?\s*(\d{2})?")


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
            yield Label("Reprise (15 h 30, ou 14:00 ; vide : sans heure)", markup=False)
            yield Input(id="until", placeholder="15 h 30", max_length=10)
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
        until = read_hour(typed, datetime.now(UTC)) if typed else None
        if typed and until is None:
            self.say("Heure attendue, par exemple 15 h 30.", "error")
            return
        self.dismiss(Parking(reason, until))

    def do_leave(self) -> None:
        self.action_back()


def read_hour(typed: str, now: datetime) -> datetime | None:
    """The next time the centre's clocks show what is typed; none when it is no hour."""
    match = _HOUR.fullmatch(typed.strip())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if hour > 23 or minute > 59:
        return None
    at = words.local(now).replace(hour=hour, minute=minute, second=0, microsecond=0)
    if at <= words.local(now):
        at += timedelta(days=1)
    return at.astimezone(UTC)
