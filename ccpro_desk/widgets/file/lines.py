"""What the parts of a file are written with: a lead, a text, what is known of it below."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ccpro_desk.domain.text import clean
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block, field, said

LEAD = 6
"""Cells of a tax's name."""
LATE = "bold $warning"


def day(value: date) -> str:
    return f"{value:%d/%m/%Y}"


def dated(*dates: tuple[str, date | None]) -> str:
    """« depuis le 01/01/2020, jusqu'au 31/12/2026 »: the dates that are known, each with its word."""
    return ", ".join(f"{word} {day(value)}" for word, value in dates if value)


def on_line(text: str) -> str:
    """On one line, its no-break spaces kept: an amount is not cut in two."""
    return clean(text).replace("\n", " ").replace("\t", " ")


def joined(*parts: str) -> str:
    """Those that say something."""
    return " · ".join(part.removesuffix(".") for part in parts if part)


def row(lead: str, text: str, detail: str = "", style: str = "") -> tuple[Block, ...]:
    """A line, and in grey below it what else is known."""
    first = field(on_line(lead), on_line(text), width=LEAD, style=style)
    below = field("", on_line(detail), width=LEAD, style="$quiet")
    return (first, below) if detail else (first,)


def known(label: str, value: str, *, width: int = 16, style: str = "") -> tuple[Block, ...]:
    """A label and its value; nothing where there is none."""
    return (field(label, on_line(value), width=width, style=style),) if value else ()


def title(text: str) -> tuple[Block, ...]:
    return (said(text, "bold $secondary"),)


def nothing(text: str = "Néant.") -> tuple[Block, ...]:
    return (said(text, "$quiet"),)


def listed(blocks: Iterable[tuple[Block, ...]], name: str) -> list[Entry]:
    """Entries that nobody chooses: what they stand for is their place."""
    return [Entry(f"{name}/{number}", each) for number, each in enumerate(blocks) if each]
