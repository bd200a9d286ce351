"""The three one-line bars: the state of things on top, what was just said, and the keys below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from ccpro_desk.widgets.pane import BLANK
from ccpro_desk.widgets.told import keymap_of


def spread(width: int, left: Content, centre: Content, right: Content, mark: Content = BLANK) -> Content:
    """Three texts on one line after a mark. Mark and right, which tell the truth, are never cut."""
    room = width - right.cell_length
    if mark.cell_length + centre.cell_length + 2 > room:
        centre = BLANK
    width, room = width - mark.cell_length, room - mark.cell_length
    return mark + _spread(width, room, left, centre, right)


def _spread(width: int, room: int, left: Content, centre: Content, right: Content) -> Content:
    if left.cell_length + centre.cell_length + 3 > room:
        left = left.truncate(max(room - centre.cell_length - 3, 0), ellipsis=True)
    gap = max((width - centre.cell_length) // 2 - left.cell_length, 2)
    gap = min(gap, max(room - left.cell_length - centre.cell_length - 1, 1))
    line = left + " " * gap + centre
    return line + " " * max(width - line.cell_length - right.cell_length, 1) + right


class StatusBar(Widget):
    """Where I am, my state, the truth about the central."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    StatusBar { height: 1; dock: top; background: $panel; color: $foreground; padding: 0 1; }
    """
    word: reactive[str] = reactive("")
    """« DÉMONSTRATION » where the data are invented."""
    place: reactive[str] = reactive("")
    status: reactive[str] = reactive("")
    reminder: reactive[str] = reactive("")
    """What is promised, or has come."""
    is_due: reactive[bool] = reactive(False)
    """The reminder asks for something: it is never left out."""
    link: reactive[str] = reactive("")
    level: reactive[str] = reactive("")
    """`warning` or `error` when the central is not there."""

    def render(self) -> Content:
        mark = Content.styled(f" {self.word} ", "bold reverse $accent") + " " if self.word else BLANK
        sign = {"warning": "◌ ", "error": "○ "}.get(self.level, "● ")
        style = f"bold ${self.level}" if self.level else "$success"
        width, state = self.content_size.width, Content.styled(self.status, "bold")
        link = Content.styled(sign + self.link, style) if self.link else BLANK
        return spread(width, Content(self.place), state, self._with_reminder(link, state, mark), mark)

    def _with_reminder(self, link: Content, state: Content, mark: Content) -> Content:
        """The reminder goes before the truth of the line, where there is room or it is due."""
        if not self.reminder:
            return link
        said = Content.styled(
            f"! {self.reminder}" if self.is_due else self.reminder, "bold $warning" * self.is_due
        )
        room = self.content_size.width - link.cell_length - state.cell_length - mark.cell_length
        return said + "   " + link if self.is_due or said.cell_length + 30 <= room else link


class NoticeBar(Widget):
    """One sentence: what just happened, or why not. On one line, or whole where its height is `auto`."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    NoticeBar { height: 1; padding: 0 1; color: $foreground; background: $surface; }
    """
    SIGNS: ClassVar = {
        "information": ("·", "$foreground"),
        "success": ("✓", "$success"),
        "warning": ("!", "bold $warning"),
        "error": ("✗", "bold $error"),
    }
    sentence: reactive[str] = reactive("")
    level: reactive[str] = reactive("information")

    def say(self, sentence: str, level: str = "information") -> None:
        self.level = level
        self.sentence = sentence
        if self.styles.is_auto_height:
            self.refresh(layout=True)

    def render(self) -> Content:
        if not self.sentence:
            return Content("")
        sign, style = self.SIGNS[self.level]
        line = Content.styled(f"{sign} {keymap_of(self).told(self.sentence)}", style)
        if self.styles.is_auto_height:
            return line
        return line.truncate(self.content_size.width, ellipsis=True)


class KeyBar(Widget):
    """The keys of this screen and what they do; a click does it too."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; background: $panel; padding: 0 1; }
    """

    @dataclass
    class Pressed(Message):
        """A key of the bar was clicked."""

        id: str

    def __init__(
        self, wide: tuple[tuple[str, str, str], ...], narrow: tuple[tuple[str, str, str], ...] = ()
    ) -> None:
        super().__init__()
        self._wide, self._narrow = wide, narrow or wide

    def turn(
        self, wide: tuple[tuple[str, str, str], ...], narrow: tuple[tuple[str, str, str], ...] = ()
    ) -> None:
        """To other keys: the screen has come to another step."""
        self._wide, self._narrow = wide, narrow or wide
        self.refresh()

    @property
    def shown(self) -> tuple[tuple[str, str, str], ...]:
        """(id, key, word) for this width, with this agent's keys."""
        keymap = keymap_of(self)
        given = self._narrow if self.size.width < 100 else self._wide
        own = ((id_, keymap.bar_key(id_, key), word) for id_, key, word in given)
        return tuple(item for item in own if item[1])

    def render(self) -> Content:
        parts = [Content.styled(key, "bold $accent") + f" {word}" for _, key, word in self.shown]
        gap = "  " if sum(p.cell_length + 2 for p in parts) <= self.content_size.width + 2 else " "
        return Content(gap).join(parts)

    def on_click(self, event: events.Click) -> None:
        at = 1
        for id_, key, word in self.shown:
            width = len(key) + len(word) + 1
            if at <= event.x < at + width:
                self.post_message(self.Pressed(id_))
            at += width + 2
