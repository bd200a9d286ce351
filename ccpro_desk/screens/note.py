"""An internal note: agents read it, the usager never does."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from ccpro_desk.domain.text import clean
from ccpro_desk.screens.base import Window
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.spelled_area import SpelledArea


class Unfinished(str):
    """A note that was left: it comes back when the window of the same contact opens again."""


class NoteScreen(Window[str]):
    """Ctrl+N, which opened it, records; F6, which sends replies, does not. Escape keeps the text."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#note"

    def __init__(self, text: str = "", names: frozenset[str] = frozenset()) -> None:
        """`names`: what the usager is called."""
        super().__init__()
        self._begun, self._names = text, names

    def compose(self) -> ComposeResult:
        with Vertical(id="frame", classes="small") as frame:
            frame.border_title = Content("Note interne : l'usager ne la voit jamais")
            yield SpelledArea(self._begun, id="note")
            yield NoticeBar()
            yield KeyBar((("note", "^N", "Enregistrer la note"), ("leave", "Échap", "Revenir")))

    def on_mount(self) -> None:
        editor = self.query_one(SpelledArea)
        editor.names = self._names
        self.host.helps_writing(editor)
        self.query_one("#frame").add_class("-note")

    def do_review(self) -> None:
        self.say("F6 envoie une réponse à l'usager. Une note s'enregistre par Ctrl+N.", "warning")

    def do_note(self) -> None:
        text = clean(self.query_one(SpelledArea).text).strip()
        if not text:
            self.say("La note est vide.", "warning")
        elif self.settled():
            self.dismiss(text)

    def do_leave(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        self.dismiss(Unfinished(self.query_one(SpelledArea).text))
