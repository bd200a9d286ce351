"""One appointment as the office reads it: why, what to bring, what was said; whether the usager came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from ccpro_desk.domain.appointments.detail import STANDING
from ccpro_desk.domain.appointments.modes import Attendance
from ccpro_desk.domain.text import clean
from ccpro_desk.screens.listing import Listing
from ccpro_desk.screens.office_day import blocks_of
from ccpro_desk.widgets import present, words
from ccpro_desk.widgets.pane import Block, field, plain, said

if TYPE_CHECKING:
    from ccpro_desk.wire.appointments import AppointmentView, AskedView, MeetingView

EARLY = "Ce rendez-vous n'a pas encore commencé."
OVER = "Son issue est déjà notée."
NOTED = {Attendance.HELD: "Noté : rendez-vous tenu.", Attendance.NO_SHOW: "Noté : usager absent."}


class MeetingScreen(Listing):
    """T: it took place; A: the usager did not come."""

    TITLE_TEXT = "Rendez-vous"
    KEYS = (("held", "T", "Tenu"), ("missed", "A", "Usager absent"), ("leave", "Échap", "Revenir"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t,T", "held", show=False),
        Binding("a,A", "missed", show=False),
    ]

    def __init__(self, item: AppointmentView) -> None:
        super().__init__()
        self._item = item
        self._asked: AskedView | None = None
        self._going = False

    def on_mount(self) -> None:
        super().on_mount()
        self._read()

    def _read(self) -> None:
        self.attempt(self.host.desk.appointments.meeting(self._item.id), self._came)

    def _came(self, meeting: MeetingView) -> None:
        self._item, self._asked = meeting.appointment, meeting.asked
        self.show_again()

    def blocks(self) -> Sequence[Block]:
        return [*blocks_of(self._item), *self._said()]

    def _said(self) -> Iterator[Block]:
        asked = self._asked
        if asked is None:
            return
        yield Block()
        channel = words.CHANNELS[asked.channel].lower()
        yield said(f"Le contact ({channel}, {words.moment(asked.received_at)})", "bold $secondary")
        if asked.subject:
            yield field("Demande", words.named(asked.subject, 200), width=9)
        if asked.said:
            yield from plain(clean(asked.said))

    # --- whether the usager came

    def action_held(self) -> None:
        self._note(Attendance.HELD)

    do_held = action_held

    def action_missed(self) -> None:
        self._note(Attendance.NO_SHOW)

    do_missed = action_missed

    def _note(self, outcome: Attendance) -> None:
        if self._item.state not in STANDING:
            self.say(OVER, "warning")
        elif self._item.at > present.now():
            self.say(EARLY, "warning")
        elif not self._going and self.settled():
            self._going = True
            job = self.host.desk.appointments.came(self._item.id, outcome)
            self.attempt(job, lambda _: self._noted(outcome), self._not_noted)

    def _noted(self, outcome: Attendance) -> None:
        self._going = False
        self.say(NOTED[outcome], "success")
        self._read()

    def _not_noted(self, sentence: str) -> None:
        self._going = False
        self.say(sentence, "error")
