"""An unknown word: what it was perhaps meant to be, or leave it as it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from ccpro_desk.desk.spelling.speller import Speller
from ccpro_desk.desk.spelling.words import Word
from ccpro_desk.screens.base import Window
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.line_list import Entry, LineList
from ccpro_desk.widgets.pane import Block

AROUND = 28
"""Characters of the line that are shown on each side of the word."""


class Do(StrEnum):
    REPLACE = "replace"
    ADD = "add"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Spelt:
    do: Do
    text: str = ""
    """What stands in the word's place."""


class SpellingScreen(Window[Spelt]):
    """Enter chooses and goes on to the next word; Escape ends."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#list"

    def __init__(self, word: Word, line: str, speller: Speller) -> None:
        super().__init__()
        self._word, self._line, self._speller = word, line, speller
        self._suggested: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical(id="frame", classes="small") as frame:
            frame.border_title = Content("Orthographe")
            yield Static(self._in_its_line(), id="context")
            yield LineList(id="list")
            yield NoticeBar()
            yield KeyBar((("choose", "Entrée", "Choisir, mot suivant"), ("leave", "Échap", "Terminer")))

    def on_mount(self) -> None:
        self._fill()
        self.say("Recherche de suggestions…")
        self.attempt(self._speller.suggestions(self._word.text), self._suggest)

    def _suggest(self, found: tuple[str, ...]) -> None:
        self._suggested = found
        self._fill()
        self.say("" if found else "Aucune suggestion pour ce mot.")

    def _fill(self) -> None:
        entries = [_entry(f"{Do.REPLACE}:{text}", text, "bold") for text in self._suggested]
        entries += [
            _entry(Do.IGNORE, "Laisser ce mot pendant cette session"),
            _entry(Do.ADD, "Ajouter ce mot à mon dictionnaire"),
        ]
        mine = self.query_one("#list", LineList)
        mine.styles.height = len(entries)
        mine.fill(entries, key=entries[0].key)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self._choose(event.key)

    def do_choose(self) -> None:
        key = self.query_one("#list", LineList).key
        if key:
            self._choose(key)

    def _choose(self, key: str) -> None:
        if self.settled(0.2):
            do, _, text = key.partition(":")
            self.dismiss(Spelt(Do(do), text))

    def do_leave(self) -> None:
        self.action_back()

    def _in_its_line(self) -> Content:
        start, end = self._word.start, self._word.end
        before, after = self._line[max(0, start - AROUND) : start], self._line[end : end + AROUND]
        return (
            Content(f"…{before}")
            + Content.styled(self._word.text, "bold underline $error")
            + Content(f"{after}…")
        )


def _entry(key: str, label: str, style: str = "") -> Entry:
    return Entry(key, (Block(Content.styled(label, style) if style else Content(label)),))
