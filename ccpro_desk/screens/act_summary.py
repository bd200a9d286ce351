"""What an act asks for, read once more as the document that it gives, before it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from ccpro_desk.desk.state import DeskContact, DeskState, LinkKind
from ccpro_desk.screens.base import Window
from ccpro_desk.widgets import present, words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.pane import Pane, plain

if TYPE_CHECKING:
    from ccpro_desk.desk.act_form import ActForm

AGAIN_S = 0.7
"""A second F6 this soon is the first one held down."""
NOW = "F6 demande l'acte au centre."
EYES = "F6 l'envoie à valider : un collègue habilité le regardera."
OFFLINE = "Hors connexion : F6 l'enregistre ici ; il sera demandé au centre au retour de la liaison."


class ActSummaryScreen(Window[str]):
    """F6 asks for it; Enter does not. Gives the act's id."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#text"

    def __init__(self, contact: DeskContact, form: ActForm, state: DeskState) -> None:
        super().__init__()
        self._contact, self._form = contact, form
        self._agent = state.agent
        self._offline = state.link.kind is not LinkKind.UP_TO_DATE
        self._going = False

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content(f"Relire : {self._form.act.title}")
            yield Pane(id="text")
            yield NoticeBar()
            yield KeyBar((("review", "F6", "Demander l'acte"), ("leave", "Échap", "Revenir au formulaire")))

    def on_mount(self) -> None:
        from ccpro_desk.desk.act_preview import preview

        text = preview(
            self._form.act,
            self._form.form.values,
            self._contact.view,
            self._agent,
            self.host.place,
            words.local(present.now()).date(),
        )
        self.query_one("#text", Pane).show(plain(text))
        self.say(OFFLINE if self._offline else EYES if self._form.act.four_eyes else NOW)

    def do_review(self) -> None:
        if not self.settled(AGAIN_S) or self._going:
            return
        self._going = True
        job = self.host.desk.matters.submit(
            self._contact.id, self._form.act.id, self._form.form.values, self._form.as_of
        )
        self.attempt(job, lambda act: self.dismiss(str(act)), self._refused_here)

    def _refused_here(self, sentence: str) -> None:
        self._going = False
        self.say(sentence, "error")

    def do_leave(self) -> None:
        self.action_back()
