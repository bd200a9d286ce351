"""*Épeler*: a reference as it is said over the telephone, three signs at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from ccpro_desk.screens.base import Window
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.pane import Block, Pane, said

if TYPE_CHECKING:
    from ccpro_desk.desk.dictation import Group


class DictationScreen(Window[None]):
    """The arrows go through what this contact has to dictate; anything else may be typed."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#query"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "other(-1)", show=False),
        Binding("down", "other(1)", show=False),
    ]

    def __init__(self, offered: tuple[str, ...]) -> None:
        super().__init__()
        self._offered = tuple(dict.fromkeys(text for text in offered if text.strip()))
        self._at = 0

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content("Épeler")
            first = self._offered[0] if self._offered else ""
            yield Input(first, id="query", placeholder="SIREN, référence, adresse…", max_length=200)
            yield Pane(id="text")
            yield NoticeBar()
            yield KeyBar((("other", "↑↓", "Autre référence"), ("leave", "Échap", "Revenir")))

    def on_mount(self) -> None:
        self._show()

    def action_other(self, step: int) -> None:
        if self._offered:
            self._at = (self._at + step) % len(self._offered)
            self.query_one("#query", Input).value = self._offered[self._at]

    def do_other(self) -> None:
        self.action_other(1)

    def do_leave(self) -> None:
        self.action_back()

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    def _show(self) -> None:
        from ccpro_desk.desk.dictation import dictated, load_alphabet

        alphabet = load_alphabet()
        typed = self.query_one("#query", Input).value
        groups = dictated(typed, alphabet)
        blocks = [_row(group) for group in groups]
        if "@" in typed:
            blocks += [Block(), said("Une adresse s'écrit sans majuscules ni accents.", "$quiet")]
        self.query_one("#text", Pane).show(blocks or [said("Rien à épeler.", "$quiet")])
        others = f"{self._at + 1} sur {len(self._offered)}. " if len(self._offered) > 1 else ""
        self.say(f"{others}Alphabet {alphabet.status}.")


def _row(group: Group) -> Block:
    return Block(Content(" · ".join(group.said)), Content.styled(group.signs, "bold $accent"), 8)
