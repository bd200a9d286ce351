"""The parts of what a window shows, each with its letter; the one that is shown stands out."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

NBSP = "\u00a0"


class PartBar(Widget):
    """On one line, or on two where they do not fit."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    PartBar { height: auto; padding: 0 1; background: $surface; }
    """
    parts: reactive[tuple[tuple[str, str, str], ...]] = reactive((), layout=True)
    """(letter, label that begins with it, mark): how many, or « ! » for what asks to be looked at."""
    shown: reactive[str] = reactive("")
    """The letter of the part that is shown."""

    def show(self, parts: Sequence[tuple[str, str, str]], shown: str) -> None:
        self.parts, self.shown = tuple(parts), shown

    def render(self) -> Content:
        return Content(" ").join([self._part(*part) for part in self.parts])

    def _part(self, letter: str, label: str, mark: str) -> Content:
        """« Obligations !2 », its letter standing out; no-break spaces hold it together."""
        told, here = label.replace(" ", NBSP), letter == self.shown
        if here:
            return Content.styled(NBSP + NBSP.join(filter(None, (told, mark))) + NBSP, "bold reverse $accent")
        loud = "bold $warning" if mark.startswith("!") else "$quiet"
        name = Content.styled(told[:1], "bold underline $accent") + told[1:]
        return Content(NBSP) + name + (Content.styled(f"{NBSP}{mark}", loud) if mark else "") + NBSP
