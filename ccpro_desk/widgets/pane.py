"""A scrolling pane of plain text, wrapped once a width and painted line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import RenderOptions

from ccpro_desk.widgets.bound_wrap import BOUND, FREED
from ccpro_desk.widgets.told import keymap_of

BLANK = Content("")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: `content` wraps beside `lead`, in a column of `indent` cells."""

    content: Content = BLANK
    lead: Content = BLANK
    indent: int = 0
    hint: bool = False
    """A sentence of ours that names keys: it is shown with this agent's."""
    cut: bool = False
    """One line, cut with an ellipsis where it does not fit, rather than wrapped."""


def plain(text: str, style: str = "", *, indent: int = 0) -> list[Block]:
    """The lines of untrusted `text` as blocks: never markup."""
    return [
        Block(Content.styled(line, style) if style else Content(line), indent=indent)
        for line in text.split("\n")
    ]


def said(text: str, style: str = "") -> Block:
    """One line of text in one style."""
    return Block(Content.styled(text, style) if style else Content(text))


def hint(text: str, style: str = "$quiet") -> Block:
    """One line of ours, fixed, that names default keys."""
    return Block(Content.styled(text, style), hint=True)


def field(label: str, value: str, *, width: int = 7, style: str = "") -> Block:
    """« De     M. Benali »: a muted label, then the value, which wraps in its own column."""
    return Block(said(value, style).content, Content.styled(label, "$quiet"), width)


class Pane(ScrollView, can_focus=True):
    """Text that scrolls. Nothing in it is markup, whatever it holds.

    | Key | Does |
    |---|---|
    | ↑ ↓, page, home, end | scroll |
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "page_down", show=False),
        Binding("backspace", "page_up", show=False),
    ]
    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Pane { scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._blocks: tuple[Block, ...] = ()
        self._contents: list[Content] = []
        self._wrapped_at = 0
        self._strips: dict[int, Strip] = {}
        self._top = self._width = 0
        """The first line that is seen and the cells of a line, while they are painted."""

    def show(self, blocks: Iterable[Block], *, keep_place: bool = False) -> None:
        """Show these blocks, from the top unless `keep_place`; the same ones change nothing."""
        given = tuple(self._told(block) if block.hint else block for block in blocks)
        if given == self._blocks:
            return
        self._blocks = given
        self._lay_out()
        if not keep_place:
            self.scroll_home(animate=False)

    @property
    def text(self) -> str:
        """What is shown, as text."""
        return "\n".join(f"{b.lead.plain:<{b.indent}}{b.content.plain}" for b in self._blocks)

    def on_resize(self) -> None:
        self._wrap_again()
        self.virtual_size = Size(self._wrapped_at, len(self._contents))
        self._bring_into_view()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text takes: for panes that are as high as what they show."""
        return sum(len(wrap(block, max(width, 1))) for block in self._blocks)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """What all lines share is looked up once."""
        self._wrap_again()
        self._top, self._width = round(self.scroll_offset.y), self.scrollable_content_region.width
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        number = y + self._top
        if number >= len(self._contents):
            return Strip.blank(self._width, self.rich_style)
        if number not in self._strips:
            self._strips[number] = self._strip(self._contents[number], self._width)
        return self._strips[number]

    def _told(self, block: Block) -> Block:
        """A hint, with this agent's keys."""
        whole = block.content
        told = keymap_of(self).told(whole.plain)
        return (
            block
            if told == whole.plain
            else replace(block, content=Content.styled(told, whole.spans[0].style))
        )

    @property
    def _text_width(self) -> int:
        return max(self.scrollable_content_region.width, 1)

    def _lay_out(self) -> None:
        """Another text: wrapped at once where the width is known, else when it is first painted."""
        self._wrapped_at = 0
        if self.size:
            self._wrap_again()
            self.virtual_size = Size(self._wrapped_at, len(self._contents))
        self.refresh(layout=self.styles.is_auto_height)

    def _wrap_again(self) -> None:
        if self._wrapped_at != self._text_width:
            self._wrapped_at = self._text_width
            self._strips.clear()
            self._wrap()

    def _bring_into_view(self) -> None:
        """What must stay on the screen whatever its width: nothing here."""

    def _wrap(self) -> None:
        self._contents = [line for block in self._blocks for line in wrap(block, self._wrapped_at)]

    def _strip(self, content: Content, width: int) -> Strip:
        return paint(self, content, width)


def wrap(block: Block, width: int) -> Sequence[Content]:
    """The lines of a block in `width` cells."""
    if block.cut:
        return (block.content.truncate(width, ellipsis=True),)
    whole = block.content
    bound = whole.plain.translate(BOUND)
    unbroken = bound != whole.plain
    if unbroken:
        whole = Content(bound, list(whole.spans))
    lines = whole.wrap(max(width - block.indent, 4)) or [BLANK]
    if unbroken:
        lines = [Content(line.plain.translate(FREED), list(line.spans)) for line in lines]
    if not block.indent:
        return lines
    first = (
        block.lead.truncate(block.indent - 1, ellipsis=True)
        if block.lead.cell_length >= block.indent
        else block.lead
    )
    head = first.extend_right(block.indent - first.cell_length)
    return [head + lines[0], *(line.pad_left(block.indent) for line in lines[1:])]


def paint(widget: ScrollView, content: Content, width: int, style: str = "") -> Strip:
    """One line as a strip of exactly `width` cells over the widget's own colours, and `style` over these."""
    base = widget.visual_style
    if style:
        base = base + widget._get_style(style)
    options = RenderOptions(widget._get_style, {"text_wrap": "nowrap", "text_overflow": "ellipsis"})
    strips = content.render_strips(width, 1, base, options) if content else []
    strip = strips[0] if strips else Strip.blank(0)
    return strip.adjust_cell_length(width, base.rich_style)
