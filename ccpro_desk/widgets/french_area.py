"""A text area for French: lines do not break at no-break spaces, and typography is put right as one types."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from textual.document._document import EditResult, Location
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit

from ccpro_desk.widgets.bound_wrap import BoundDocument
from ccpro_desk.widgets.bounded_area import BoundedArea

if TYPE_CHECKING:
    from ccpro_desk.desk.typography import Accents, Correction

_REMEMBERED = 50
"""Corrections that an undo may find: as many as the history has checkpoints."""


class FrenchArea(BoundedArea):
    """Each correction is an undo of its own; one that was taken back is not made again."""

    typography = True
    """Whether typing is corrected."""

    def __init__(self, text: str = "", *, id: str | None = None) -> None:  # noqa: A002
        self._corrections: deque[tuple[Edit, str]] = deque(maxlen=_REMEMBERED)
        self._declined: set[str] = set()
        super().__init__(
            text,
            id=id,
            soft_wrap=True,
            show_line_numbers=False,
            tab_behavior="focus",
            highlight_cursor_line=False,
        )
        self.match_cursor_bracket = False

    def undo(self) -> None:
        last = self.history.undo_stack[-1:]
        super().undo()
        self._declined.update(
            about for batch in last for edit in batch for made, about in self._corrections if made is edit
        )

    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document(text, language)
        self.wrapped_document = BoundDocument(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._rewrap_and_refresh_virtual_size()

    def _replace_via_keyboard(self, insert: str, start: Location, end: Location) -> EditResult | None:
        result = super()._replace_via_keyboard(insert, start, end)
        if result is not None and self.typography and len(insert) == 1:
            self._correct(insert, result.end_location)
        return result

    def _correct(self, typed: str, caret: Location) -> None:
        from ccpro_desk.desk import typography

        if typed not in typography.ENDS:
            return
        row, column = caret
        line = f"{self.document[row - 1]}\n" if typed == "\n" else self.document[row][:column]
        found = typography.correction(typed, line, _accents())
        if found is not None and found.about not in self._declined:
            self._make(found, row - 1 if typed == "\n" else row)

    def _make(self, found: Correction, row: int) -> None:
        caret_row, column = self.cursor_location
        moved = len(found.text) - (found.end - found.start) if caret_row == row else 0
        self.history.checkpoint()
        edit = Edit(found.text, (row, found.start), (row, found.end), False)
        self.edit(edit)
        self.history.checkpoint()
        self._corrections.append((edit, found.about))
        self.move_cursor((caret_row, column + moved))


def _accents() -> Accents:
    from ccpro_desk.desk.typography import NO_ACCENTS, load_accents
    from ccpro_desk.reference import DataError

    try:
        return load_accents()
    except (DataError, KeyError, TypeError):
        return NO_ACCENTS
