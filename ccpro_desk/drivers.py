"""Between Textual and the terminal: nothing that acts on a terminal gets through."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.app import App

_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_PLAIN = Style.null()
_VISIBLE = "\ufffd"


class ControlFilter(LineFilter):
    """The backstop: controls, DEL and bidirectional marks of any widget's text become a visible sign.

    It stands before Textual's own filters, and gives a segment without style an empty one: that of `NO_COLOR`
    fails on none.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if any(style is None for _, style, _ in segments):
            segments = [Segment(text, style or _PLAIN, control) for text, style, control in segments]
        if not any(_HARMFUL.search(text) for text, _, control in segments if not control):
            return segments
        return [
            segment if segment.control else Segment(_HARMFUL.sub(_VISIBLE, segment.text), segment.style)
            for segment in segments
        ]


def set_title(app: App[int], title: str) -> None:
    """Name the terminal's window: fixed words only, never anybody's name."""
    driver = app._driver
    if driver is not None and not app.is_headless:
        driver.write(f"\x1b]0;{title}\x07")
