"""A usager's file, full screen: what the level opens, and the contacts of this usager that one may read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from ccpro_desk.desk.lists import Found
from ccpro_desk.desk.state import LinkKind
from ccpro_desk.domain.text import clean
from ccpro_desk.screens.base import Window
from ccpro_desk.widgets import rows, words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.dossier import read_from
from ccpro_desk.widgets.dossier_page import page, why_masked
from ccpro_desk.widgets.line_list import LineList
from ccpro_desk.widgets.pane import Pane, said

if TYPE_CHECKING:
    from ccpro_desk.wire.contact_view import ContactView
    from ccpro_desk.wire.views import DossierView


class DossierScreen(Window[None]):
    """Tab goes from the file to its contacts and back; Enter reads a contact."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#text"
    KEYS = (
        ("turn", "Tab", "Dossier, contacts"),
        ("choose", "Entrée", "Lire le contact"),
        ("leave", "Échap", "Revenir"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "turn", show=False, priority=True),
    ]

    def __init__(self, siren: str, contact: ContactView | None, reason: str | None) -> None:
        super().__init__()
        self._siren, self._contact, self._reason = siren, contact, reason
        self._cursor: str | None = None
        self._reading = False

    def compose(self) -> ComposeResult:
        with Vertical(id="frame", classes="full") as frame:
            frame.border_title = Content(f"Dossier {words.siren(self._siren)}")
            with Horizontal(id="body"):
                yield Pane(id="text", classes="half")
                yield LineList(id="list", classes="half")
            yield NoticeBar()
            yield KeyBar(self.KEYS)

    def on_mount(self) -> None:
        self.query_one("#text", Pane).show([said("Lecture du dossier…", "$quiet")])
        self.query_one("#text").border_title = Content("Le dossier")
        self.query_one("#list").border_title = Content("Ses contacts que vous pouvez lire")
        self.query_one("#list", LineList).empty = "Lecture des contacts…"
        self.set_class(True, "-file")
        contact = self._contact.id if self._contact else None
        job = self.host.desk.dossier(self._siren, contact_id=contact, reason=self._reason)
        self.attempt(job, self._came, self._failed)

    def _came(self, known: DossierView) -> None:
        name = clean(str(read_from(known)("name") or ""), keep_newlines=False)
        self.query_one("#frame").border_title = Content(f"Dossier {words.siren(self._siren)} · {name}")
        self.query_one("#text", Pane).show(page(known, why_masked(self._contact, known.level)))
        if self.host.desk.state.link.kind is not LinkKind.UP_TO_DATE:
            self.say("Hors connexion : copie de ce poste, telle que le centre l'avait donnée.", "warning")
        elif self._reason:
            self.say("Ouvert avec votre motif : cette consultation est inscrite.")
        self._read(None)

    def _failed(self, sentence: str) -> None:
        self.query_one("#text", Pane).show([said(sentence, "$warning")])
        self.query_one("#list", LineList).empty = ""

    def _read(self, cursor: str | None) -> None:
        self._reading = True
        self.attempt(
            self.host.desk.lists.of_usager(self._siren, cursor),
            lambda found: self._listed(found, more=cursor is not None),
            self._not_listed,
        )

    def _listed(self, found: Found, *, more: bool) -> None:
        self._reading, self._cursor = False, found.next
        shown = self.query_one("#list", LineList)
        shown.empty = "Aucun contact de ce professionnel que vous puissiez lire."
        entries = [rows.found(item) for item in found.items]
        if more:
            shown.extend(entries)
        else:
            shown.fill(entries, key=entries[0].key if entries else None)

    def _not_listed(self, sentence: str) -> None:
        self._reading = False
        self.query_one("#list", LineList).empty = sentence

    @on(LineList.Ending)
    def _more(self, event: LineList.Ending) -> None:
        event.stop()
        if self._cursor is not None and not self._reading:
            self._read(self._cursor)

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self._open(event.key)

    def _open(self, key: str) -> None:
        from ccpro_desk.screens.reader import ReaderScreen

        if self.host.desk.state.contact(UUID(key)) is not None:
            self.host.go_to_contact(UUID(key))
        else:
            self.app.push_screen(ReaderScreen(UUID(key)))

    def action_turn(self) -> None:
        at_list = self.focused is not None and self.focused.id == "list"
        self.set_class(at_list, "-file")
        self.query_one("#text" if at_list else "#list").focus()

    def do_turn(self) -> None:
        self.action_turn()

    def do_choose(self) -> None:
        key = self.query_one("#list", LineList).key
        if key:
            self._open(key)

    def do_leave(self) -> None:
        self.action_back()
