"""« Rendez-vous du jour »: who an office (SIE) receives, for its officers; no figure, nothing counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from ccpro_desk.desk.state import DeskState, LinkKind
from ccpro_desk.domain.appointments.detail import MODE_LABELS, STANDING, STATE_LABELS, AppointmentState
from ccpro_desk.domain.motifs import fold
from ccpro_desk.screens.picker import Picker
from ccpro_desk.widgets import present, words
from ccpro_desk.widgets.appointments import day_of
from ccpro_desk.widgets.line_list import Entry, LineList
from ccpro_desk.widgets.pane import Block, field, said

if TYPE_CHECKING:
    from ccpro_desk.wire.appointments import AppointmentView, DayView

READING = "Lecture des rendez-vous…"
EMPTY = "Aucun rendez-vous ce jour-là."
_STYLES = {AppointmentState.HELD: "$success", AppointmentState.NO_SHOW: "bold $warning"}


class OfficeDayScreen(Picker[UUID]):
    """Enter reads one, Tab goes on to the next day, Shift+Tab back to the one before."""

    TITLE_TEXT = "Rendez-vous du jour"
    PLACEHOLDER = "Filtrer : nom, objet, téléphone"
    EMPTY = READING
    HAS_PREVIEW = True
    SELECTS = False
    KEYS = (
        ("choose", "Entrée", "Lire"),
        ("turn", "Tab", "Jour suivant"),
        ("turn_back", "Maj+Tab", "Jour précédent"),
        ("leave", "Échap", "Revenir"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "turn(1)", show=False, priority=True),
        Binding("shift+tab", "turn(-1)", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._day: date = words.local(present.now()).date()
        self._items: dict[str, AppointmentView] = {}
        self._link = LinkKind.UP_TO_DATE

    def compose_foot(self) -> ComposeResult:
        yield Static(id="foot", markup=False)

    def on_screen_resume(self) -> None:
        """Also back from one of them: what was said of it is shown."""
        super().on_screen_resume()
        self._read()

    def show_state(self, state: DeskState) -> None:
        super().show_state(state)
        link, self._link = self._link, state.link.kind
        if self._link is LinkKind.UP_TO_DATE and link is not self._link:
            self._read()

    def _read(self) -> None:
        asked = self._day
        self.attempt(self.host.desk.appointments.day(asked), lambda day: self._came(asked, day), self._failed)

    def _came(self, asked: date, day: DayView) -> None:
        if asked != self._day:
            return
        self._items = {str(item.id): item for item in day.items}
        self.query_one("#list", LineList).empty = EMPTY
        self.query_one("#frame").border_title = Content(f"Rendez-vous du jour · {day.name}")
        self.say("")
        self.refill(key=self.highlighted or None)

    def _failed(self, sentence: str) -> None:
        self.query_one("#list", LineList).empty = ""
        self.say(sentence, "warning")

    # --- the list

    def found(self, query: str) -> Sequence[Entry]:
        sought = fold(query).split()
        fit = [each for each in self._items.values() if all(word in fold(_text(each)) for word in sought)]
        self._show_foot()
        return [_entry(each) for each in fit]

    def _show_foot(self) -> None:
        noon = present.now().replace(year=self._day.year, month=self._day.month, day=self._day.day, hour=11)
        self.query_one("#foot", Static).update(f"{day_of(noon)} {self._day.year}".capitalize())

    def preview(self, key: str) -> Sequence[Block]:
        item = self._items.get(key)
        return list(blocks_of(item)) if item else ()

    def result(self, key: str) -> UUID | None:
        from ccpro_desk.screens.office_meeting import MeetingScreen

        self.app.push_screen(MeetingScreen(self._items[key]))
        return None

    # --- keys

    def action_turn(self, step: int) -> None:
        self._day += timedelta(days=step)
        self._items = {}
        self.query_one("#list", LineList).empty = READING
        self.refill()
        self._read()

    def do_turn(self) -> None:
        self.action_turn(1)

    def do_turn_back(self) -> None:
        self.action_turn(-1)

    def do_next(self) -> None:
        """F2 takes no contact here: the day is read again."""
        self._read()


def blocks_of(item: AppointmentView) -> list[Block]:
    """What stands beside the list, and first in the appointment's own window."""
    span = f"{words.hour(item.at)} à {words.hour(item.until)}, {MODE_LABELS[item.mode]}"
    found = [
        said(words.named(item.usager, 60), "bold $accent"),
        field("SIREN", words.siren(item.siren), width=9),
        field("Quand", f"{day_of(item.at)}, {span}", width=9),
        field("État", state_of(item), width=9),
        field("Objet", item.title, width=9),
        field("", words.named(item.purpose, 300), width=9),
        field("Pris par", words.named(item.author, 60), width=9),
    ]
    return [*found, *(field("" if n else "Pièces", d, width=9) for n, d in enumerate(item.documents))]


def state_of(item: AppointmentView) -> str:
    return STATE_LABELS.get(AppointmentState(item.state), item.state)


def _entry(item: AppointmentView) -> Entry:
    head = Content.styled(words.hour(item.at), "bold") + f"  {words.named(item.usager, 60)}"
    told = Content.styled(f"{MODE_LABELS[item.mode]} · {item.title}", "$quiet")
    if item.state not in STANDING:
        style = _STYLES.get(AppointmentState(item.state), "$quiet")
        told = Content.styled(f"{state_of(item)} · ", style) + told
    return Entry(str(item.id), (Block(head, cut=True), Block(told, cut=True)), gap=1)


def _text(item: AppointmentView) -> str:
    mode, state = MODE_LABELS[item.mode], state_of(item)
    return f"{item.usager} {item.siren} {item.title} {item.purpose} {mode} {state} {words.hour(item.at)}"
