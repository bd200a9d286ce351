"""A list of entries of one or more lines, of any length, one of them highlighted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from ccpro_desk.widgets.pane import BLANK, Block, Pane, hint, paint, wrap

NOBODY = ""
"""The key that no entry has: nothing is highlighted."""
AHEAD = 60
"""How many entries before the last one more are asked for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what it stands for, and its paragraphs."""

    key: str
    blocks: tuple[Block, ...]
    gap: int = 0
    """Empty lines below it."""


class LineList(Pane):
    """Entries, painted line by line; a bar marks the highlighted one, so that colour is never alone.

    | Key | Does |
    |---|---|
    | ↑ ↓, page, home, end | highlight |
    | Enter | choose |
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "move(-100000)", show=False),
        Binding("end", "move(100000)", show=False),
        Binding("enter", "choose", show=False),
    ]
    DEFAULT_CSS = """
    LineList { scrollbar-gutter: auto; }
    """

    @dataclass
    class Highlighted(Message):
        """Another entry is highlighted by the agent."""

        source: LineList
        key: str

        @property
        def control(self) -> LineList:
            return self.source

    @dataclass
    class Chosen(Message):
        """The highlighted entry is chosen: Enter or a click on it."""

        source: LineList
        key: str

        @property
        def control(self) -> LineList:
            return self.source

    @dataclass
    class Ending(Message):
        """The highlight comes near the last entry: whoever has more may bring it."""

        source: LineList

        @property
        def control(self) -> LineList:
            return self.source

    def __init__(self, *, id: str | None = None, classes: str | None = None, empty: str = "") -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._entries: tuple[Entry, ...] = ()
        self._starts: list[int] = []
        self._index = 0
        self._empty = empty

    @property
    def empty(self) -> str:
        """What stands where no entry does."""
        return self._empty

    @empty.setter
    def empty(self, text: str) -> None:
        if text != self._empty:
            self._empty = text
            if not self._entries:
                self._lay_out()

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self._entries

    @property
    def key(self) -> str | None:
        """Of the highlighted entry; none when no entry is."""
        return self._entries[self._index].key if self._entries and self._index >= 0 else None

    def fill(self, entries: Sequence[Entry], *, key: str | None = None) -> None:
        """Show these entries, `key` highlighted (else the one that was, else the first; `NOBODY`: none)."""
        wanted = key if key is not None else self.key
        given = tuple(entries)
        changed = given != self._entries
        self._entries = given
        keys = [entry.key for entry in self._entries]
        self._index = keys.index(wanted) if wanted in keys else -1 if key == NOBODY else 0
        if changed:
            self._lay_out()
        self._strips.clear()
        self.refresh()
        self._bring_into_view()

    def extend(self, entries: Sequence[Entry]) -> None:
        """More entries below those that are shown, which stay as they are laid out."""
        if not self._entries:
            self.fill(entries)
            return
        self._entries = (*self._entries, *entries)
        if self._wrapped_at:
            self._append([self._lines(entry) for entry in entries])
            self.virtual_size = Size(self._wrapped_at, len(self._contents))

    def highlight(self, key: str) -> None:
        """Highlight an entry without a message."""
        self.fill(self._entries, key=key)

    def move(self, by: int) -> None:
        """Highlight another entry, and say so."""
        if not self._entries:
            return
        index = min(max(self._index + by, 0), len(self._entries) - 1)
        if index != self._index:
            before, self._index = self._index, index
            self._repaint(before)
            self._repaint(index)
            self._bring_into_view()
            self.post_message(self.Highlighted(self, self._entries[index].key))
        if len(self._entries) - index <= AHEAD:
            self.post_message(self.Ending(self))

    def page(self, by: int) -> None:
        """Highlight an entry a screenful further up or down."""
        rows = max(1, len(self._contents) // max(1, len(self._entries)))
        self.move(by * max(1, self.size.height // rows - 1))

    def on_click(self, event: events.Click) -> None:
        number = event.y - self.gutter.top + round(self.scroll_offset.y)
        if self._entries and 0 <= number < len(self._contents):
            again = self._entry_at(number) == self._index
            self.move(self._entry_at(number) - self._index)
            if again and event.chain > 1:
                self.action_choose()

    def action_move(self, by: int) -> None:
        self.move(by)

    def action_page(self, by: int) -> None:
        self.page(by)

    def action_choose(self) -> None:
        if self._index < 0:
            self.move(1)
        elif (key := self.key) is not None:
            self.post_message(self.Chosen(self, key))

    def render_line(self, y: int) -> Strip:
        number = y + self._top
        if number in self._strips or number >= len(self._contents):
            return super().render_line(y)
        on = (
            bool(self._entries)
            and self._entry_at(number) == self._index
            and self._contents[number] is not BLANK
        )
        line = (Content.styled("▌", "$accent") if on else Content(" ")) + self._contents[number]
        strip = paint(self, line, self._width, "on $mark" if on else "")
        self._strips[number] = strip
        return strip

    def _entry_at(self, number: int) -> int:
        return max(bisect_right(self._starts, number) - 1, 0)

    def _wrap(self) -> None:
        self._starts, self._contents = [], []
        self._append([self._lines(entry) for entry in self._entries])
        if not self._entries and self._empty:
            self._contents = list(wrap(self._told(hint(self._empty)), self._wrapped_at - 2))

    def _append(self, wrapped: Sequence[Sequence[Content]]) -> None:
        """The lines of further entries."""
        for lines in wrapped:
            self._starts.append(len(self._contents))
            self._contents.extend(lines)

    def _repaint(self, index: int) -> None:
        """The lines of one entry, and no others: a key sends two of them to the terminal, not a screenful."""
        if 0 <= index < len(self._starts):
            top, height = self._span(index)
            for number in range(top, top + height):
                self._strips.pop(number, None)
            self.refresh_lines(top, height)

    def _span(self, index: int) -> tuple[int, int]:
        """The first line of an entry, and how many it has."""
        top = self._starts[index]
        below = self._starts[index + 1] if index + 1 < len(self._starts) else len(self._contents)
        return top, below - top

    def _lines(self, entry: Entry) -> list[Content]:
        width = self._wrapped_at - 2
        blocks = (self._told(block) if block.hint else block for block in entry.blocks)
        return [*(line for block in blocks for line in wrap(block, width)), *([BLANK] * entry.gap)]

    def _bring_into_view(self) -> None:
        """The highlighted entry, in the middle once it was out of sight: most keys then scroll nothing."""
        if not self._starts or self._index < 0 or not self.size:
            return  # before it has a size: `on_resize` will do it
        top, height = self._span(self._index)
        seen, rows = round(self.scroll_offset.y), self.scrollable_content_region.height
        if top < seen or top + height > seen + rows:
            self.scroll_to(y=max(0, top - max(0, rows - height) // 2), animate=False, force=True)
