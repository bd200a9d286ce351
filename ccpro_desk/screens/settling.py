"""What becomes of the contacts in hand before a pause, or before the service ends: asked for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from ccpro_desk.desk.remains import Remains, remains
from ccpro_desk.desk.state import DeskContact, DeskState
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import State
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.begun import Begun
from ccpro_desk.widgets import words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.line_list import Entry, LineList
from ccpro_desk.widgets.pane import Block, Pane, said

if TYPE_CHECKING:
    from ccpro_desk.screens.parking import Parking

ON_THE_LINE = "Un échange est en cours : terminez-le d'abord (F9)."
OVER = "L'échange est terminé : complétez sa note et clôturez-le (Entrée l'ouvre), ou transférez-le (T)."


class SettlingScreen(Window[UUID]):
    """C sets the highlighted contact aside, T hands it over, F returns it, Enter opens it (gives its id)."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c,C", "aside", show=False),
        Binding("t,T", "hand", show=False),
        Binding("f,F", "give_back", show=False),
    ]
    TITLE_TEXT = ""
    EMPTY = "Aucun contact."
    EACH = (
        ("aside", "C", "Mettre de côté"),
        ("hand", "T", "Transférer"),
        ("give_back", "F", "Remettre en file"),
        ("open", "Entrée", "Ouvrir"),
    )
    SHORT = (
        ("aside", "C", "De côté"),
        ("hand", "T", "Transférer"),
        ("give_back", "F", "En file"),
        ("open", "Entrée", "Ouvrir"),
    )
    """The same for 80 columns."""
    LAST: ClassVar[tuple[tuple[str, str, str], ...]] = ()
    LAST_SHORT: ClassVar[tuple[tuple[str, str, str], ...]] = ()

    def __init__(self, begun: Begun) -> None:
        super().__init__()
        self._begun = begun
        self._in_hand: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content(self.TITLE_TEXT)
            yield Pane(id="told", classes="lines")
            yield LineList(id="list", empty=self.EMPTY)
            yield Pane(id="stays", classes="lines")
            yield NoticeBar()
            leave = ("leave", "Échap", "Revenir")
            yield KeyBar((*self.EACH, *self.LAST, leave), (*self.SHORT, *self.LAST_SHORT, leave))

    def on_mount(self) -> None:
        for name in ("told", "stays"):
            self.query_one(f"#{name}", Pane).can_focus = False
        self.show_state(self.host.desk.state)

    # --- what is shown

    @property
    def left(self) -> Remains:
        return remains(self.host.desk.state)

    def show_state(self, state: DeskState) -> None:
        super().show_state(state)
        self.query_one("#told", Pane).show(self.told())
        self.query_one("#list", LineList).fill([self.entry(c) for c in self.listed()], key=self._next())
        self.query_one("#stays", Pane).show(self.stays())

    def _next(self) -> str | None:
        """The highlighted one, as long as it is in hand; once it is settled, the first that is not."""
        before, in_hand = self._in_hand, [str(contact.id) for contact in self.left.in_hand]
        self._in_hand = frozenset(in_hand)
        key = self.query_one("#list", LineList).key
        return in_hand[0] if in_hand and key in before and key not in in_hand else key

    def told(self) -> Sequence[Block]:
        raise NotImplementedError

    def listed(self) -> Sequence[DeskContact]:
        raise NotImplementedError

    def stays(self) -> Sequence[Block]:
        return ()

    def entry(self, contact: DeskContact) -> Entry:
        subject, state = words.contact_lines(contact)
        name = clean(words.who(contact.view), keep_newlines=False)
        about = clean(subject, keep_newlines=False)
        style = "$quiet" if contact.view.state is State.PARKED else "$warning"
        return Entry(
            str(contact.id),
            (
                Block(Content.styled(name, "bold") + Content.styled(f"  {about}", "$quiet")),
                said(state, style),
            ),
            gap=1,
        )

    # --- what becomes of the highlighted one

    @property
    def highlighted(self) -> DeskContact | None:
        key = self.query_one("#list", LineList).key
        return self.host.desk.state.contact(UUID(key)) if key else None

    def action_aside(self) -> None:
        from ccpro_desk.screens.parking import ParkingScreen

        contact = self.highlighted
        if contact is None:
            return
        if why := _not_aside(contact):
            self.say(why, "warning")
        else:
            self.app.push_screen(ParkingScreen(), lambda parking: self._park(contact.id, parking))

    def _park(self, contact: UUID, parking: Parking | None) -> None:
        if parking:
            job = self.host.desk.park(contact, parking.reason, parking.until)
            self.attempt(job, self._done("Mis de côté : votre texte est conservé."))

    def action_hand(self) -> None:
        contact = self.highlighted
        if contact is None:
            return
        if contact.view.state is State.OFFERED:
            self.say("Ce contact vous est proposé : F9 pour le prendre ou le refuser.", "warning")
            return
        if contact.view.state is State.PARKED:
            self._first_resumed(contact, lambda: self._hand(contact))
        else:
            self._hand(contact)

    def _hand(self, contact: DeskContact) -> None:
        from ccpro_desk.screens.handing import TransferScreen

        begun = self._begun.of(contact.id, "transfer")
        screen = TransferScreen(contact, self.host.reference, begun)
        self.app.push_screen(screen, lambda label: self._handed(contact.id, label))

    def _handed(self, contact: UUID, label: str | None) -> None:
        if label:
            self._begun.done(contact, "transfer")
            self._done(f"Transféré : {label}.")(None)

    def action_give_back(self) -> None:
        contact = self.highlighted
        if contact is None or not self.settled():
            return
        if contact.view.state is State.OFFERED:
            job = self.host.desk.decline(contact.id, "fin de service ou pause")
            self.attempt(job, self._done("Refusé : il est proposé à un autre agent."))
        elif contact.view.state is State.PARKED:
            self._first_resumed(contact, lambda: self._give_back(contact.id))
        elif why := _not_given_back(contact):
            self.say(why, "warning")
        else:
            self._give_back(contact.id)

    def _give_back(self, contact: UUID) -> None:
        job = self.host.desk.release(contact)
        self.attempt(job, self._done("Remis en file : votre texte reste avec lui."))

    def _first_resumed(self, contact: DeskContact, then: Callable[[], None]) -> None:
        """What is set aside is taken in hand first: the contract knows no other way."""
        self.attempt(self.host.desk.resume(contact.id), lambda _: then())

    def _done(self, sentence: str) -> Callable[[object], None]:
        def told(_: object) -> None:
            self.host.show_state(self.host.desk.state)
            self.say(sentence, "success")

        return told

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.dismiss(UUID(event.key))

    def do_open(self) -> None:
        if self.highlighted:
            self.dismiss(self.highlighted.id)

    def do_leave(self) -> None:
        self.action_back()

    do_aside, do_hand, do_give_back = action_aside, action_hand, action_give_back


def _not_aside(contact: DeskContact) -> str:
    view = contact.view
    if view.state is State.PARKED:
        return "Ce contact est déjà mis de côté : il reste à votre nom."
    if view.state is State.OFFERED:
        return "Ce contact vous est proposé : F9 pour le prendre, F pour le refuser."
    return _not_given_back(contact)


def _not_given_back(contact: DeskContact) -> str:
    view = contact.view
    if view.state is State.WRAP_UP:
        return OVER
    return ON_THE_LINE if words.is_live(view) else ""
