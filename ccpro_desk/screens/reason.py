"""Why a file is opened that no contact at hand is about: written, counted, audited."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ccpro_desk.domain.text import clean
from ccpro_desk.screens.base import Window
from ccpro_desk.widgets import words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar

SHORTEST, LONGEST = 20, 500
"""Characters of a reason (contract)."""
NOBODY = "Aucun contact en cours ne concerne ce dossier : indiquez pourquoi vous l'ouvrez."
WRITTEN = "Votre motif, l'heure et votre nom sont inscrits au journal du centre."


class ReasonScreen(Window[str]):
    """Enter opens the file once the reason is long enough."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#reason"

    def __init__(self, siren: str) -> None:
        super().__init__()
        self._siren = siren

    def compose(self) -> ComposeResult:
        with Vertical(id="frame", classes="small") as frame:
            frame.border_title = Content(f"Dossier {words.siren(self._siren)}")
            yield Static(
                "Aucun contact en cours ne concerne ce dossier : indiquez pourquoi vous l'ouvrez.",
                markup=False,
            )
            yield Static(
                "Votre motif, l'heure et votre nom sont inscrits au journal du centre.", markup=False
            )
            yield Input(id="reason", placeholder="de 20 à 500 caractères", max_length=LONGEST)
            yield NoticeBar()
            yield KeyBar((("submit", "Entrée", "Ouvrir le dossier"), ("leave", "Échap", "Revenir")))

    @on(Input.Submitted, "#reason")
    def do_submit(self) -> None:
        reason = clean(self.query_one("#reason", Input).value, keep_newlines=False)
        if len(reason) < SHORTEST:
            left = SHORTEST - len(reason)
            self.say(
                f"Encore {left} caractère{'s' if left > 1 else ''} : un motif se lit plus tard.", "warning"
            )
        else:
            self.dismiss(reason)

    def do_leave(self) -> None:
        self.action_back()
