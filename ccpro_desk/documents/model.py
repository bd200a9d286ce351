"""What stands in a document, whatever it will look like. Untrusted text is made printable where it enters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ccpro_desk.domain.text import clean

_SET = (
    "\n\u0020-\u007e\u00a0-\u024f\u0300-\u036f\u0370-\u0377\u037a-\u037f\u0384-\u03ff\u0400-\u045f\u1e00-\u1eff"
    "\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u202f\u20ac\u2122\u2190-\u2193\u25a1"
)
_NOT_SET = re.compile(f"[^{_SET}]")
UNKNOWN = "□"


def printable(text: str) -> str:
    """`text` without what acts, and with a box for each character that the typefaces of a document lack."""
    return _NOT_SET.sub(UNKNOWN, clean(text).strip())


@dataclass(frozen=True, slots=True)
class Row:
    """One fact."""

    label: str
    value: str
    mark: str = ""
    """What it rests on, or that it is still to be validated: printed beside it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list."""

    text: str
    mark: str = ""
    by: str = ""
    """Until when, as printed."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, in this order; what is empty is left out."""

    title: str = ""
    paragraphs: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    items: tuple[Item, ...] = ()
    boxes: bool = False
    """Whether each item has a box to tick."""

    @property
    def is_empty(self) -> bool:
        return not (self.paragraphs or self.rows or self.items)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. Its title names nobody: it stands in the properties of the file."""

    kind: str
    title: str
    on: date
    """The day it bears, in Paris."""
    centre: str
    """The header: who issues it."""
    addressee: tuple[str, ...] = ()
    """Name and address, a line each; none: for the file."""
    references: tuple[Row, ...] = ()
    sections: tuple[Section, ...] = ()
    closing: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    mention: str = ""
    """The foot of every page: what the document is not."""
