"""A short menu: one letter, one thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from ccpro_desk import actions
from ccpro_desk.desk.state import DeskState
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import AttachmentRef, Channel, State, Status
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.situation import NOT_YET, Situation
from ccpro_desk.widgets import words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.line_list import Entry, LineList
from ccpro_desk.widgets.pane import Block
from ccpro_desk.wire.contact_view import AgentView, ContactView


@dataclass(frozen=True, slots=True)
class Item:
    letter: str
    key: str
    """What choosing it gives."""
    label: str
    why_not: str = ""
    final: bool = False
    """It cannot be undone: not in the half second in which the window came."""


class MenuScreen(Window[str]):
    """A letter (in either case) or Enter chooses; what is not possible now says why."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#list"

    def __init__(self, title: str, items: Sequence[Item]) -> None:
        super().__init__()
        self._title = title
        self._items = {item.key: item for item in items}

    def compose(self) -> ComposeResult:
        with Vertical(id="frame", classes="small") as frame:
            frame.border_title = Content(self._title)
            yield LineList(id="list")
            yield NoticeBar()
            yield KeyBar((("choose", "Lettre ou Entrée", "Choisir"), ("leave", "Échap", "Revenir")))

    def on_mount(self) -> None:
        items = self._items.values()
        mine = self.query_one("#list", LineList)
        mine.styles.height = min(len(self._items), 14)
        mine.fill([_entry(item) for item in items])

    def on_key(self, event: events.Key) -> None:
        letter = (event.character or "").upper()
        chosen = next((item for item in self._items.values() if item.letter == letter), None)
        if chosen:
            event.stop()
            event.prevent_default()
            self._take(chosen)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self._take(self._items[event.key])

    def do_choose(self) -> None:
        key = self.query_one("#list", LineList).key
        if key:
            self._take(self._items[key])

    def do_leave(self) -> None:
        self.action_back()

    def _take(self, item: Item) -> None:
        if item.why_not:
            self.say(item.why_not, "warning")
        elif not item.final or self.settled():
            self.dismiss(item.key)


class CallMenu(MenuScreen):
    """F9: of a call or chat. It goes when the call is no longer what it was opened for."""

    def __init__(self, title: str, items: Sequence[Item], contact: UUID) -> None:
        super().__init__(title, items)
        self._contact = contact
        self._state: State | None = None

    def on_mount(self) -> None:
        super().on_mount()
        self._state = self._now(self.host.desk.state)

    def do_phone(self) -> None:
        """F9 again: what stands first."""
        self.do_choose()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.call_later(self.show_state, self.host.desk.state)

    def show_state(self, state: DeskState) -> None:
        super().show_state(state)
        if self._now(state) is not self._state:
            self.finish()

    def _mark(self, ringing: str) -> None:
        super()._mark("")  # it is what this menu is about

    def _now(self, state: DeskState) -> State | None:
        held = state.contact(self._contact)
        return held.view.state if held else None


def offer_items(view: ContactView) -> list[Item]:
    """F9 while it rings."""
    take = "Décrocher" if view.channel is Channel.PHONE else "Prendre le tchat"
    return [Item("D", "accept", take), Item("R", "decline", "Refuser", final=True)]


def call_items(view: ContactView) -> list[Item]:
    """F9 during a call or chat; holding, muting and transferring come with telephony."""
    if view.channel is not Channel.PHONE:
        return [Item("R", "end", "Terminer le tchat", final=True)]
    return [
        Item("A", "hold", "Mettre l'appel en attente", NOT_YET),
        Item("M", "mute", "Couper le micro", NOT_YET),
        Item("T", "transfer", "Transférer", NOT_YET),
        Item("R", "end", "Raccrocher", final=True),
    ]


def follow_items(now: Situation) -> list[Item]:
    """F7: what may become of the contact besides an answer."""
    aside = ("C", "resume") if now.state is State.PARKED else ("C", "park")
    letters = (("S", "refer"), ("R", "callback"), aside, ("T", "transfer"), ("F", "release"), ("G", "alike"))
    known = actions.by_id()
    return [Item(letter, id_, known[id_].label, known[id_].why_not(now)) for letter, id_ in letters]


def status_items(agent: AgentView | None) -> list[Item]:
    """Ctrl+T: a closed list; `status+after` means after the current contact, `stay` not after all."""
    after = agent.after_current if agent else None
    renounce = Item("A", STAY, f"Renoncer à « {words.STATUSES[after]} » après ce contact") if after else None
    items = [Item(letter, f"{status}{when}", _status_label(status, when)) for letter, status, when in _STATES]
    return [renounce if renounce and item.letter == "A" else item for item in items]


STAY = "stay"
_STATES = (
    ("D", Status.AVAILABLE, ""),
    ("P", Status.PAUSE, ""),
    ("A", Status.PAUSE, "+after"),
    ("O", Status.DOCUMENTATION, ""),
    ("F", Status.TRAINING, ""),
    ("U", Status.TUTORING, ""),
    ("R", Status.MEETING, ""),
    ("I", Status.INCIDENT, ""),
    ("S", Status.LEAVING, ""),
    ("H", Status.OFFLINE, ""),
)


def attachment_items(attachments: Sequence[AttachmentRef]) -> list[Item]:
    """Ctrl+O: the attached files, lettered."""
    return [
        Item(chr(ord("A") + n), str(a.id), f"{clean(a.name, keep_newlines=False)} ({words.size(a.size)})")
        for n, a in enumerate(attachments[:26])
    ]


def _status_label(status: Status, after: str) -> str:
    if status is Status.LEAVING:
        return "Fin de service"
    return f"{words.STATUSES[status]} après ce contact" if after else words.STATUSES[status]


def _entry(item: Item) -> Entry:
    line = Content.styled(f"{item.letter}  ", "bold $accent") + Content.styled(
        item.label, "$quiet" if item.why_not else ""
    )
    if item.why_not:
        line += Content.styled(
            "  pas maintenant" if item.why_not != NOT_YET else "  pas encore disponible", "$quiet"
        )
    return Entry(item.key, (Block(line),))
