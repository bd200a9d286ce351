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
    """Rows of the paragraphs that a key or the caret touches; all of them once a row comes or goes."""

    selection: Reactive[Selection] = reactive(Selection(), init=False, always_update=True, repaint=False)
    _styled: TextAreaTheme | None = None
    """The theme whose colours are those of the present style."""
    _laid_out = (0, 0)
    """Lines of the text and rows on the screen, as last painted."""

    def watch_selection(self, before: Selection, now: Selection) -> None:
        self._repaint(*before, *now)

    def edit(self, edit: Edit) -> EditResult:
        result = super().edit(edit)
        self._repaint(edit.top, edit.bottom, result.end_location)
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

    def _repaint(self, *touched: Location) -> None:
        rows = self.wrapped_document
        laid_out, self._laid_out = self._laid_out, (self.document.line_count, rows.height)
        if laid_out != self._laid_out:
            self.refresh()
            return
        last = self.document.line_count - 1
        lines = sorted(min(line, last) for line, _ in touched)
        top = rows.location_to_offset((lines[0], 0)).y
        below = rows.location_to_offset((lines[-1] + 1, 0)).y if lines[-1] < last else rows.height
        self.refresh_lines(top, below - top)
