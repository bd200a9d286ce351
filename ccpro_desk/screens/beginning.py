"""The start of the service: one page of what happened and what waits. Nothing is offered before its key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from ccpro_desk.answers import french
from ccpro_desk.desk.referrals import View
from ccpro_desk.desk.remains import remains
from ccpro_desk.desk.state import DeskContact, DeskState, LinkKind
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import Channel, State, Status
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.reference_data import Reference
from ccpro_desk.widgets import present, words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.pane import Block, Pane, field, said

if TYPE_CHECKING:
    from ccpro_desk.desk.referrals import Fiches
    from ccpro_desk.wire.contact_view import ContactView, MatterView
    from ccpro_desk.wire.crisis import CrisisView

HOUR_WIDTH = 16
MOST_ANSWERS = 8
"""Changed answers named; the others are counted."""


class BeginningScreen(Window[bool]):
    """Enter begins: *Disponible*, nothing taken yet. Escape looks around first, still out of service."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#text"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "begin", show=False)]

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state
        self._crises: tuple[CrisisView, ...] = ()
        self._changed: tuple[str, ...] = ()
        """Answers that are new, or newer than at the last service: « TVA-021 v4 … »."""
        self._versions: Mapping[str, int] = {}
        self._beginning = False
        self._fiches: tuple[MatterView, ...] = ()
        """The fiches de liaison of this agent that the SIE has not answered."""
        self._asked_crises = False

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content("Début de service")
            yield Pane(id="text")
            yield NoticeBar()
            yield KeyBar(
                (
                    ("begin", "Entrée", "Commencer mon service"),
                    ("next", "F2", "Contact suivant"),
                    ("leave", "Échap", "Regarder d'abord"),
                )
            )

    def on_mount(self) -> None:
        self._show()
        self.show_reference(self.host.reference)
        self._ask_crises()

    # --- what is shown

    def show_state(self, state: DeskState) -> None:
        super().show_state(state)
        self._state = state
        if state.agent is not None and state.agent.status is not Status.OFFLINE and not self._beginning:
            self.finish()
            return
        self._show()
        self._ask_crises()

    def show_reference(self, reference: Reference) -> None:
        if reference.answers is None or self._versions:
            return
        known = reference.answers.library.answers
        self._versions = {key: answer.version for key, answer in known.items()}
        titles = {key: f"{key} v{answer.version} {answer.title}" for key, answer in known.items()}
        job = self.host.desk.changed_answers(self._versions)
        self.attempt(job, lambda ids: self._news(tuple(titles[key] for key in ids)), lambda _: None)

    def _news(self, titles: tuple[str, ...]) -> None:
        self._changed = titles
        self._show()

    def _ask_crises(self) -> None:
        """Once the line is there."""
        if not self._asked_crises and self._state.link.kind is LinkKind.UP_TO_DATE:
            self._asked_crises = True
            self.attempt(self.host.desk.crises(), self._crises_came, lambda _: None)
            listed = self.host.desk.referrals.listed(View.OPEN, mine=True)
            self.attempt(listed, self._fiches_came, lambda _: None)

    def _fiches_came(self, fiches: Fiches) -> None:
        self._fiches = fiches.items
        self._show()

    def _crises_came(self, crises: tuple[CrisisView, ...]) -> None:
        self._crises = crises
        self._show()

    def _show(self) -> None:
        sections = [block for part in self._parts() for block in (*part, Block())]
        self.query_one("#text", Pane).show([*self._head(), Block(), *sections], keep_place=True)

    def _head(self) -> Sequence[Block]:
        agent = self._state.agent
        name = clean(agent.name, keep_newlines=False) if agent else ""
        lines = [
            said(f"Bonjour {name}.", "bold $accent"),
            said(
                "Vous êtes hors service : rien ne vous est proposé tant que vous n'avez pas commencé.", "bold"
            ),
        ]
        if self._state.link.kind is not LinkKind.UP_TO_DATE:
            lines.append(
                said("Le centre ne répond pas encore : voici ce que ce poste sait déjà.", "$warning")
            )
        return lines

    def _parts(self) -> Iterator[Sequence[Block]]:
        parts = [self._word(), self._novelties(), *self._contacts(), self._not_sent()]
        shown = [part for part in parts if len(part) > 1]
        yield from shown or [[said("Rien d'autre ne vous attend.", "$quiet")]]

    def _word(self) -> list[Block]:
        word = self._state.around.word
        if word is None:
            return []
        by = f"{clean(word.author, keep_newlines=False)}, jusqu'à {words.hour(word.until)}"
        return [said("Mot du plateau", "bold $secondary"), said(f"{clean(word.text)} ({by})")]

    def _novelties(self) -> list[Block]:
        lines = [said("Nouveautés", "bold $secondary")]
        for crisis in self._crises:
            label = clean(crisis.label, keep_newlines=False)
            lines.append(
                field("ligne de crise", f"{label}, jusqu'au {words.day(crisis.until)}", width=HOUR_WIDTH)
            )
        lines += [field("fiche", title, width=HOUR_WIDTH) for title in self._changed[:MOST_ANSWERS]]
        more = len(self._changed) - MOST_ANSWERS
        if more > 0:
            lines.append(field("", f"et {more} autre{'s' if more > 1 else ''} (F3)", width=HOUR_WIDTH))
        return lines

    def _contacts(self) -> Iterator[list[Block]]:
        left = remains(self._state)
        promised = [c for c in left.parked if c.view.channel is Channel.CALLBACK]
        aside = [c for c in left.parked if c.view.channel is not Channel.CALLBACK]
        yield _section("En main", left.in_hand)
        yield _section("Rappels promis", promised)
        yield _section("Mis de côté", aside)
        waiting = self._state.around.awaiting
        back = [view for view in waiting if view.reason.code.startswith("sie_")]
        yield [said("Retours du SIE", "bold $secondary"), *map(_awaiting, back), *self._overdue()]
        others = [_awaiting(view) for view in waiting if view not in back]
        yield [said("Vous attendent personnellement", "bold $secondary"), *others]

    def _overdue(self) -> list[Block]:
        """The agent's own fiches whose promised day is over without an answer of the SIE."""
        now = present.now()
        late = [fiche for fiche in self._fiches if fiche.due_at is not None and fiche.due_at <= now]
        if not late:
            return []
        told = french.count(len(late), "fiche sans réponse", "fiches sans réponse")
        return [
            field(
                "date dépassée",
                f"{told} du SIE à la date promise : « :liaisons » les montre",
                width=HOUR_WIDTH,
                style="bold $warning",
            )
        ]

    def _not_sent(self) -> list[Block]:
        left, lines = remains(self._state), [said("Pas encore transmis", "bold $secondary")]
        if left.unsent:
            lines.append(
                said(f"{words.sendings(left.unsent)} : partiront d'eux-mêmes dès que le centre répond.")
            )
        lines += [
            said(f"{sent.label} du {words.day(sent.at)} : {words.sent_state(sent)}", "$error")
            for sent in left.refused
        ]
        if left.drafts:
            lines.append(
                said(f"{left.drafts} texte{'s' if left.drafts > 1 else ''} que seul ce poste connaît.")
            )
        return lines

    # --- keys

    def action_begin(self) -> None:
        if self.settled() and not self._beginning:
            self._beginning = True
            self.attempt(self._begin(), lambda _: self._begun(), self._not_begun)

    do_begin = action_begin

    async def _begin(self) -> None:
        await self.host.desk.answers_read(self._versions)
        await self.host.desk.set_status(Status.AVAILABLE)

    def _begun(self) -> None:
        self.dismiss(True)

    def _not_begun(self, sentence: str) -> None:
        self._beginning = False
        self.say(sentence, "error")

    def do_next(self) -> None:
        """F2 stays the next contact: it asks first, as from any state but *Disponible*."""
        self.dismiss(False)
        if self.host.workspace is not None:
            self.host.workspace.do_next()

    def do_leave(self) -> None:
        self.action_back()


