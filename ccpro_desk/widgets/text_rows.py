"""A text area that repaints only the rows a key changes: Textual's own repaints itself whole at each key."""

from __future__ import annotations

from textual.document._document import EditResult, Location
from textual.document._edit import Edit
from textual.geometry import Region
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Selection, TextAreaTheme


class TextRows(TextArea):
    """The rows that a key or the caret touches; all of them once a row comes or goes."""

    selection: Reactive[Selection] = reactive(Selection(), init=False, always_update=True, repaint=False)
    _styled: TextAreaTheme | None = None
    """The theme whose colours are those of the present style."""
    _laid_out = (0, 0)
    """Lines of the text and rows on the screen, as last painted."""

    def watch_selection(self, before: Selection, now: Selection) -> None:
        rows = [self._row(location) for location in (*before, *now)]
        self._repaint(min(rows), max(rows) + 1)

    def edit(self, edit: Edit) -> EditResult:
        result = super().edit(edit)
        last, end = max(edit.bottom, result.end_location)[0], self.document.line_count - 1
        below = self._row((last + 1, 0)) if last < end else self.wrapped_document.height
        self._repaint(self._row(edit.top) - 1, below)  # the first word of a row may go back to the row above
        return result

    def undo(self) -> None:
        super().undo()
        self.refresh()

    def redo(self) -> None:
        super().redo()
        self.refresh()

    def load_text(self, text: str) -> None:
        super().load_text(text)
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styled = None

    def render_lines(self, crop: Region) -> list[Strip]:
        if self._styled is None or self._styled is not self._theme:
            self._styled = self._theme
            return super().render_lines(
                crop
            )  # reads seven component styles, which change with the style alone
        return super(TextArea, self).render_lines(crop)

    def _row(self, location: Location) -> int:
        line, column = location
        return self.wrapped_document.location_to_offset((min(line, self.document.line_count - 1), column)).y

    def _repaint(self, first: int, below: int) -> None:
        """The rows from `first` on, as far as they are seen."""
        laid_out, self._laid_out = self._laid_out, (self.document.line_count, self.wrapped_document.height)
        if laid_out != self._laid_out:
            self.refresh()
            return
        top = round(self.scroll_offset.y)
        first, below = max(first, top), min(below, top + self.size.height)
        if first < below:
            self.refresh_lines(first, below - first)
