"""A text area no longer than a message may be, without a line that would slow every key down."""

from __future__ import annotations

import re
from dataclasses import dataclass

from textual import events
from textual.document._document import EditResult, Location
from textual.message import Message

from ccpro_desk.domain.text import clean
from ccpro_desk.widgets.text_rows import TextRows

MOST = 100_000
"""Characters of a message: the contract's."""
LONGEST_LINE = 4_000
"""Characters of a pasted line: a longer one is laid out again at each key, for a quarter of a second."""
TOO_LONG = "Un message compte au plus 100\u00a0000 caractères : rien n'est ajouté. Votre texte est conservé."
_PASTED = (
    "Ce que vous collez dépasse un message (100\u00a0000 caractères) : rien n'est collé. "
    "Votre texte est conservé."
)
_FOLDED = "Le texte collé avait des lignes démesurées : elles sont coupées en paragraphes."
_PIECE = re.compile(rf".{{1,{LONGEST_LINE}}}(?:\s|$)|.{{{LONGEST_LINE}}}|.+$")


class BoundedArea(TextRows):
    """Says what it does not take."""

    @dataclass
    class Told(Message):
        """Something was not taken as it came."""

        sentence: str

    @property
    def length(self) -> int:
        """Characters, line ends included."""
        lines = self.document.lines
        return sum(map(len, lines)) + len(lines) - 1

    def has_room(self, more: int) -> bool:
        """Whether `more` characters fit in the place of what is selected."""
        selected = 0 if self.selection.is_empty else len(self.selected_text)
        return self.length - selected + more <= MOST

    def _replace_via_keyboard(self, insert: str, start: Location, end: Location) -> EditResult | None:
        if insert and not self.read_only and not self.has_room(len(insert)):
            self.post_message(self.Told(TOO_LONG))
            return None
        return super()._replace_via_keyboard(insert, start, end)

    async def _on_paste(self, event: events.Paste) -> None:
        """Before Textual's own handler, which it calls next, unless told not to."""
        if len(event.text) > MOST:
            event.stop()
            event.prevent_default()
            self.post_message(self.Told(_PASTED))
            return
        text = clean(event.text)
        event.text = folded(text)
        if event.text != text:
            self.post_message(self.Told(_FOLDED))


def folded(text: str) -> str:
    """`text` with its endless lines cut, at a blank where there is one."""
    if len(text) <= LONGEST_LINE:
        return text
    lines = text.split("\n")
    return "\n".join(
        piece for line in lines for piece in ([line] if len(line) <= LONGEST_LINE else _pieces(line))
    )


def _pieces(line: str) -> list[str]:
    return [piece.rstrip() for piece in _PIECE.findall(line)]