def _awaiting(view: ContactView) -> Block:
    told = f"{clean(words.subject(view), keep_newlines=False)} : {clean(view.reason.text)}"
    return field(words.CHANNELS[view.channel], told, width=HOUR_WIDTH)


def _section(title: str, contacts: Sequence[DeskContact]) -> list[Block]:
    ordered = sorted(contacts, key=lambda c: (c.view.resume_at is None, c.view.resume_at or c.view.due_at))
    return [said(title, "bold $secondary"), *(_row(contact) for contact in ordered)]


def _row(contact: DeskContact) -> Block:
    view = contact.view
    name = clean(words.who(view), keep_newlines=False)
    about = clean(words.subject(view), keep_newlines=False)
    parts = [name, about]
    if view.channel is Channel.CALLBACK and view.origin and view.origin.number:
        parts.append(words.phone(view.origin.number))
    elif view.state is State.PARKED and view.reason.text:
        parts.append(clean(view.reason.text, keep_newlines=False))
    when = words.short_moment(view.resume_at) if view.resume_at else words.state(view)
    late = view.resume_at is not None and view.resume_at <= present.now()
    if view.state is State.PARKED and view.resume_at is None:
        when = "sans heure"
    return field(when, " · ".join(parts), width=HOUR_WIDTH, style="$warning" if late else "")
