"""The part of a file that tells what happened: read by pages, on demand; Enter opens what an entry names."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.desk.lists import Timeline
from ccpro_desk.widgets.file import timeline
from ccpro_desk.widgets.line_list import Entry, LineList
from ccpro_desk.wire.listing import EntryKind

if TYPE_CHECKING:
    from ccpro_desk.screens.dossier import DossierScreen
    from ccpro_desk.wire.contact_view import MatterView

READING = "Lecture de l'historique…"


class TimelinePart:
    """Nothing is asked of the central before the agent looks at it."""

    def __init__(self, screen: DossierScreen, siren: str, contact: UUID | None, reason: str | None) -> None:
        self._screen, self._siren = screen, siren
        self._contact, self._reason = contact, reason
        self._list: LineList | None = None
        self._entries: list[Entry] = []
        self._cursor: str | None = None
        self._begun = self._reading = False
        self._told = READING

    def forget(self) -> None:
        """What may be opened has changed: it is read again when it is shown."""
        self._entries, self._cursor, self._begun = [], None, False

    def show(self, shown: LineList) -> None:
        self._list = shown
        shown.empty = self._told
        shown.fill(self._entries, key=self._entries[0].key if self._entries else None)
        shown.scroll_home(animate=False)
        if not self._begun and not self._reading:
            self._told = READING
            self._read(None)

    def more(self) -> None:
        if self._cursor is not None and not self._reading:
            self._read(self._cursor)

    def open(self, key: str) -> None:
        """The contact, in the workspace if it is at hand; an act, an appointment, a referral in a window."""
        kind, identity, readable = key.split(":")
        if readable == "0":
            self._screen.say(f"Cette ligne est tout ce qui s'en montre : {timeline.CLOSED}.", "warning")
        elif kind == EntryKind.CONTACT:
            self._contact_of(UUID(identity))
        else:
            self._screen.attempt(self._screen.host.desk.matters.one(UUID(identity)), self._matter)

    def _matter(self, view: MatterView) -> None:
        from ccpro_desk.screens.matter import MatterScreen

        held = self._screen.host.desk.state.contact(view.contact_id)
        self._screen.app.push_screen(MatterScreen(view, held=held is not None and held.token is not None))

    def _contact_of(self, contact_id: UUID) -> None:
        from ccpro_desk.screens.reader import ReaderScreen

        if self._screen.host.desk.state.contact(contact_id) is not None:
            self._screen.host.go_to_contact(contact_id)
        else:
            self._screen.app.push_screen(ReaderScreen(contact_id))

    def _read(self, cursor: str | None) -> None:
        self._reading = True
        job = self._screen.host.desk.lists.timeline(self._siren, self._contact, self._reason, cursor)
        self._screen.attempt(job, self._came, self._failed)

    def _came(self, page: Timeline) -> None:
        self._reading, self._begun, self._cursor = False, True, page.next
        motifs = self._screen.host.reference.motifs
        found = [timeline.entry(one, motifs) for one in page.items]
        first, self._entries = not self._entries, [*self._entries, *found]
        self._told = "Aucun échange avec ce professionnel."
        if page.local:
            self._told = "Hors connexion : aucun échange avec ce professionnel sur ce poste."
            self._screen.say("Hors connexion : seulement les échanges que ce poste connaît.", "warning")
        if self._list is None or not self._screen.shows_timeline:
            return
        if first:
            self.show(self._list)
        else:
            self._list.extend(found)

    def _failed(self, sentence: str) -> None:
        self._reading = False
        self._told = sentence
        if self._list is not None and self._screen.shows_timeline:
            self._list.empty = sentence
