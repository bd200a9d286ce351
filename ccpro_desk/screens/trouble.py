"""The local store cannot be opened: what happened, what is kept, what to do."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label

from ccpro_desk.screens.base import DeskScreen
from ccpro_desk.widgets.bars import KeyBar, NoticeBar


class TroubleScreen(DeskScreen[None]):
    """Shown in place of the workspace; Enter tries again."""

    CSS_PATH = "form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "again", show=False),
        Binding("escape,q,Q", "leave", show=False),
    ]

    def __init__(self, sentence: str, hint: str) -> None:
        super().__init__()
        self.add_class("form")
        self._sentence, self._hint = sentence, hint

    def compose(self) -> ComposeResult:
        with Vertical(id="card"):
            yield Label("Le poste ne peut pas s'ouvrir", classes="title", markup=False)
            yield Label(self._sentence, classes="label", markup=False)
            yield Label(self._hint, classes="hint", markup=False)
            yield NoticeBar()
        yield KeyBar((("again", "Entrée", "Réessayer"), ("leave", "Échap", "Quitter")))

    def action_again(self) -> None:
        self.host.open_again()

    def action_leave(self) -> None:
        self.host.exit(1)

    do_again, do_leave = action_again, action_leave
