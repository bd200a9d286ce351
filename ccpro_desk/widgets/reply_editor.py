"""The reply's editor: one text a contact, its caret and undo kept when the agent goes to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from ccpro_desk.domain.text import clean
from ccpro_desk.widgets.bounded_area import TOO_LONG
from ccpro_desk.widgets.spelled_area import SpelledArea

if TYPE_CHECKING:
    from textual.document._history import EditHistory


@dataclass(slots=True)
class _Kept:
    """What is kept of a text while another one is on the screen."""

    text: str
    selection: Selection
    history: EditHistory


def find_gaps(text: str) -> list[tuple[int, int, str]]:
    """(start, end, label) of the gaps of `text`; what knows of blanks is imported once a text has one."""
    if "⟦" not in text and "⟧" not in text:
        return []
    from ccpro_desk.answers import blanks

    return blanks.find_gaps(text)


class ReplyEditor(SpelledArea):
    """Plain text that wraps. Tab goes to the next gap while one remains, then to the next pane."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+y", "redo", show=False),
        Binding("ctrl+z", "undo", show=False),
    ]

    @dataclass
    class Edited(Message):
        """The text of a contact changed by the agent's hand."""

        contact: UUID
        text: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._contact: UUID | None = None
        self._kept: dict[UUID, _Kept] = {}
        self._told = ""
        """The text as the screen knows it."""

    @property
    def contact(self) -> UUID | None:
        return self._contact

    def show(self, contact: UUID | None, draft: str) -> None:
        """Edit the text of `contact`: as it was left, else its draft."""
        if contact == self._contact:
            return
        self._keep()
        self._contact = contact
        kept = self._kept.get(contact) if contact else None
        self._load(kept.text if kept else clean(draft))
        if kept:
            self.history = kept.history
            self.selection = kept.selection
        else:
            self.move_cursor(self.document.end)
        self.disabled = contact is None
        self.look_soon()

    def empty(self, contact: UUID) -> None:
        """The text of `contact` is sent: nothing stands here any more, and nothing to undo."""
        self._kept.pop(contact, None)
        if contact == self._contact:
            self._load("")

    def put_back(self, contact: UUID, text: str) -> bool:
        """Give `contact` its text again, unless something else stands there."""
        if contact == self._contact:
            if self.text.strip():
                return False
            self._load(clean(text))
            self.move_cursor(self.document.end)
            return True
        kept = self._kept.get(contact)
        if kept and kept.text.strip():
            return False
        self._kept.pop(contact, None)
        return True

    def forget(self, contact: UUID) -> None:
        """The contact is gone: so is what was kept of it here."""
        self._kept.pop(contact, None)

    def insert_answer(self, text: str) -> None:
        """Insert a rendered answer at the caret, in place of a selection; the first gap is then selected."""
        self.history.checkpoint()
        start = min(self.selection.start, self.selection.end)
        before = self.document.get_text_range(self.document.start, start)
        lead = "" if not before or before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
        text = lead + clean(text)
        if not self.has_room(len(text)):
            self.post_message(self.Told(TOO_LONG))
            return
        result = self.replace(text, *sorted(self.selection))
        self.history.checkpoint()
        self.move_cursor(result.end_location)
        self._select_gap(len(before) + len(lead))

    def next_gap(self) -> bool:
        """Select the next gap, going round; false when there is none."""
        before = self.document.get_text_range(
            self.document.start, max(self.selection.start, self.selection.end)
        )
        return self._select_gap(len(before))

    @property
    def gaps(self) -> tuple[str, ...]:
        """The labels of what is still to fill."""
        return tuple(label for _, _, label in find_gaps(self.text))

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "tab" and self.next_gap():
            event.stop()
            event.prevent_default()
            return
        await super()._on_key(event)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._tell()

    def _tell(self) -> None:
        if self._contact is not None and self.text != self._told:
            self._told = self.text
            self.post_message(self.Edited(self._contact, self.text))

    def _keep(self) -> None:
        self._tell()
        if self._contact is not None:
            self._kept[self._contact] = _Kept(self.text, self.selection, self.history)

    def _load(self, text: str) -> None:
        self._told = text
        self.history = self.history.__class__(
            max_checkpoints=50, checkpoint_timer=2.0, checkpoint_max_characters=100
        )
        self.load_text(text)

    def _location(self, index: int) -> tuple[int, int]:
        before = self.text[:index]
        return before.count("\n"), index - (before.rfind("\n") + 1)

    def _select_gap(self, after: int) -> bool:
        found = find_gaps(self.text)
        if not found:
            return False
        start, end, _ = next((gap for gap in found if gap[0] >= after), found[0])
        self.selection = Selection(self._location(start), self._location(end))
        self.scroll_cursor_visible()
        return True
