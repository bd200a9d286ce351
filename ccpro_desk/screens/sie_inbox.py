"""Fiches de liaison in a list: an office's, for its officers, whose home it is; an agent's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from ccpro_desk.answers import french
from ccpro_desk.desk.referrals import View
from ccpro_desk.desk.state import DeskState, LinkKind
from ccpro_desk.domain.motifs import fold
from ccpro_desk.domain.referral.detail import OPEN_STATES
from ccpro_desk.domain.values import Role
from ccpro_desk.screens.picker import Picker
from ccpro_desk.widgets import present, words
from ccpro_desk.widgets.line_list import Entry, LineList
from ccpro_desk.widgets.pane import Block
from ccpro_desk.widgets.referral import standing

if TYPE_CHECKING:
    from ccpro_desk.desk.referrals import Fiches
    from ccpro_desk.wire.contact_view import MatterView

AGAIN_S = 20.0
"""How often it is read again while it is shown."""
VIEWS = {View.OPEN: "en cours", View.ASKED: "questions posées au centre", View.ALL: "toutes"}
NO_OFFICE = "Votre compte n'est rattaché à aucun SIE : l'administration du centre peut le faire."


class InboxScreen(Picker[UUID]):
    """What is due first stands first, so what is overdue does. Typing narrows by motif, SIREN or state."""

    PLACEHOLDER = "Filtrer : motif, SIREN, « dépassé »"
    EMPTY = "Aucune fiche."
    SELECTS = False
    KEYS = (
        ("choose", "Entrée", "Lire la fiche"),
        ("turn", "Tab", "En cours, questions, toutes"),
        ("leave", "Échap", "Espace de travail"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "turn(1)", show=False, priority=True),
        Binding("shift+tab", "turn(-1)", show=False, priority=True),
    ]

    def __init__(self, *, officer: bool, centre: bool = False) -> None:
        """`officer`: what the office received; `centre`: what the centre sent; else one's own."""
        super().__init__()
        self._officer, self._centre = officer, centre
        self._view = View.OPEN
        self._fiches: Fiches | None = None
        self._link = LinkKind.UP_TO_DATE
        self._seen = 0

    @property
    def TITLE_TEXT(self) -> str:  # type: ignore[override]
        workspace = self.host.workspace
        if not self._officer or workspace is None:
            return "Fiches de liaison du centre" if self._centre else "Mes fiches de liaison"
        return f"Fiches reçues · {workspace.office or 'SIE'}"

    def compose_foot(self) -> ComposeResult:
        yield Static(id="foot", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#list", LineList).empty = "Lecture des fiches…"
        self.read_again()
        self.set_interval(AGAIN_S, self.read_again)

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._fiches is not None:
            self.read_again()

    def show_state(self, state: DeskState) -> None:
        """Read as soon as the central answers, and when a fiche has moved."""
        super().show_state(state)
        link, self._link = self._link, state.link.kind
        moved, self._seen = self._seen, state.around.referrals
        back = self._link is LinkKind.UP_TO_DATE and link is not self._link
        if back or moved != self._seen:
            self.read_again()

    def show_reference(self, reference: object) -> None:
        self.query_one("#frame").border_title = Content(self.TITLE_TEXT)
        self.refill(key=self.highlighted)

    def read_again(self) -> None:
        agent = self.host.desk.state.agent
        if self._officer and agent is not None and not agent.office:
            self.query_one("#list", LineList).empty = ""
            self.say(NO_OFFICE, "warning")
        elif self.app.screen is self:
            self.attempt(
                self.host.desk.referrals.listed(self._view, mine=not (self._officer or self._centre)),
                self._came,
                self._failed,
            )

    def _came(self, fiches: Fiches) -> None:
        self._fiches = fiches
        self.query_one("#list", LineList).empty = self.EMPTY
        self.say("")
        self.refill(key=self.highlighted)

    def _failed(self, sentence: str) -> None:
        self.query_one("#list", LineList).empty = ""
        self.say(sentence, "warning")

    # --- the list

    def found(self, query: str) -> Sequence[Entry]:
        items = self._fiches.items if self._fiches else ()
        sought = fold(query).split()
        shown = [item for item in items if all(word in fold(self._told(item)) for word in sought)]
        if items:
            self.query_one("#list", LineList).empty = Picker.EMPTY  # what is typed leaves none of them
        self._show_foot(len(shown))
        return [self._entry(item) for item in shown]

    def _show_foot(self, shown: int) -> None:
        now = present.now()
        items = self._fiches.items if self._fiches else ()
        late = sum(1 for item in items if item.state in OPEN_STATES and item.due_at and item.due_at <= now)
        parts = [VIEWS[self._view], french.count(shown, "fiche", "fiches")]
        if late:
            parts.append(french.count(late, "date promise dépassée (!)", "dates promises dépassées (!)"))
        if self._fiches and self._fiches.more:
            parts.append("les premières seulement")
        self.query_one("#foot", Static).update(" · ".join(parts))

    def _told(self, item: MatterView) -> str:
        return " ".join((item.siren, self._motif(item), item.title, standing(item, present.now())[0]))

    def _motif(self, item: MatterView) -> str:
        motif = (
            self.host.reference.motifs.get(item.code) if self.host.reference.motifs and item.code else None
        )
        return motif.label if motif else "(motif non précisé)"

    def _entry(self, item: MatterView) -> Entry:
        told, style = standing(item, present.now())
        late = "! " if "dépassée" in told else ""
        whose = words.siren(item.siren) if item.siren else "sans dossier"
        head = Content.styled(f"{late}{self._motif(item)}", "bold") + f"  {whose}"
        parts = [words.named(item.author_name, 40)] if self._officer or self._centre else []
        other = ", ".join([*parts, *([] if self._officer else [self._office(item)])])
        said = Content.styled(told, style) + Content.styled(f" · {other}, {words.moment(item.at)}", "$quiet")
        urgent = Content.styled(f"  {item.title.partition(', ')[2]}", "bold $warning")
        return Entry(str(item.id), (Block(head + urgent, cut=True), Block(said, cut=True)), gap=1)

    def _office(self, item: MatterView) -> str:
        offices = self.host.reference.offices
        office = item.office or ""
        return offices[office][0] if office in offices else office

    # --- keys

    def result(self, key: str) -> UUID | None:
        from ccpro_desk.screens.fiche import FicheScreen, SentFicheScreen

        self.app.push_screen(FicheScreen(UUID(key)) if self._officer else SentFicheScreen(UUID(key)))
        return None

    def action_turn(self, step: int) -> None:
        order = tuple(View)
        self._view = order[(order.index(self._view) + step) % len(order)]
        self.read_again()

    def do_turn(self) -> None:
        self.action_turn(1)

    def do_next(self) -> None:
        """F2 takes no contact here: the list is read again."""
        self.read_again()


def is_officer(state: DeskState) -> bool:
    """Whether who is signed in belongs to a SIE: they take no contacts."""
    return state.agent is not None and state.agent.role is Role.SIE
