"""A painted screen as text that can be compared, and as an SVG without any remote font."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from string import ascii_letters

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.screen import Screen

CELL, LINE, SIZE, EDGE = 8.4, 18, 14, 8
FONTS = "'Fira Code','DejaVu Sans Mono','Liberation Mono',Consolas,monospace"


@dataclass(frozen=True, slots=True)
class Look:
    """How some cells are painted."""

    ink: str
    ground: str
    marks: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((*self.marks, self.ink, "on", self.ground))


@dataclass(frozen=True, slots=True)
class Run:
    """Cells of one look, side by side."""

    text: str
    look: Look

    @property
    def width(self) -> int:
        return cell_len(self.text)


Rows = tuple[tuple[Run, ...], ...]


def painted(screen: Screen[object]) -> Rows:
    """All that the screen shows, windows over it included."""
    lines = (strip for strip in screen._compositor.render_strips())
    return tuple(tuple(_runs(line)) for line in lines)


def _runs(segments: Iterable[Segment]) -> Iterator[Run]:
    looked = ((segment.text, _look(segment.style or Style())) for segment in segments if segment.text)
    for look, same in groupby(looked, key=lambda pair: pair[1]):
        yield Run("".join(text for text, _ in same), look)


def _look(style: Style) -> Look:
    ink, ground = (
        color.get_truecolor().hex if color and not color.is_default else "#000000"
        for color in (style.color, style.bgcolor)
    )
    if style.reverse:
        ink, ground = ground, ink
    marks = tuple(name for name in ("bold", "dim", "italic", "underline", "strike") if getattr(style, name))
    return Look(ink, ground, marks)


def as_text(rows: Rows) -> str:
    """The rows as they read, then how each is painted: a letter a look, and over how many cells."""
    letters: dict[Look, str] = {}
    painting = []
    for row in rows:
        painting.append(" ".join(f"{_letter(letters, run.look)}{run.width}" for run in row))
    words = ["".join(run.text for run in row).replace("\u00a0", " ").rstrip() for row in rows]
    legend = [f"{letter} = {look}" for look, letter in letters.items()]
    return "\n".join([*words, "---", *painting, "---", *legend]) + "\n"


def _letter(known: dict[Look, str], look: Look) -> str:
    at = len(known)
    return known.setdefault(look, ascii_letters[at % 52] + "'" * (at // 52))


def as_svg(rows: Rows, title: str) -> str:
    """A picture for the guide, small and the same at every run."""
    columns = sum(run.width for run in rows[0])
    width, height = columns * CELL + 2 * EDGE, len(rows) * LINE + 2 * EDGE
    looks = {look: f"s{n}" for n, look in enumerate(dict.fromkeys(run.look for row in rows for run in row))}
    ground = rows[-1][-1].look.ground
    css = "".join(f".{name}{{{_css(look)}}}" for look, name in looks.items())
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>text{{font:{SIZE}px {FONTS};white-space:pre}}{css}</style>",
        f'<rect width="{width:g}" height="{height:g}" rx="6" fill="{ground}"/>',
    ]
    for number, row in enumerate(rows):
        parts += _grounds(number, row, ground)
    for number, row in enumerate(rows):
        parts += _letters(number, row, looks)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _css(look: Look) -> str:
    more = {
        "bold": "font-weight:700",
        "dim": "opacity:.7",
        "italic": "font-style:italic",
        "underline": "text-decoration:underline",
        "strike": "text-decoration:line-through",
    }
    return ";".join([f"fill:{look.ink}", *(more[mark] for mark in look.marks)])


def _placed(row: tuple[Run, ...]) -> Iterator[tuple[int, Run]]:
    at = 0
    for run in row:
        yield at, run
        at += run.width


def _grounds(number: int, row: tuple[Run, ...], ground: str) -> Iterator[str]:
    y = EDGE + number * LINE
    for colour, same in groupby(_placed(row), key=lambda placed: placed[1].look.ground):
        if colour == ground:
            continue
        runs = list(same)
        x, width = EDGE + runs[0][0] * CELL, sum(run.width for _, run in runs) * CELL
        yield f'<rect x="{x:g}" y="{y}" width="{width:g}" height="{LINE}" fill="{colour}"/>'


def _letters(number: int, row: tuple[Run, ...], looks: dict[Look, str]) -> Iterator[str]:
    y = EDGE + number * LINE + SIZE
    for at, run in _placed(row):
        for start, piece in _pieces(run.text):
            x, width = EDGE + (at + start) * CELL, cell_len(piece) * CELL
            yield (
                f'<text x="{x:g}" y="{y}" textLength="{width:g}" class="{looks[run.look]}">'
                f"{escape(piece, quote=False)}</text>"
            )


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """What stands between wide blanks: (cells before it, itself)."""
    at = 0
    for part in text.replace("\u00a0", " ").split("  "):
        piece = part.lstrip()
        start = at + cell_len(part) - cell_len(piece)
        if piece.rstrip():
            yield start, piece.rstrip()
        at += cell_len(part) + 2
