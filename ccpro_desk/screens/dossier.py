"""A usager's file, full screen: its parts by a letter each, as far as the level opens them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from ccpro_desk.desk.dossiers import expected, file_of
from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.state import DeskState, LinkKind
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.dossier_timeline import TimelinePart
from ccpro_desk.widgets import present, words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.file.parts import PARTS, File, Part, entries, further, mark_of
from ccpro_desk.widgets.line_list import NOBODY, Entry, LineList
from ccpro_desk.widgets.part_bar import PartBar

if TYPE_CHECKING:
    from ccpro_desk.domain.obligations import Dues
    from ccpro_desk.wire.contact_view import ContactView
    from ccpro_desk.wire.listing import EstablishmentPage, ObligationPage
    from ccpro_desk.wire.views import DossierView

PAGE = 60
"""Entries that are laid out at once: a file may have thousands."""
_LETTERS = {part.key: part for part in PARTS}


class DossierScreen(Window[None]):
    """A letter shows a part, Tab the next one; Enter opens what the timeline names; X writes a calendar."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#list"
    KEYS = (
        ("part", "Lettre, Tab", "Parties"),
        ("choose", "Entrée", "Ouvrir"),
        ("identity", "F5", "Identité"),
        ("compare", "G", "Registre"),
        ("agenda", "X", "Échéances en .ics"),
        ("leave", "Échap", "Revenir"),
    )
    NARROW = tuple(key for key in KEYS if key[0] != "choose")
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(f"{key},{key.upper()}", f"part('{key}')", show=False) for key in _LETTERS),
        Binding("tab", "turn(1)", show=False, priority=True),
        Binding("shift+tab", "turn(-1)", show=False, priority=True),
        Binding("x,X", "agenda", show=False),
        Binding("g,G", "compare", show=False),
    ]

    def __init__(self, siren: str, contact: ContactView | None, reason: str | None) -> None:
        super().__init__()
        self._siren, self._contact, self._reason = siren, contact, reason
        self._file: File | None = None
        self._trouble = ""
        self._part = PARTS[0]
        self._rest: list[Entry] = []
        """What is below the entries that are laid out."""
        self._further: dict[str, str] = {}
        """List → the cursor of its next page at the central."""
        self._timeline = TimelinePart(self, siren, contact.id if contact else None, reason)

    def compose(self) -> ComposeResult:
        with Vertical(id="frame", classes="full") as frame:
            frame.border_title = Content(f"Dossier {words.siren(self._siren)}")
            yield PartBar()
            yield LineList(id="list")
            yield NoticeBar()
            yield KeyBar(self.KEYS, self.NARROW)

    def on_mount(self) -> None:
        self._bar()
        self._read()

    # --- the file

    def _read(self) -> None:
        self._list.empty = "Lecture du dossier…"
        contact = self._contact.id if self._contact else None
        job = self.host.desk.dossier(self._siren, contact_id=contact, reason=self._reason)
        self.attempt(job, self._came, self._failed)

    def _came(self, known: DossierView) -> None:
        try:
            usager = file_of(known)
        except DeskRefused as unreadable:
            self._failed(f"{unreadable.sentence} {unreadable.hint}")
            return
        today = words.local(present.now()).date()
        self._file = File(known, usager, today, why_masked(self._contact, known.level))
        self._further = {name: more.next for name, more in known.more.items()}
        title = f"Dossier {words.siren(self._siren)} · {words.named(usager.name)}"
        self.query_one("#frame").border_title = Content(title)
        if self.host.desk.state.link.kind is not LinkKind.UP_TO_DATE:
            self.say("Hors connexion : copie de ce poste, telle que le centre l'avait donnée.", "warning")
        elif self._reason:
            self.say("Ouvert avec votre motif : cette consultation est inscrite.")
        self._show()
        self.attempt(expected(known, today), self._due)

    def _due(self, dues: Dues) -> None:
        if self._file is not None:
            self._file = replace(self._file, dues=dues)
            if self._part.id == "ahead":
                self._show()

    def _failed(self, sentence: str) -> None:
        self._trouble = sentence
        self._list.empty = sentence
        self.say(sentence, "warning")

    def show_state(self, state: DeskState) -> None:
        """Once more is known of the person, the file is read again at that level."""
        super().show_state(state)
        held = state.contact(self._contact.id) if self._contact else None
        if held is None or self._contact is None:
            return
        before, self._contact = self._contact, held.view
        if held.view.identification.level != before.identification.level:
            self._timeline.forget()
            self._read()

    def action_compare(self) -> None:
        """The public registry beside it, opened as the file was."""
        from ccpro_desk.screens.registry import RegistryScreen

        self.app.push_screen(RegistryScreen(self._siren, self._contact, self._reason))

    do_compare = action_compare

    # --- its parts

    @property
    def _list(self) -> LineList:
        return self.query_one("#list", LineList)

    @property
    def shows_timeline(self) -> bool:
        return self._part.show is None

    def _bar(self) -> None:
        file = self._file
        marks = {part.id: mark_of(part, file) if file else "" for part in PARTS}
        self.query_one(PartBar).show([(p.key, p.label, marks[p.id]) for p in PARTS], self._part.key)

    def _show(self) -> None:
        """The part that is chosen, its first page."""
        self._bar()
        if self._part.show is None:
            self._rest = []
            self._timeline.show(self._list)
            return
        lines = entries(self._part, self._file) if self._file else []
        first, self._rest = lines[:PAGE], lines[PAGE:]
        self._list.empty = self._trouble or "Lecture du dossier…"
        self._list.fill(first, key=NOBODY)
        self._list.scroll_home(animate=False)

    def action_part(self, key: str) -> None:
        self._to(_LETTERS[key])

    def action_turn(self, by: int) -> None:
        self._to(PARTS[(PARTS.index(self._part) + by) % len(PARTS)])

    def _to(self, part: Part) -> None:
        if part is not self._part:
            self._part = part
            self._show()

    @on(LineList.Ending)
    def _more(self, event: LineList.Ending) -> None:
        event.stop()
        if self._part.show is None:
            self._timeline.more()
        elif self._rest:
            self._extend()
        elif cursor := self._further.pop(self._part.long, None):
            self._ask_further(self._part, cursor)

    def _extend(self) -> None:
        """The next entries below those that are laid out."""
        shown, self._rest = self._rest[:PAGE], self._rest[PAGE:]
        self._list.extend(shown)

    def _ask_further(self, part: Part, cursor: str) -> None:
        contact = self._contact.id if self._contact else None
        job = self.host.desk.lists.further(self._siren, part.long, contact, self._reason, cursor)
        self.attempt(job, lambda page: self._more_came(part, cursor, page), self._not_more(part, cursor))

    def _more_came(self, part: Part, cursor: str, page: ObligationPage | EstablishmentPage) -> None:
        if page.next:
            self._further[part.long] = page.next
        if self._file is not None:
            self._file, lines = further(self._file, page, f"{part.id}/{cursor}")
            if part is self._part:
                self._rest += lines
                self._extend()

    def _not_more(self, part: Part, cursor: str) -> Callable[[str], None]:
        """Asked for again as one goes down again."""

        def told(sentence: str) -> None:
            self._further[part.long] = cursor
            self.say(sentence, "warning")

        return told

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self._open(event.key)

    def _open(self, key: str) -> None:
        if self._part.show is None:
            self._timeline.open(key)

    # --- what keys do

    def action_agenda(self) -> None:
        self.do_agenda()

    def do_agenda(self) -> None:
        """Write the due dates as a file that calendars read."""
        file = self._file
        if file is None or file.dues is None or not file.dues.dues:
            self.say("Aucune échéance à écrire : elles sont masquées, ou il n'y en a pas.", "warning")
            return
        contact = self._contact.id if self._contact else None
        self.attempt(self.host.desk.write_agenda(self._siren, file.dues, contact), self._written)

    def _written(self, path: str) -> None:
        self.say(f"Échéances écrites dans {path} ; le fichier est effacé à la fermeture du poste.", "success")

    def do_identity(self) -> None:
        """The check stands over the file, which is read again at the level that it opens."""
        workspace = self.host.workspace
        if self._contact is None or workspace is None:
            self.say("Ouvert avec votre motif, sans contact : il n'y a personne à vérifier.", "warning")
            return
        workspace.open_contact(self._contact.id)
        workspace.do_identity()

    def do_part(self) -> None:
        self.action_turn(1)

    def do_choose(self) -> None:
        if key := self._list.key:
            self._open(key)

    def do_leave(self) -> None:
        self.action_back()


def why_masked(view: ContactView | None, level: int) -> str:
    """What keeps the rest masked, and what opens it."""
    if level >= 1:
        return ""
    if view is None:
        return "ce dossier est ouvert au niveau des renseignements publics."
    if words.ordinary_mail(view):
        return "un courriel ordinaire n'identifie personne, quelle que soit son adresse."
    if view.identification.at:
        return "la vérification d'identité n'a pas été concluante (F5 recommence)."
    return "l'identité de la personne n'est pas vérifiée (F5 la vérifie)."
