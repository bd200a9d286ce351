"""A window with a few fields to fill: Enter goes to the next one, in the last one it gives them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label

from ccpro_desk.domain.text import clean
from ccpro_desk.screens.base import Window
from ccpro_desk.widgets.bars import KeyBar, NoticeBar


def anything(_: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Field:
    """One line to fill."""

    label: str
    placeholder: str = ""
    value: str = ""
    longest: int = 300
    fault: Callable[[str], str] = anything
    """What is wrong with what stands there, in a sentence; empty: nothing."""


class FormScreen(Window[tuple[str, ...]]):
    """Gives the texts of the fields, cleaned; Escape gives nothing."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#field-0"

    def __init__(self, title: str, fields: Sequence[Field], *, yes: str, said: str = "") -> None:
        super().__init__()
        self._title, self._fields, self._yes, self._said = title, tuple(fields), yes, said

    def compose(self) -> ComposeResult:
        with Vertical(id="frame", classes="small fields") as frame:
            frame.border_title = Content(self._title)
            for number, field in enumerate(self._fields):
                yield Label(field.label, markup=False)
                yield Input(
                    id=f"field-{number}",
                    value=field.value,
                    placeholder=field.placeholder,
                    max_length=field.longest,
                )
            yield NoticeBar()
            yield KeyBar((("submit", "Entrée", self._yes), ("leave", "Échap", "Revenir")))

    def on_mount(self) -> None:
        self.say(self._said)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        number = int((event.input.id or "field-0").rpartition("-")[2])
        if self._wrong(number):
            return
        if number + 1 < len(self._fields):
            self.query_one(f"#field-{number + 1}", Input).focus()
        else:
            self.do_submit()

    def do_submit(self) -> None:
        if any(self._wrong(number) for number in range(len(self._fields))) or not self.settled():
            return
        self.dismiss(tuple(self._text(number) for number in range(len(self._fields))))

    def _wrong(self, number: int) -> bool:
        """Whether this field is not well filled; then it is told and has the focus."""
        sentence = self._fields[number].fault(self._text(number))
        if sentence:
            self.say(sentence, "warning")
            self.query_one(f"#field-{number}", Input).focus()
        return bool(sentence)

    def _text(self, number: int) -> str:
        return clean(self.query_one(f"#field-{number}", Input).value, keep_newlines=False)

    def do_leave(self) -> None:
        self.action_back()


def needed(sentence: str) -> Callable[[str], str]:
    """The fault of a field that is empty."""
    return lambda text: "" if text else sentence
