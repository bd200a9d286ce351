"""The rest of what the keys of the workspace do: a window or a use case, then what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.domain.values import AttachmentRef, Status
from ccpro_desk.widgets import words

if TYPE_CHECKING:
    from ccpro_desk.screens.parking import Parking

from ccpro_desk.screens.workspace_phone import WorkspacePhone


class WorkspaceActions(WorkspacePhone):
    """Identity, what may become of a contact, my state, notes, attachments, lists."""

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

    def _checked(self, result: tuple[tuple[str, ...], bool] | None) -> None:
        contact = self.current
        if result is None or contact is None:
            return
        codes, passed = result
        if not codes:
            self._search_usager()
            return
        said = "Contrôles notés." if passed else "Vérification non concluante : notée."
        self.attempt(self.host.desk.identify(contact, codes, passed), lambda _: self._noted(said))

    def _noted(self, said: str) -> None:
        self.show_state(self.host.desk.state)
        self.say(said, "success")

    # --- the rest

    def do_follow(self) -> None:
        from ccpro_desk.screens.menu import MenuScreen, follow_items

        situation = self.host.situation
        self.app.push_screen(MenuScreen("Suites", follow_items(situation)), self._perform)

    def _perform(self, action: str | None) -> None:
        if action:
            self.host.action_do(action)

    def do_park(self) -> None:
        from ccpro_desk.screens.parking import ParkingScreen

        self.app.push_screen(ParkingScreen(), self._parking)

    def _parking(self, parking: Parking | None) -> None:
        contact = self.current
        if parking and contact:
            self.attempt(
                self.host.desk.park(contact, parking.reason, parking.until),
                lambda _: self._left("Contact mis de côté : votre texte est conservé."),
            )

    def do_resume(self) -> None:
        if self.current:
            self.attempt(self.host.desk.resume(self.current), lambda _: self._noted("Contact repris."))

    def do_release(self) -> None:
        from ccpro_desk.screens.ask import AskScreen

        question = "Remettre ce contact en file ? Votre brouillon restera avec lui pour le collègue suivant."
        self.app.push_screen(AskScreen("Remettre en file", question, yes="Remettre en file"), self._release)

    def _release(self, yes: bool | None) -> None:
        if yes and self.current:
            self.attempt(self.host.desk.release(self.current), lambda _: self._left("Contact remis en file."))

    def _left(self, said: str) -> None:
        self.open_contact(None)
        self.go_to("contacts")
        self.say(said, "success")

    def do_status(self) -> None:
        from ccpro_desk.screens.menu import MenuScreen, status_items

        self.app.push_screen(MenuScreen("Mon état", status_items()), self._set_status)

    def _set_status(self, chosen: str | None) -> None:
        if chosen is None:
            return
        name, _, after = chosen.partition("+")
        status = Status(name)
        said = words.STATUSES[status] + (" après ce contact." if after else ".")
        self.attempt(
            self.host.desk.set_status(status, after_current=bool(after)),
            lambda _: self._noted(f"État : {said}"),
        )

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

    def do_sign_out(self) -> None:
        from ccpro_desk.screens.ask import AskScreen

        question = (
            "Terminer votre service et fermer le poste ? Brouillons et envois en attente sont conservés."
        )
        self.app.push_screen(AskScreen("Fin de service", question, yes="Terminer le service"), self._sign_out)

    def _sign_out(self, yes: bool | None) -> None:
        if yes:
            self.attempt(self.host.desk.sign_out(), lambda _: self.host.leave())
