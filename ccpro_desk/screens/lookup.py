"""A window whose list comes from the central: a page at once, more as one goes down, again as one types."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from functools import partial
from typing import Any, Generic, TypeVar
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Static

from ccpro_desk.screens.picker import Picker
from ccpro_desk.widgets.line_list import Entry, LineList

R = TypeVar("R")
PAUSE_S = 0.2
"""How long typing rests before the central is asked."""


class Lookup(Picker[R], Generic[R]):
    """What is typed narrows the list; a line under it says what was understood and where it comes from."""

    READING = "Lecture…"
    SELECTS = False

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[str, Any] = {}
        """What is shown, by key."""
        self._number = 0
        """Of the last question: the answer to an earlier one comes too late."""
        self._next: str | None = None
        self._asking = False
        self._rest: Timer | None = None

    def ask(self, query: str, cursor: str | None) -> Awaitable[Any]:
        """A page: `items` and `next`. Raises `DeskError`."""
        raise NotImplementedError

    def entry(self, item: Any) -> Entry:
        raise NotImplementedError

    def foot(self, page: Any) -> str:
        """What stands under the list; `page`: the last that came."""
        return ""

    def compose_foot(self) -> ComposeResult:
        yield Static(id="foot", markup=False)

    def on_mount(self) -> None:
        self.query_one("#list", LineList).can_focus = False
        self.begin()

    def refill(self, *, key: str | None = None) -> None:
        """What is typed changed: asked once typing rests."""
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(PAUSE_S, self.begin)

    def begin(self) -> None:
        """Ask from the first page on."""
        self._number += 1
        self.query_one("#list", LineList).empty = self.READING
        self._read(None)

    def _read(self, cursor: str | None) -> None:
        self._asking = True
        number = self._number
        self.attempt(
            self.ask(self.query_text, cursor),
            partial(self._came, number, cursor is not None),
            partial(self._failed, number),
        )

    def _came(self, number: int, more: bool, page: Any) -> None:
        if number != self._number:
            return
        self._asking, self._next = False, page.next
        found = {str(item.id): item for item in page.items}
        self.items = {**self.items, **found} if more else found
        shown = self.query_one("#list", LineList)
        shown.empty = self.EMPTY
        entries: Sequence[Entry] = [self.entry(item) for item in page.items]
        if more:
            shown.extend(entries)
        else:
            shown.fill(entries, key=entries[0].key if entries else None)
            self.say("")
        self.query_one("#foot", Static).update(self.foot(page))
        self.refresh_preview()

    def _failed(self, number: int, sentence: str) -> None:
        if number == self._number:
            self._asking = False
            self.query_one("#list", LineList).empty = ""
            self.say(sentence, "warning")

    def read_contact(self, contact_id: UUID) -> None:
        """One of mine opens in the workspace; any other is read over this list."""
        if self.host.desk.state.contact(contact_id) is not None:
            self.host.go_to_contact(contact_id)
            return
        from ccpro_desk.screens.reader import ReaderScreen

        self.app.push_screen(ReaderScreen(contact_id))

    @on(LineList.Ending)
    def _more(self, event: LineList.Ending) -> None:
        event.stop()
        if self._next is not None and not self._asking:
            self._read(self._next)
