"""Gaps: the blanks of a text that the agent has not filled yet.

A gap is written `⟦label⟧`. A text with a gap is never sent.
"""

from __future__ import annotations

import re

from ccpro_desk.domain.text import clean

OPEN, CLOSE = "⟦", "⟧"

_GAP = re.compile(f"{OPEN}([^{OPEN}{CLOSE}\n]*){CLOSE}|[{OPEN}{CLOSE}]")


def gap(label: str) -> str:
    """The visible gap of a blank not filled yet."""
    return f"{OPEN}{plain(label)}{CLOSE}"


def find_gaps(text: str) -> list[tuple[int, int, str]]:
    """The (start, end, label) of every gap of `text`, in order; half a gap, left by editing, counts too."""
    return [(m.start(), m.end(), (m.group(1) or "").strip()) for m in _GAP.finditer(text)]


def plain(value: str) -> str:
    """`value` fit to stand in a text: one line, no control, no gap marks."""
    return clean(value, keep_newlines=False).replace(OPEN, "").replace(CLOSE, "")
