"""One of a few words in a form, on one line: the arrows change it, a letter goes to its word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from ccpro_desk.domain.motifs import fold

NOT_CHOSEN = "à choisir avec les flèches"


class ChoiceLine(Widget, can_focus=True):
    """| Key | Does |
    |---|---|
    | ← →, space | the word before, the next one |
    | a letter | the next word that begins with it |
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "change(-1)", show=False),
        Binding("right,space", "change(1)", show=False),
    ]
    DEFAULT_CSS = """
    ChoiceLine { height: 2; padding: 0 1; border-bottom: solid $frame; background: $surface; }
    ChoiceLine:focus { border-bottom: solid $accent; }
    """
    value: reactive[str] = reactive("", init=False)

    @dataclass
    class Changed(Message):
        """Another word was chosen."""

        line: ChoiceLine
        value: str

        @property
        def control(self) -> ChoiceLine:
            return self.line

    def __init__(self, name: str, words: Sequence[tuple[str, str]], value: str = "") -> None:
        """`words`: (what it stands for, how it is shown)."""
        super().__init__(id=name)
        self._words = tuple(words)
        self.set_reactive(ChoiceLine.value, value if value in dict(self._words) else "")

    def render(self) -> RenderResult:
        label = dict(self._words).get(self.value)
        if label is None:
            return Content.styled(f"‹ {NOT_CHOSEN} ›", "$quiet")
        at = [code for code, _ in self._words].index(self.value) + 1
        rank = Content.styled(f"  {at} sur {len(self._words)}", "$quiet")
        return Content.styled(f"‹ {label} ›", "bold") + rank

    def watch_value(self, value: str) -> None:
        self.post_message(self.Changed(self, value))

    def action_change(self, step: int) -> None:
        codes = [code for code, _ in self._words]
        at = codes.index(self.value) + step if self.value in codes else (0 if step > 0 else -1)
        self.value = codes[at % len(codes)]

    def on_key(self, event: events.Key) -> None:
        letter = fold(event.character or "")
        if not letter.isalnum():
            return
        codes = [code for code, label in self._words if fold(label).startswith(letter)]
        if codes:
            event.stop()
            at = codes.index(self.value) + 1 if self.value in codes else 0
            self.value = codes[at % len(codes)]
