"""« Prendre rendez-vous », second step: what it is about, what to bring, and the place is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label, Static

from ccpro_desk.answers.french import NBSP
from ccpro_desk.desk.appointments import Answered, Wish
from ccpro_desk.domain.appointments.booking import TAKEN
from ccpro_desk.domain.appointments.detail import MODE_LABELS
from ccpro_desk.domain.appointments.modes import Mode
from ccpro_desk.domain.text import clean
from ccpro_desk.reference.purposes import load_purposes
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.begun import keep
from ccpro_desk.widgets.appointments import when
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.line_list import Entry, LineList
from ccpro_desk.widgets.pane import Block

if TYPE_CHECKING:
    from uuid import UUID

    from ccpro_desk.screens.appointment import Choice
    from ccpro_desk.wire.appointments import SlotView

ASKED = "Demandé au centre…"
EMPTY = "Dites en quelques mots pourquoi : le service le lira avant de recevoir l'usager."
PICKED = "Nouveau créneau choisi : Entrée prend le rendez-vous."
NONE_LEFT = "Ce créneau vient d'être pris, et aucun autre n'est libre : Échap pour chercher ailleurs."


_LEAVE = ("leave", "Échap", "Revenir")
_KEYS = (("submit", "Entrée", "Prendre le rendez-vous"), _LEAVE)


@dataclass(frozen=True, slots=True)
class Booked:
    """What was asked for, and what became of it."""

    wish: Wish
    answered: Answered


def _joined(documents: tuple[str, ...]) -> str:
    return f"{NBSP}; ".join(documents)


class AppointmentReview(Window[Booked]):
    """Arrows choose what it is about; Enter takes the place. One that is gone gives the next three."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#purpose"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
    ]

    def __init__(
        self, contact: UUID, siren: str, choice: Choice, name: str, begun: dict[str, str], mail: str
    ) -> None:
        """`mail`: how the usager will have it confirmed, in a sentence."""
        super().__init__()
        self._contact, self._siren, self._office = contact, siren, name
        self._choice, self._begun, self._mail = choice, begun, mail
        self._purposes = load_purposes()
        self._next: tuple[SlotView, ...] = ()
        """The three that follow one that was taken, while the agent chooses among them."""
        self._going = False

    def compose(self) -> ComposeResult:
        with Vertical(id="frame", classes="small fields") as frame:
            frame.border_title = Content("Prendre rendez-vous : relire")
            yield Static(id="told", markup=False)
            yield Label("Objet", id="about", markup=False)
            yield LineList(id="list")
            yield Label("En quelques mots", markup=False)
            yield Input(
                self._begun.get("purpose", ""),
                id="purpose",
                placeholder="ce que l'usager attend du service",
                max_length=300,
            )
            yield Static(id="foot", markup=False)
            yield NoticeBar()
            yield KeyBar(_KEYS)

    def on_mount(self) -> None:
        self.query_one("#list", LineList).can_focus = False
        self._show_topics()

    def _show_topics(self) -> None:
        self._next = ()
        self.query_one("#about", Label).update("Objet")
        self.query_one(KeyBar).turn(_KEYS)
        entries = [
            Entry(purpose.code, (Block(Content(purpose.label), cut=True),))
            for purpose in self._purposes.by_code.values()
        ]
        topics = self.query_one("#list", LineList)
        topics.styles.height = len(entries)
        topics.fill(entries, key=self._begun.get("topic") or entries[0].key)
        self._show()

    def _show(self) -> None:
        choice = self._choice
        self.query_one("#told", Static).update(
            f"{when(choice.at).capitalize()}, {MODE_LABELS[choice.mode]}\n{self._office}"
        )
        documents = self._purposes.documents(self._topic, choice.mode)
        head = "À avoir sous la main" if choice.mode is Mode.PHONE else "À apporter"
        brought = f"{head} : {_joined(documents)}.\n" if documents else ""
        self.query_one("#foot", Static).update(f"{brought}{self._mail}")

    @property
    def _topic(self) -> str:
        return self._begun.get("topic") or next(iter(self._purposes.by_code))

    def action_move(self, by: int) -> None:
        self.query_one("#list", LineList).move(by)

    @on(LineList.Highlighted)
    def _moved(self, event: LineList.Highlighted) -> None:
        event.stop()
        if not self._next:
            self._begun["topic"] = event.key
            self._show()

    @on(LineList.Chosen)
    def _clicked(self, event: LineList.Chosen) -> None:
        event.stop()
        if self._next:
            self.do_submit()

    @on(Input.Submitted, "#purpose")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.do_submit()

    def do_submit(self) -> None:
        purpose = clean(self.query_one("#purpose", Input).value, keep_newlines=False)
        if self._next:
            self._pick()
        elif not purpose:
            self.say(EMPTY, "warning")
        elif not self._going and self.settled():
            self._going = True
            self.say(ASKED)
            choice = self._choice
            wish = Wish(choice.sie, choice.at, choice.mode, self._siren, purpose, self._topic)
            job = self.host.desk.appointments.book(self._contact, wish)
            self.attempt(job, lambda answered: self.dismiss(Booked(wish, answered)), self._not_done)

    def _not_done(self, sentence: str) -> None:
        """The form stays; of a place that is gone, the next ones are looked for."""
        self._going = False
        self.say(sentence, "error")
        if TAKEN in sentence:
            choice = self._choice
            job = self.host.desk.appointments.following(choice.sie, choice.at, choice.mode)
            self.attempt(job, self._offer)

    def _offer(self, following: tuple[SlotView, ...]) -> None:
        if not following:
            self.say(NONE_LEFT, "warning")
            return
        self._next = following
        self.query_one("#about", Label).update("Créneaux suivants")
        self.query_one(KeyBar).turn((("submit", "Entrée", "Choisir ce créneau"), _LEAVE))
        shown = self.query_one("#list", LineList)
        shown.styles.height = len(following)
        shown.fill(
            [Entry(str(n), (Block(Content(when(each.slot)), cut=True),)) for n, each in enumerate(following)],
            key="0",
        )

    def _pick(self) -> None:
        """One of the three: read once more before it is taken."""
        key = self.query_one("#list", LineList).key
        if key is None or not self.settled():
            return
        self._choice = replace(self._choice, at=self._next[int(key)].slot)
        self._show_topics()
        self.say(PICKED)

    def action_back(self) -> None:
        keep(self, self._begun, ("purpose",))
        super().action_back()

    def do_leave(self) -> None:
        self.action_back()
