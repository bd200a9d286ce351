"""The rest of what the keys of the workspace do: a window or a use case, then what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.domain.values import AttachmentRef
from ccpro_desk.screens.workspace_phone import WorkspacePhone
from ccpro_desk.widgets import words

if TYPE_CHECKING:
    from ccpro_desk.screens.identity import Checked


class WorkspaceActions(WorkspacePhone):
    """Identity, notes, attachments, lists."""

    _identifying: tuple[UUID, datetime | None] | None = None
    """The contact of which checks are on their way, and when it was last identified."""

    def do_identity(self) -> None:
        if self.contact is None:
            return
        if self.contact.view.usager is None:
            self._search_usager()
        else:
            self._check()

    def _search_usager(self) -> None:
        from ccpro_desk.screens.usagers import UsagerScreen

        if self.contact:
            self.app.push_screen(UsagerScreen(self.contact.view), self._linked)

    def _linked(self, siren: str | None) -> None:
        contact = self.contact
        if siren is None or contact is None:
            return
        ordinary = words.ordinary_mail(contact.view)
        self.attempt(self.host.desk.link_usager(contact.id, siren), lambda _: self._after_link(ordinary))

    def _after_link(self, ordinary: bool) -> None:
        self.show_state(self.host.desk.state)
        if ordinary:
            self.say(
                "Dossier rattaché. Un courriel ordinaire ne donne accès qu'aux renseignements publics.",
                "success",
            )
        else:
            self._check()

    def _check(self) -> None:
        from ccpro_desk.screens.identity import IdentityScreen

        if self.contact:
            self.app.push_screen(IdentityScreen(self.contact.view, self.host.reference), self._checked)

    def _checked(self, checked: Checked | None) -> None:
        contact = self.contact
        if checked is None or contact is None:
            return
        if not checked.codes:
            self._search_usager()
            return
        said = "Contrôles notés." if checked.passed else "Vérification non concluante : notée."
        self._identifying = (contact.id, contact.view.identification.at)
        job = self.host.desk.identify(contact.id, checked.codes, checked.passed, *checked.whose)
        self.attempt(job, lambda _: self._noted(said))

    def tell_identity(self) -> None:
        """What the central says of what was checked, once it has."""
        contact = self.contact
        if contact is None or self._identifying is None or self._identifying[0] != contact.id:
            return
        known = contact.view.identification
        if known.at == self._identifying[1]:
            return
        self._identifying = None
        if known.setback is not None:
            self.say(known.setback.text, "warning")

    def _noted(self, said: str) -> None:
        self.show_state(self.host.desk.state)
        self.say(said, "success")

    # --- the rest

    def do_note(self) -> None:
        from ccpro_desk.screens.note import NoteScreen

        if self.current:
            self.app.push_screen(
                NoteScreen(self._begun_notes.get(self.current, ""), self.editor.names), self._write_note
            )

    def _write_note(self, text: str | None) -> None:
        from ccpro_desk.screens.note import Unfinished

        if text is None or self.current is None:
            return
        self._begun_notes.pop(self.current, None)
        if isinstance(text, Unfinished):
            self._begun_notes[self.current] = str(text)
        else:
            self.attempt(
                self.host.desk.note(self.current, text), lambda _: self._noted("Note interne enregistrée.")
            )

    @property
    def attachments(self) -> tuple[AttachmentRef, ...]:
        """Of the contact on the screen."""
        messages = self.contact.view.messages if self.contact else ()
        return tuple(attached for message in messages for attached in message.attachments)

    def do_attachment(self) -> None:
        from ccpro_desk.screens.menu import MenuScreen, attachment_items

        if len(self.attachments) == 1:
            self._open(str(self.attachments[0].id))
        else:
            self.app.push_screen(MenuScreen("Pièces jointes", attachment_items(self.attachments)), self._open)

    def _open(self, chosen: str | None) -> None:
        from ccpro_desk.screens.attachment import AttachmentScreen

        attached = next((a for a in self.attachments if str(a.id) == chosen), None)
        if attached and self.current:
            self._opened_of.add(self.current)
            self.app.push_screen(AttachmentScreen(self.current, attached))

    def forget_copies(self) -> None:
        """Of contacts that are no longer here."""
        gone = self._opened_of - {contact.id for contact in self.state.contacts}
        for contact in gone:
            from ccpro_desk.desk.attached import copies

            copies.forget(contact)
        self._opened_of -= gone

    def do_find(self, sought: str = "") -> None:
        from ccpro_desk.screens.my_contacts import MyContactsScreen

        self.app.push_screen(MyContactsScreen(self.state.contacts, sought), self._found)

    def _found(self, key: str | None) -> None:
        if key:
            self.open_contact(UUID(key), "message")

    def do_older(self) -> None:
        self.whole = not self.whole
        self.show_state(self.state)

    def do_quote(self) -> None:
        self.unfolded = not self.unfolded
        self.show_state(self.state)
