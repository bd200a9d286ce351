"""An internal note: agents read it, the usager never does."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import TextArea

from ccpro_desk.domain.text import clean
from ccpro_desk.screens.base import Window
from ccpro_desk.widgets.bars import KeyBar, NoticeBar


class Unfinished(str):
    """A note that was left: it comes back when the window of the same contact opens again."""


class NoteScreen(Window[str]):
    """F6 records; Escape gives the text back, unfinished."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#note"

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._begun = text

    def compose(self) -> ComposeResult:
        with Vertical(id="frame", classes="small") as frame:
            frame.border_title = Content("Note interne")
            yield TextArea(self._begun, id="note", soft_wrap=True, tab_behavior="focus")
            yield NoticeBar()
            yield KeyBar((("review", "F6", "Enregistrer la note"), ("leave", "Échap", "Revenir")))

    def on_mount(self) -> None:
        self.say("L'usager ne voit jamais cette note.")

    def do_review(self) -> None:
        text = clean(self.query_one(TextArea).text).strip()
        if not text:
            self.say("La note est vide.", "warning")
        elif self.settled():
            self.dismiss(text)

    def do_leave(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        self.dismiss(Unfinished(self.query_one(TextArea).text))
