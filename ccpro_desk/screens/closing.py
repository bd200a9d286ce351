"""Closing a contact: why they got in touch, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from ccpro_desk.domain.guessing import guess
from ccpro_desk.domain.motifs import OTHER, Motif, fold
from ccpro_desk.domain.values import Direction, MotifOutcome, Outcome
from ccpro_desk.screens.picker import Picker
from ccpro_desk.screens.reference_data import Reference
from ccpro_desk.widgets import words
from ccpro_desk.widgets.line_list import Entry, LineList
from ccpro_desk.widgets.pane import Block
from ccpro_desk.wire.views import ContactView

REACHABLE = (Outcome.ANSWERED, Outcome.UNANSWERED)
"""Outcomes that can be true of any contact; others, of one from which something followed."""


@dataclass(frozen=True, slots=True)
class Closing:
    motifs: tuple[MotifOutcome, ...]
    note: str = ""


class ClosingScreen(Picker[Closing]):
    """The guessed motif is highlighted; Enter closes; Tab changes the outcome; F8 changes nothing."""

    TITLE_TEXT = "Clore : pour quel motif ?"
    PLACEHOLDER = "Filtrer les motifs"
    KEYS = (
        ("choose", "Entrée", "Clore"),
        ("outcome", "Tab", "Changer l'issue"),
        ("close", "F8", "Ajouter ce motif"),
        ("leave", "Échap", "Revenir"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "outcome(1)", show=False, priority=True),
        Binding("shift+tab", "outcome(-1)", show=False, priority=True),
    ]

    def __init__(
        self,
        view: ContactView,
        reference: Reference,
        *,
        answered: bool,
        written: str = "",
        answers: tuple[str, ...] = (),
        followed: tuple[Outcome, ...] = (),
    ) -> None:
        super().__init__()
        self._view, self._reference = view, reference
        self._reachable = (*followed, *REACHABLE)
        self._outcome = Outcome.ANSWERED if answered else Outcome.UNANSWERED
        if followed:
            self._outcome = followed[0]
        self._written, self._answers = written, answers
        self._ticked: dict[str, Outcome] = {}
        self._pointed = False

    def compose_foot(self) -> ComposeResult:
        yield Static(id="foot", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self._show_outcome()
        if self._written and words.is_spoken(self._view):
            self.say("Votre note sera enregistrée avec la clôture.")
        elif self._written:
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
            _entry(
                motif,
                families.get(motif.family, ""),
                guessed=motif.code in likely,
                outcome=self._ticked.get(motif.code),
            )
            for motif in ordered
            if all(
                word in fold(f"{motif.label} {families.get(motif.family, '')} {' '.join(motif.words)}")
                for word in sought
            )
        ]

    def result(self, key: str) -> Closing | None:
        if not self.settled():
            return None
        if self._ticked:
            return Closing(tuple(MotifOutcome(code, outcome) for code, outcome in self._ticked.items()))
        if not self._is_meant():
            self.say(
                "Aucun motif deviné : tapez quelques lettres, ou choisissez avec les flèches.", "warning"
            )
            return None
        return Closing((MotifOutcome(key, self._outcome),))

    def _is_meant(self) -> bool:
        """Whether the highlighted motif is a guess or a choice, not just the first of the list."""
        alone = len(self.query_one("#list", LineList).entries) == 1
        return bool(alone or self._pointed or self.query_text.strip() or self._likely())

    def action_move(self, by: int) -> None:
        self._pointed = True
        super().action_move(by)

    def do_close(self) -> None:
        """F8 opened this window: here it adds the highlighted motif, or takes it off; it never closes."""
        key = self.highlighted
        if key is None or not self.settled():
            return
        if self._ticked.pop(key, None) is None:
            self._ticked[key] = self._outcome
        self.refill(key=key)
        number = len(self._ticked)
        self.say(f"{number} motif{'s' if number > 1 else ''} : Entrée clôt le contact." if number else "")

    def do_outcome(self) -> None:
        self.action_outcome(1)

    def action_outcome(self, step: int) -> None:
        index = self._reachable.index(self._outcome) + step
        self._outcome = self._reachable[index % len(self._reachable)]
        self._show_outcome()

    def _show_outcome(self) -> None:
        marks = [
            Content.styled(f" ● {words.OUTCOMES[o]} ", "bold $accent")
            if o is self._outcome
            else Content.styled(f" ○ {words.OUTCOMES[o]} ", "$quiet")
            for o in self._reachable
        ]
        self.query_one("#foot", Static).update(Content("Issue  ") + Content(" ").join(marks))

    def _likely(self) -> tuple[str, ...]:
        """The contact's motifs, else the guessed ones."""
        if self._view.motifs:
            return tuple(motif.code for motif in self._view.motifs)
        if self._reference.motifs is None:
            return ()
        heard = (Direction.IN, Direction.NOTE) if words.is_spoken(self._view) else (Direction.IN,)
        text = " ".join(m.text for m in self._view.messages if m.direction in heard)
        if words.is_spoken(self._view):
            text = f"{text} {self._written}"
        guessed = guess(self._reference.motifs, self._view.subject, text)
        return tuple(dict.fromkeys((*self._answered(), *guessed)))

    def _answered(self) -> tuple[str, ...]:
        """The first motif of each answer that was inserted; a phrase says nothing of the matter."""
        index = self._reference.answers
        if index is None:
            return ()
        known = index.library.answers
        inserted = (known[id_] for id_ in self._answers if id_ in known)
        return tuple(answer.motifs[0] for answer in inserted if not answer.phrase)


def _entry(motif: Motif, family: str, *, guessed: bool = False, outcome: Outcome | None = None) -> Entry:
    label = Content.styled(motif.label, "bold" if guessed else "")
    if outcome:
        label = Content.styled(f"[×] {motif.label} : {words.OUTCOMES[outcome].lower()}", "bold $accent")
    tail = Content.styled(f"  {family}", "$quiet") + (
        Content.styled("  · proposé", "$accent") if guessed else Content("")
    )
    return Entry(motif.code, (Block(label + tail),))
