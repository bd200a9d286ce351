"""« Prendre rendez-vous », first step: a time at which the office (SIE) receives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from ccpro_desk.domain.appointments.detail import MODE_LABELS
from ccpro_desk.domain.appointments.modes import Mode
from ccpro_desk.domain.motifs import fold
from ccpro_desk.reference.purposes import load_purposes
from ccpro_desk.screens.picker import Picker
from ccpro_desk.screens.when import read_moment
from ccpro_desk.widgets import present, words
from ccpro_desk.widgets.appointments import day_of
from ccpro_desk.widgets.line_list import Entry, LineList
from ccpro_desk.widgets.pane import Block, field, said

if TYPE_CHECKING:
    from ccpro_desk.desk.state import DeskState
    from ccpro_desk.wire.appointments import SlotsView, SlotView

READING = "Lecture des créneaux…"
EMPTY = "Aucun créneau libre ne correspond."
UNKNOWN = "Hors connexion : les créneaux libres ne sont pas connus. Tapez le jour et l'heure souhaités."
WISHED = "à vérifier par le centre : ce n'est qu'un souhait"


_DAY = 22
"""Columns: the longest day is « mercredi 30 septembre »."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A time, and how the usager is received; with `other_office`, another office is asked for instead."""

    sie: str
    at: datetime
    mode: Mode
    other_office: bool = False


class SlotScreen(Picker[Choice]):
    """Typing narrows (« jeudi », « 3/12 », « 9 h »), Tab changes the mode, F4 the office."""

    TITLE_TEXT = "Prendre rendez-vous : quand ?"
    PLACEHOLDER = "Filtrer : jeudi, 3/12, 9 h 30"
    EMPTY = READING
    HAS_PREVIEW = True
    SELECTS = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "mode", show=False, priority=True),
        Binding("shift+tab", "mode", show=False, priority=True),
    ]

    def __init__(self, sie: str, name: str, *, mode: Mode | None = None, fixed: bool = False) -> None:
        """`fixed`: an appointment is moved; its office and mode stay."""
        super().__init__()
        self._sie, self._office, self._fixed = sie, name, fixed
        self._mode = mode or Mode.OFFICE
        self._slots: SlotsView | None = None
        self._blind = False
        """The central does not answer: what is typed is wished for."""

    @property
    def KEYS(self) -> tuple[tuple[str, str, str], ...]:  # type: ignore[override]
        others = (("mode", "Tab", "Au service, par téléphone"), ("acts", "F4", "Autre service"))
        return (
            ("choose", "Entrée", "Choisir"),
            *(() if self._fixed else others),
            ("leave", "Échap", "Revenir"),
        )

    def compose_foot(self) -> ComposeResult:
        yield Static(id="foot", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self._read()

    def _read(self) -> None:
        self.attempt(self.host.desk.appointments.slots(self._sie), self._came, self._failed)

    def _came(self, slots: SlotsView) -> None:
        self._slots, self._blind, self._office = slots, False, slots.name
        self.query_one("#list", LineList).empty = EMPTY
        self.say("")
        self.refill()

    def _failed(self, sentence: str) -> None:
        offline = self.host.workspace is not None and self.host.workspace.offline
        self._blind = offline
        self.query_one("#list", LineList).empty = "Jour et heure attendus : jeudi 14 h, 3/12 9 h 30."
        self.say(UNKNOWN if offline else sentence, "warning")
        self.refill()

    def show_state(self, state: DeskState) -> None:
        """The central answers again: what is free is read."""
        super().show_state(state)
        if self._blind and self.host.workspace is not None and not self.host.workspace.offline:
            self._blind = False
            self._read()

    def show_reference(self, reference: object) -> None:
        self.refill(key=self.highlighted)

    # --- the list

    def found(self, query: str) -> Sequence[Entry]:
        self._show_foot()
        if self._blind:
            return self._wished(query)
        sought = fold(query).replace("h", " ").split()
        fit = [slot for slot in self._of_mode() if all(word in _text(slot.slot) for word in sought)]
        return [_entry(slot, before) for before, slot in zip([None, *fit], fit, strict=False)]

    def _wished(self, query: str) -> Sequence[Entry]:
        at = read_moment(query, present.now())
        if at is None or at <= present.now():
            return ()
        line = Content.styled(f"{day_of(at)}, {words.hour(at)}", "bold")
        return [Entry(at.isoformat(), (Block(line), said(WISHED, "$warning")))]

    def _of_mode(self) -> Iterator[SlotView]:
        items = self._slots.items if self._slots else ()
        return (slot for slot in items if self._mode in slot.modes)

    def _show_foot(self) -> None:
        marks = [f"{'●' if mode is self._mode else '○'} {MODE_LABELS[mode]}" for mode in Mode]
        told = MODE_LABELS[self._mode] if self._fixed else "   ".join(reversed(marks))
        self.query_one("#foot", Static).update(f"{self._office} · {told}")

    def preview(self, key: str) -> Sequence[Block]:
        at = datetime.fromisoformat(key)
        blocks = [
            said(day_of(at), "bold $accent"),
            said(f"{words.hour(at)}, {MODE_LABELS[self._mode]}", "bold"),
        ]
        blocks += [Block(), field("Service", self._office, width=9)]
        slot = next((slot for slot in self._of_mode() if slot.slot == at), None) if self._slots else None
        if self._mode is Mode.OFFICE and self._slots:
            blocks += [field("", line, width=9) for line in self._slots.address if line != self._office]
        if slot is not None:
            left = "la dernière place" if slot.free == 1 else f"{slot.free} places"
            blocks += [field("Jusqu'à", words.hour(slot.until), width=9), field("Reste", left, width=9)]
        common = load_purposes().of_mode.get(self._mode, ())
        head = "À avoir" if self._mode is Mode.PHONE else "À apporter"
        blocks.append(Block())
        blocks += [field("" if n else head, document, width=11) for n, document in enumerate(common)]
        return blocks

    def result(self, key: str) -> Choice | None:
        return Choice(self._sie, datetime.fromisoformat(key), self._mode) if self.settled() else None

    # --- keys

    def action_mode(self) -> None:
        if not self._fixed:
            self._mode = Mode.PHONE if self._mode is Mode.OFFICE else Mode.OFFICE
            self.refill()

    def do_mode(self) -> None:
        self.action_mode()

    def do_acts(self) -> None:
        """F4 opened this window: here it changes the office."""
        if not self._fixed:
            self.dismiss(Choice(self._sie, present.now(), self._mode, other_office=True))


def _entry(slot: SlotView, before: SlotView | None) -> Entry:
    """A line a slot; the first of a day names it."""
    same = before is not None and words.local(before.slot).date() == words.local(slot.slot).date()
    day = day_of(slot.slot)
    shown = Content(" " * _DAY) if same else Content.styled(day.ljust(_DAY), "bold")
    left = Content.styled("  dernière place" if slot.free == 1 else "", "$quiet")
    return Entry(slot.slot.isoformat(), (Block(shown + f"  {words.hour(slot.slot)}" + left, cut=True),))


def _text(at: datetime) -> str:
    """What typing is held against: the day in words and in figures, the hour both ways."""
    shown = words.local(at)
    return fold(f"{day_of(at)} {shown:%d/%m} {shown.day}/{shown.month} {shown.hour} {shown:%M %H:%M}")
