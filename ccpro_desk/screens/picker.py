"""A window where one types to find: a field, what is found, and what the highlighted one holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input

from ccpro_desk.screens.base import Window
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.line_list import Entry, LineList
from ccpro_desk.widgets.pane import Block, Pane

R = TypeVar("R")


class Picker(Window[R], Generic[R]):
    """Typing filters, arrows highlight, Enter chooses, Escape goes back.

    | Key | Does |
    |---|---|
    | ↑ ↓, page up and down | highlight, from the field too |
    | Enter | choose |
    | Tab | to the preview and back |
    """

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#query"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
    ]
    TITLE_TEXT = ""
    PLACEHOLDER = ""
    EMPTY = "Rien ne correspond."
    HAS_PREVIEW = False
    SELECTS = True
    """Whether what the field holds at first is replaced by what one types."""
    KEYS: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("choose", "Entrée", "Choisir"),
        ("leave", "Échap", "Revenir"),
    )

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content(self.TITLE_TEXT)
            yield Input(
                id="query",
                placeholder=self.PLACEHOLDER,
                value=self.initial,
                select_on_focus=self.SELECTS,
            )
            with Horizontal(id="body"):
                yield LineList(id="list", empty=self.EMPTY)
                if self.HAS_PREVIEW:
                    yield Pane(id="preview")
            yield from self.compose_foot()
            yield NoticeBar()
            yield KeyBar(self.KEYS)

    def compose_foot(self) -> ComposeResult:
        """What stands between the list and the keys."""
        yield from ()

    @property
    def initial(self) -> str:
        """What the field holds at first."""
        return ""

    def found(self, query: str) -> Sequence[Entry]:
        """The entries for what is typed."""
        raise NotImplementedError

    def preview(self, key: str) -> Sequence[Block]:
        """What the entry holds."""
        return ()

    def result(self, key: str) -> R | None:
        """What choosing this entry gives; none: not now (the notice says why)."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.query_one("#list", LineList).can_focus = False
        self.refill()

    @property
    def query_text(self) -> str:
        return self.query_one("#query", Input).value

    @property
    def highlighted(self) -> str | None:
        return self.query_one("#list", LineList).key

    def refill(self, *, key: str | None = None) -> None:
        """Look again for what is typed."""
        self.show_entries(self.found(self.query_text), key=key)

    def show_entries(self, entries: Sequence[Entry], *, key: str | None = None) -> None:
        self.query_one("#list", LineList).fill(
            entries, key=key if key is not None else (entries[0].key if entries else None)
        )
        self.refresh_preview()

    def refresh_preview(self) -> None:
        if self.HAS_PREVIEW:
            key = self.highlighted
            self.query_one("#preview", Pane).show(self.preview(key) if key is not None else ())

    def choose(self) -> None:
        key = self.highlighted
        chosen = self.result(key) if key is not None else None
        if chosen is not None:
            self.dismiss(chosen)

    def do_find(self, sought: str = "") -> None:
        field = self.query_one("#query", Input)
        field.value = sought or field.value
        field.focus()

    def do_choose(self) -> None:
        self.choose()

    def do_leave(self) -> None:
        self.action_back()

    def action_move(self, by: int) -> None:
        self.query_one("#list", LineList).move(by)

    def action_page(self, by: int) -> None:
        self.query_one("#list", LineList).page(by)

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.refill()

    @on(Input.Submitted, "#query")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.choose()

    @on(LineList.Highlighted)
    def _moved(self, event: LineList.Highlighted) -> None:
        event.stop()
        self.refresh_preview()

    @on(LineList.Chosen)
    def _clicked(self, event: LineList.Chosen) -> None:
        event.stop()
        self.choose()
