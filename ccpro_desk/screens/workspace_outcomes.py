"""What may become of a contact besides an answer: set aside, taken again, handed over, called back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.screens.begun import Begun
from ccpro_desk.screens.workspace_alike import WorkspaceAlike
from ccpro_desk.widgets import words

if TYPE_CHECKING:
    from ccpro_desk.screens.parking import Parking


class WorkspaceOutcomes(WorkspaceAlike):
    """F7 and the palette's names for what it holds."""

    def __init__(self, classes: str | None = None) -> None:
        super().__init__(classes)
        self.begun = Begun()
        """What was begun in windows that were left."""

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
                lambda _: self.left("Contact mis de côté : votre texte est conservé."),
            )

    def do_resume(self) -> None:
        """The contact on the screen, else the first whose hour has come."""
        contact = self.current if self.contact and self.current in self._parked() else self._first_due()
        if contact:
            self.open_contact(contact, "message")
            self.attempt(self.host.desk.resume(contact), lambda _: self._noted("Contact repris."))

    def _parked(self) -> set[UUID]:
        from ccpro_desk.domain.values import State

        return {c.id for c in self.state.contacts if c.view.state is State.PARKED}

    def _first_due(self) -> UUID | None:
        return self.state.due[0] if self.state.due else None

    def do_release(self) -> None:
        from ccpro_desk.screens.ask import AskScreen

        question = "Remettre ce contact en file ? Votre brouillon restera avec lui pour le collègue suivant."
        self.app.push_screen(AskScreen("Remettre en file", question, yes="Remettre en file"), self._release)

    def _release(self, yes: bool | None) -> None:
        if yes and self.current:
            self.attempt(self.host.desk.release(self.current), lambda _: self.left("Contact remis en file."))

    def do_transfer(self) -> None:
        from ccpro_desk.screens.handing import TransferScreen

        contact = self.contact
        if contact is None:
            return
        begun = self.begun.of(contact.id, "transfer")
        if self.spoken:
            begun.setdefault("summary", self.editor.text.strip())
        screen = TransferScreen(contact, self.host.reference, begun)
        self.app.push_screen(screen, lambda label: self._transferred(contact.id, label))

    def _transferred(self, contact: UUID, label: str | None) -> None:
        if label is None:
            return
        self.begun.done(contact, "transfer")
        waits = " En attente d'envoi." if self.offline else ""
        if self.current == contact:
            self.left(f"Transfert demandé : {label}.{waits}")

    def do_callback(self) -> None:
        from ccpro_desk.screens.promise import PromiseScreen

        contact = self.contact
        if contact is None:
            return
        number = words.phone((contact.view.origin.number if contact.view.origin else "") or "")
        screen = PromiseScreen(contact, number, self.begun.of(contact.id, "callback"))
        self.app.push_screen(screen, lambda at: self._promised(contact.id, at))

    def _promised(self, contact: UUID, at: datetime | None) -> None:
        if at is None:
            return
        self.begun.done(contact, "callback")
        waits = " En attente d'envoi." if self.offline else ""
        self._noted(f"Rappel programmé {words.moment(at)} : il sera parmi vos contacts.{waits}")

    def left(self, said: str) -> None:
        """The contact is no longer on the screen."""
        self.open_contact(None)
        self.go_to("contacts")
        self.say(said, "success")
