"""A text area whose unknown words are underlined, once the agent has stopped typing for a moment."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.geometry import Offset
from textual.widgets.text_area import Selection

from ccpro_desk.widgets.french_area import FrenchArea

if TYPE_CHECKING:
    from ccpro_desk.desk.spelling.speller import Speller
    from ccpro_desk.desk.spelling.words import Word

PAUSE_S = 0.4
"""How long after the last key the dictionary is asked."""
LONGEST = 4_000
"""Characters of a line that is still marked: nobody writes a longer paragraph."""


class SpelledArea(FrenchArea):
    """A key costs one clock reading here; what is asked and painted comes in pauses.

    `speller`: none, nothing is marked. `names`: what the usager is called, in lower case.
    """

    speller: Speller | None = None
    names: frozenset[str] = frozenset()
    _wrong: frozenset[str] = frozenset()
    _typed_at = 0.0
    _watch: asyncio.TimerHandle | None = None

    def edit(self, edit: Edit) -> EditResult:
        result = super().edit(edit)
        self.look_soon()
        return result

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        if self._wrong and len(line) <= LONGEST:
            self._mark(line, line_index)
        return line

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.look_soon()

    def look_soon(self) -> None:
        """Look at what is shown once nothing has been typed for a moment."""
        self._typed_at = time.monotonic()
        if self._watch is None and self.speller is not None:
            self._watch = asyncio.get_running_loop().call_later(PAUSE_S, self._paused)

    async def find_wrong(self) -> tuple[int, Word] | None:
        """The first unknown word after the caret, going round: its line, and where it stands."""
        from ccpro_desk.desk.spelling.words import words

        lines = self.document.lines
        found = [(row, word) for row, line in enumerate(lines) for word in words(line)]
        wrong = await self._unknown({word.text for _, word in found})
        caret = max(self.selection)
        after = [(row, word) for row, word in found if word.text in wrong]
        return next((at for at in after if (at[0], at[1].start) >= caret), after[0] if after else None)

    def known_wrong(self) -> tuple[str, ...]:
        """The unknown words of the whole text, as far as the dictionary was asked already."""
        from ccpro_desk.desk.spelling.words import words

        if self.speller is None:
            return ()
        found = dict.fromkeys(word.text for line in self.document.lines for word in words(line))
        wrong = self.speller.known_wrong(word for word in found if word.casefold() not in self.names)
        return tuple(word for word in found if word in wrong)

    def select_word(self, row: int, word: Word) -> None:
        self.selection = Selection((row, word.start), (row, word.end))
        self.scroll_cursor_visible()

    def replace_word(self, row: int, word: Word, text: str) -> None:
        """One undo takes it back. Nothing happens when something else stands there by now."""
        if row < self.document.line_count and self.document[row][word.start : word.end] == word.text:
            self.history.checkpoint()
            self.replace(text, (row, word.start), (row, word.end), maintain_selection_offset=False)
            self.history.checkpoint()
            self.move_cursor((row, word.start + len(text)))

    def _paused(self) -> None:
        self._watch = None
        left = self._typed_at + PAUSE_S - time.monotonic()
        if not self.is_mounted or self.speller is None:
            return
        if left > 0:
            self._watch = asyncio.get_running_loop().call_later(left, self._paused)
        else:
            self.run_worker(self._look(), group="spelling", exclusive=True, exit_on_error=False)

    async def _look(self) -> None:
        from ccpro_desk.desk.spelling.words import words

        shown = [line for line in self._shown_lines() if len(line) <= LONGEST]
        wrong = await self._unknown({word.text for line in shown for word in words(line)})
        if wrong != self._wrong:
            self._wrong = wrong
            self._line_cache.clear()
            self.refresh()

    async def _unknown(self, asked: set[str]) -> frozenset[str]:
        if self.speller is None:
            return frozenset()
        return await self.speller.wrong({word for word in asked if word.casefold() not in self.names})

    def _shown_lines(self) -> list[str]:
        top, height = round(self.scroll_offset.y), max(self.size.height, 1)
        first, last = (
            self.wrapped_document.offset_to_location(Offset(0, min(y, self.wrapped_document.height - 1)))[0]
            for y in (top, top + height)
        )
        return self.document.lines[first : last + 1]

    def _mark(self, line: Text, row: int) -> None:
        from ccpro_desk.desk.spelling.words import words

        plain, caret = line.plain, self.selection.end
        if not any(wrong in plain for wrong in self._wrong):
            return
        for word in words(plain):
            being_typed = self.has_focus and caret == (row, word.end)
            if word.text in self._wrong and not being_typed:
                line.stylize(Style(underline=True, color=self._ink), word.start, word.end)

    @property
    def _ink(self) -> str | None:
        """The colour of an error, besides the underlining."""
        return self.app.theme_variables.get("error")
