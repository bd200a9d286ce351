"""One act, appointment or referral: where it stands, what was said, its documents, what may be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from ccpro_desk.domain.matter import MatterKind
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.form import Field, FormScreen, needed
from ccpro_desk.widgets import words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.line_list import Entry, LineList
from ccpro_desk.widgets.matters import KINDS, PENDING, state_of, step_of, style_of
from ccpro_desk.widgets.pane import Block, Pane, field, said

if TYPE_CHECKING:
    from ccpro_desk.documents.kinds import Kind
    from ccpro_desk.domain.values import AttachmentRef
    from ccpro_desk.wire.contact_view import MatterView

WHY = needed("Indiquez pourquoi : la personne concernée le lira.")
UNDOABLE = ("to_approve", "recorded")
"""States in which an act is still here."""
MADE = "Le centre établit le document…"


class MatterScreen(Window[None]):
    """Enter opens a document, J joins it to the reply, A cancels the act; who may validate: V, R."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,J", "join", show=False),
        Binding("a,A", "undo", show=False),
        Binding("v,V", "approve", show=False),
        Binding("r,R", "give_back", show=False),
    ]

    def __init__(self, matter: MatterView, *, held: bool, eyes: bool = False) -> None:
        """`held`: its contact is at hand. `eyes`: this agent may validate it."""
        super().__init__()
        self._matter, self._held, self._eyes = matter, held, eyes
        self._kinds: dict[str, Kind] = {}

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content(f"{KINDS[self._matter.kind]} : {self._matter.title}")
            yield Pane(id="text", classes="text")
            yield LineList(id="list", classes="short", empty="Aucun document.")
            yield NoticeBar()
            yield KeyBar(tuple(self._keys()))

    def _keys(self) -> Iterator[tuple[str, str, str]]:
        yield "choose", "Entrée", "Document"
        if self._held:
            yield "join", "J", "Joindre à la réponse"
        if self._eyes:
            yield "approve", "V", "Valider"
            yield "give_back", "R", "Rendre"
        elif self._undoable:
            yield "undo", "A", "Annuler l'acte"
        yield "leave", "Échap", "Revenir"

    @property
    def _undoable(self) -> bool:
        act = self._matter.kind is MatterKind.ACT and self._matter.state in UNDOABLE
        return act and self._held and not self._matter.pending

    def on_mount(self) -> None:
        self._show()
        if self._matter.pending:
            self.say(f"{PENDING} : ses documents viendront ensuite.", "warning")
        else:
            self.attempt(self.host.desk.matters.one(self._matter.id), self._read)

    def _read(self, matter: MatterView) -> None:
        self._matter = matter
        self._show()

    def _show(self) -> None:
        self.query_one("#text", Pane).show(list(self._told()))
        self._kinds = {} if self._matter.pending else {kind.id: kind for kind in documents_of(self._matter)}
        entries = [_entry(kind) for kind in self._kinds.values()]
        mine = self.query_one("#list", LineList)
        mine.styles.height = max(1, len(entries)) + 1
        mine.fill(entries)

    # --- documents

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.do_choose()

    def do_choose(self) -> None:
        self._make(self._open)

    def action_join(self) -> None:
        if self._held:
            self._make(self._join)

    do_join = action_join

    def _make(self, then: Callable[[AttachmentRef], None]) -> None:
        kind = self._kinds.get(self.query_one("#list", LineList).key or "")
        if kind is None:
            self.say("Aucun document n'est prévu ici.", "warning")
            return
        self.say(MADE)
        matter = self._matter
        job = self.host.desk.matters.document(kind.id, matter.contact_id, matter.id, matter.version)
        self.attempt(job, then)

    def _open(self, ref: AttachmentRef) -> None:
        from ccpro_desk.screens.attachment import AttachmentScreen

        self.say("")
        self.app.push_screen(AttachmentScreen(self._matter.contact_id, ref, made=True))

    def _join(self, ref: AttachmentRef) -> None:
        job = self.host.desk.matters.enclose(self._matter.contact_id, ref)
        self.attempt(job, lambda _: self.say(f"Joint à la réponse : {words.attached(ref)}.", "success"))

    # --- what becomes of it

    def action_undo(self) -> None:
        if self._undoable:
            form = FormScreen("Annuler l'acte", [Field("Pourquoi", fault=WHY)], yes="Annuler l'acte")
            self.app.push_screen(form, lambda given: self._undo(given[0]) if given else None)

    do_undo = action_undo

    def _undo(self, why: str) -> None:
        job = self.host.desk.matters.cancel(self._matter.contact_id, self._matter.id, why)
        self.attempt(job, lambda _: self._gone("Annulation demandée au centre."))

    def action_approve(self) -> None:
        if self._eyes and self.settled():
            job = self.host.desk.matters.approve(self._matter.id)
            self.attempt(job, lambda _: self._gone("Validation envoyée au centre."))

    do_approve = action_approve

    def action_give_back(self) -> None:
        if self._eyes:
            form = FormScreen("Rendre l'acte", [Field("Pourquoi", fault=WHY)], yes="Rendre")
            self.app.push_screen(form, lambda given: self._give_back(given[0]) if given else None)

    do_give_back = action_give_back

    def _give_back(self, why: str) -> None:
        job = self.host.desk.matters.give_back(self._matter.id, why)
        self.attempt(job, lambda _: self._gone("Acte rendu à son auteur."))

    def _gone(self, told: str) -> None:
        self.dismiss(None)
        self.host.call_later(self.host.say, told, "success")

    def do_leave(self) -> None:
        self.action_back()

    # --- what is told

    def _told(self) -> Iterator[Block]:
        matter = self._matter
        yield field("État", state_of(matter), width=11, style=style_of(matter))
        yield field("Demandé", f"{words.moment(matter.at)}, {matter.author_name}", width=11)
        yield field("SIREN", words.siren(matter.siren), width=11)
        for step in (matter.steps or ())[1:]:
            by = f", {step.by}" if step.by else ""
            yield field("", f"{step_of(matter, step.state)} {words.moment(step.at)}{by}", width=11)
        yield Block()
        if matter.masked:
            yield said("Masqué à ce niveau d'identification : F5 sur le contact.", "$warning")
        yield from _facts(matter, whole=self._eyes)


def documents_of(matter: MatterView) -> tuple[Kind, ...]:
    """What the central makes of it."""
    from ccpro_desk.documents.kinds import Source, kinds_for
    from ccpro_desk.reference.acts import load_acts

    act = load_acts().get(matter.code) if matter.kind is MatterKind.ACT else None
    produces = act.produces if act else ()
    asked = act is None or bool(act.documents)
    return kinds_for(Source(matter.kind.value), produces, asked=asked, state=matter.state)


def _facts(matter: MatterView, *, whole: bool) -> Iterator[Block]:
    """What the form said, an account `whole` for who validates; other matters have windows of their own."""
    from ccpro_desk.documents.acts import act_rows
    from ccpro_desk.reference.acts import load_acts

    detail = matter.detail or {}
    act = load_acts().get(matter.code)
    for row in act_rows(act, detail.get("fields") or {}, whole=whole) if act else ():
        yield field(row.label, row.value, width=30)
    if why := detail.get("why"):
        yield field("Pourquoi", str(why), width=30, style="$warning")


def _entry(kind: Kind) -> Entry:
    return Entry(kind.id, (Block(Content.styled(kind.title, "bold") + Content.styled("  PDF", "$quiet")),))
