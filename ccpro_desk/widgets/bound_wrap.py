"""Wrapping that keeps no-break spaces whole: Textual's own breaks a line at them, wide or narrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from textual.document._document import DocumentBase, Location
from textual.document._wrapped_document import WrappedDocument

BOUND = str.maketrans({"\u00a0": "\ue000", "\u202f": "\ue001"})
FREED = str.maketrans({"\ue000": "\u00a0", "\ue001": "\u202f"})
"""While a line is wrapped, private characters of the same width stand for no-break spaces."""


class BoundDocument(WrappedDocument):
    """Wraps the lines as if they had no no-break space to break at; everything else reads the document."""

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        with _Bound(self):
            super().wrap(width, tab_width)

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        with _Bound(self):
            super().wrap_range(start, old_end, new_end)


class _Bound:
    """While it lasts, the wrapping reads lines with private characters."""

    def __init__(self, wrapped: WrappedDocument) -> None:
        self._wrapped, self._document = wrapped, wrapped.document

    def __enter__(self) -> None:
        self._wrapped.document = cast(DocumentBase, _Seen(self._document))

    def __exit__(self, *raised: object) -> None:
        self._wrapped.document = self._document


class _Seen:
    """What the wrapping asks of a document."""

    def __init__(self, document: DocumentBase) -> None:
        self.lines = _Lines(document.lines)
        self.line_count = document.line_count


class _Lines:
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def __iter__(self) -> Iterator[str]:
        return map(_bound, self._lines)

    def __getitem__(self, index: Any) -> list[str]:
        return [_bound(line) for line in self._lines[index]]


def _bound(line: str) -> str:
    return line.translate(BOUND) if "\u00a0" in line or "\u202f" in line else line
