"""Handing a contact over: to whom, and what the next one must know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Label, TextArea

from ccpro_desk.desk.state import DeskContact, DeskState
from ccpro_desk.domain.motifs import fold
from ccpro_desk.domain.text import clean
from ccpro_desk.screens.begun import keep
from ccpro_desk.screens.picker import Picker
from ccpro_desk.screens.reference_data import Reference
from ccpro_desk.widgets import words
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block

if TYPE_CHECKING:
    from ccpro_desk.domain.commands import TransferTo
    from ccpro_desk.wire.plateau import ColleagueView

GENERAL = "general"
ASSISTANCE = "assistance"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a contact may go; `key` is `kind:value`."""

    key: str
    label: str
    detail: str

    @property
    def to(self) -> TransferTo:
        from ccpro_desk.domain.commands import TransferTo

        kind, _, value = self.key.partition(":")
        return {
            "agent": TransferTo(agent=value),
            "plateau": TransferTo(plateau=value),
            "centre": TransferTo(centre=value),
            "skill": TransferTo(skill=value),
            ASSISTANCE: TransferTo(assistance=True),
        }[kind]


class TransferScreen(Picker[str]):
    """Type to find, Enter or Tab to the summary, F6 hands over. Gives what to say of it."""

    TITLE_TEXT = "Transférer"
    PLACEHOLDER = "À qui : collègue, plateau, centre, compétence, assistance"
    KEYS = (
        ("choose", "Entrée", "Au résumé"),
        ("review", "F6", "Transférer"),
        ("leave", "Échap", "Revenir"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "other", show=False, priority=True),
    ]

    def __init__(self, contact: DeskContact, reference: Reference, begun: dict[str, str]) -> None:
        super().__init__()
        self._contact, self._reference, self._begun = contact, reference, begun
        self._colleagues: tuple[ColleagueView, ...] = ()
        self._asking = True
        self._pointed = False
        """The agent has moved in the list."""
        self._going = False

    @property
    def initial(self) -> str:
        return self._begun.get("query", "")

    def compose_foot(self) -> ComposeResult:
        yield Label(id="foot", markup=False)
        yield TextArea(
            self._begun.get("summary", ""),
            id="summary",
            soft_wrap=True,
            tab_behavior="focus",
            classes="short",
        )

    def on_mount(self) -> None:
        super().on_mount()
        self.say("Lecture des collègues du centre…")
        self.attempt(self.host.desk.colleagues(), self._came, self._none_came)

    def _came(self, colleagues: tuple[ColleagueView, ...]) -> None:
        self._colleagues, self._asking = colleagues, False
        self.say("")
        self.refill(key=self.highlighted if self._pointed else None)

    def _none_came(self, _: str) -> None:
        self._asking = False
        self.say(
            "Hors connexion : les collègues ne sont pas visibles, les autres destinations le restent.",
            "warning",
        )

    def show_reference(self, reference: Reference) -> None:
        self._reference = reference
        self.refill(key=self.highlighted)

    def show_state(self, state: DeskState) -> None:
        super().show_state(state)
        if state.contact(self._contact.id) is None and not self._going:
            self.finish()

    def found(self, query: str) -> Sequence[Entry]:
        sought = fold(query).split()
        return [
            _entry(d) for d in self.destinations() if all(w in fold(f"{d.label} {d.detail}") for w in sought)
        ]

    def destinations(self) -> Sequence[Destination]:
        """All of them, the nearest first."""
        agent = self.host.desk.state.agent
        centre = agent.centre if agent else ""
        return (*self._people(centre), *self._places(centre), *self._skills())

    def _people(self, centre: str) -> Sequence[Destination]:
        named = (
            Destination(
                f"agent:{one.login}",
                clean(one.name, keep_newlines=False),
                " · ".join(part for part in ("collègue", words.plateau(one.plateau, centre)) if part),
            )
            for one in self._colleagues
        )
        return tuple(named)

    def _places(self, centre: str) -> Sequence[Destination]:
        mine = (Destination(f"plateau:{key}", name, "votre centre") for key, name in self._plateaux(centre))
        others = (
            Destination(f"centre:{key}", name, "autre centre")
            for key, name in self._reference.centres.items()
            if key != centre
        )
        help_ = Destination(f"{ASSISTANCE}:", "Assistance aux services en ligne", "assistance")
        return (*mine, help_, *others)

    def _plateaux(self, centre: str) -> Sequence[tuple[str, str]]:
        return tuple((key, name) for key, (of, name) in self._reference.plateaux.items() if of == centre)

    def _skills(self) -> Sequence[Destination]:
        motifs = self._reference.motifs
        labels: dict[str, list[str]] = {}
        for family in motifs.families if motifs else ():
            labels.setdefault(family.skill, []).append(family.label)
        skilled = (
            Destination(f"skill:{skill}", ", ".join(named), "compétence")
            for skill, named in labels.items()
            if skill not in (GENERAL, ASSISTANCE)
        )
        return (*skilled, Destination(f"skill:{GENERAL}", "Compétence générale", "compétence"))

    def action_move(self, by: int) -> None:
        self._pointed = True
        super().action_move(by)

    def refresh_preview(self) -> None:
        """To whom it goes stands over what they will read."""
        chosen = self._chosen
        whom = f"pour « {chosen.label} »" if chosen else "pour la suite"
        self.query_one("#foot", Label).update(f"Résumé {whom} : une note que l'usager ne voit pas")

    @property
    def _chosen(self) -> Destination | None:
        return next((d for d in self.destinations() if d.key == self.highlighted), None)

    def result(self, key: str) -> str | None:
        """Enter in the field: on to the summary."""
        self.query_one("#summary", TextArea).focus()
        return None

    def action_other(self) -> None:
        here = self.query_one("#summary" if self.focused and self.focused.id == "query" else "#query")
        here.focus()

    def do_review(self) -> None:
        """F6: hand over, once it says to whom and what."""
        chosen, summary = self._chosen, clean(self.query_one("#summary", TextArea).text).strip()
        if chosen is None:
            self.say("Choisissez d'abord à qui transférer ce contact.", "warning")
        elif not summary:
            self.say("Résumez en quelques mots ce que la suite doit savoir.", "warning")
            self.query_one("#summary", TextArea).focus()
        elif self.settled() and not self._going:
            self._going = True
            job = self.host.desk.transfer(self._contact.id, chosen.to, summary)
            self.attempt(job, lambda _: self.dismiss(chosen.label), self._refused_here)

    def _refused_here(self, sentence: str) -> None:
        self._going = False
        self.say(sentence, "error")

    def action_back(self) -> None:
        keep(self, self._begun, ("query", "summary"))
        super().action_back()

    @on(TextArea.Changed)
    def _written(self, event: TextArea.Changed) -> None:
        event.stop()


def _entry(destination: Destination) -> Entry:
    line = Content.styled(destination.label, "bold") + Content.styled(f"  {destination.detail}", "$quiet")
    return Entry(destination.key, (Block(line),))
