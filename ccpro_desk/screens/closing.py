"""Closing a contact: why they got in touch, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from ccpro_desk.domain.motifs import OTHER, Motif, fold, guess
from ccpro_desk.domain.values import Direction, MotifOutcome, Outcome
from ccpro_desk.screens.picker import Picker
from ccpro_desk.screens.reference_data import Reference
from ccpro_desk.widgets import words
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block
from ccpro_desk.wire.views import ContactView

REACHABLE = (Outcome.ANSWERED, Outcome.UNANSWERED)
"""Outcomes that can be true so far: the others come with acts, appointments, referrals, callbacks."""


@dataclass(frozen=True, slots=True)
class Closing:
    motifs: tuple[MotifOutcome, ...]
    note: str = ""


class ClosingScreen(Picker[Closing]):
    """The guessed motif is highlighted; Enter closes; Tab changes the outcome; F8 changes nothing."""

    TITLE_TEXT = "Clore : pour quel motif ?"
    PLACEHOLDER = "Filtrer les motifs"
    KEYS = (
        ("choose", "Entrée", "Clore le contact"),
        ("outcome", "Tab", "Changer l'issue"),
        ("leave", "Échap", "Revenir"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "outcome(1)", show=False, priority=True),
        Binding("shift+tab", "outcome(-1)", show=False, priority=True),
    ]

    def __init__(self, view: ContactView, reference: Reference, *, answered: bool, unsent: bool) -> None:
        super().__init__()
        self._view, self._reference = view, reference
        self._outcome = Outcome.ANSWERED if answered else Outcome.UNANSWERED
        self._unsent = unsent

    def compose_foot(self) -> ComposeResult:
        yield Static(id="foot", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self._show_outcome()
        if self._unsent:
            self.say("Votre réponse n'est pas envoyée : Échap, puis F6 pour l'envoyer.", "warning")

    def show_reference(self, reference: Reference) -> None:
        self._reference = reference
        self.refill()

    def found(self, query: str) -> Sequence[Entry]:
        motifs = self._reference.motifs
        if motifs is None:
            return [_entry(Motif(OTHER, 0, "Autre"), "")]
        families = {family.id: family.label for family in motifs.families}
        sought = fold(query).split()
        likely = self._likely()
        ordered = sorted(
            motifs.items, key=lambda m: likely.index(m.code) if m.code in likely else len(likely)
        )
        return [
            _entry(motif, families.get(motif.family, ""), guessed=motif.code in likely)
            for motif in ordered
            if all(
                word in fold(f"{motif.label} {families.get(motif.family, '')} {' '.join(motif.keywords)}")
                for word in sought
            )
        ]

    def result(self, key: str) -> Closing | None:
        if not self.settled():
            return None
        return Closing((MotifOutcome(key, self._outcome),))

    def do_close(self) -> None:
        """F8 opened this window; F8 alone never closes a contact."""

    def do_outcome(self) -> None:
        self.action_outcome(1)

    def action_outcome(self, step: int) -> None:
        index = REACHABLE.index(self._outcome) + step
        self._outcome = REACHABLE[index % len(REACHABLE)]
        self._show_outcome()

    def _show_outcome(self) -> None:
        marks = [
            Content.styled(f" ● {words.OUTCOMES[o]} ", "bold $accent")
            if o is self._outcome
            else Content.styled(f" ○ {words.OUTCOMES[o]} ", "$quiet")
            for o in REACHABLE
        ]
        self.query_one("#foot", Static).update(Content("Issue  ") + Content(" ").join(marks))

    def _likely(self) -> tuple[str, ...]:
        """The contact's motifs, else the guessed ones."""
        if self._view.motifs:
            return tuple(motif.code for motif in self._view.motifs)
        if self._reference.motifs is None:
            return ()
        text = " ".join(m.text for m in self._view.messages if m.direction is Direction.IN)
        return guess(self._reference.motifs, self._view.subject, text)


def _entry(motif: Motif, family: str, *, guessed: bool = False) -> Entry:
    label = Content.styled(motif.label, "bold" if guessed else "")
    tail = Content.styled(f"  {family}", "$quiet") + (
        Content.styled("  · proposé", "$accent") if guessed else Content("")
    )
    return Entry(motif.code, (Block(label + tail),))
