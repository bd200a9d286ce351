"""A question with one thing that Enter does; Escape does nothing."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from ccpro_desk.screens.base import Window
from ccpro_desk.widgets.bars import KeyBar


class AskScreen(Window[bool]):
    """Gives true on Enter."""

    CSS_PATH = "window.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "yes", show=False)]

    def __init__(self, title: str, question: str, *, yes: str) -> None:
        super().__init__()
        self._title, self._question, self._yes = title, question, yes

    def compose(self) -> ComposeResult:
        with Vertical(id="frame", classes="small") as frame:
            frame.border_title = Content(self._title)
            yield Static(self._question, markup=False)
            yield Static("", markup=False)
            yield KeyBar((("yes", "Entrée", self._yes), ("leave", "Échap", "Revenir")))

    def action_yes(self) -> None:
        if self.settled():
            self.dismiss(True)

    def do_yes(self) -> None:
        self.action_yes()

    def do_leave(self) -> None:
        self.action_back()
