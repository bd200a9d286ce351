"""What may become of a contact besides an answer: set aside, taken again, handed over, called back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.screens.begun import Begun
from ccpro_desk.screens.workspace_alike import WorkspaceAlike
from ccpro_desk.widgets import words

if TYPE_CHECKING:
    from ccpro_desk.desk.state import DeskContact
    from ccpro_desk.screens.parking import Parking
    from ccpro_desk.screens.referral import Fiche
    from ccpro_desk.wire.contact_view import MatterView
    from ccpro_desk.wire.views import DossierView


class WorkspaceOutcomes(WorkspaceAlike):
    """F7 and the palette's names for what it holds."""

    dossiers: dict[str, DossierView]

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

    def do_refer(self) -> None:
        """The fiche de liaison; where the SIE asked something, the answer to it."""
        contact = self.contact
        if contact is None:
            return
        asked = next((m for m in contact.view.matters or () if _is_asked(m)), None)
        if asked is not None:
            self._reply_to_office(contact.id, asked.id)
        elif self.is_armed(contact):
            self._fill_fiche(contact)

    def _fill_fiche(self, contact: DeskContact) -> None:
        from ccpro_desk.screens.referral import ReferralScreen

        usager = contact.view.usager
        known = self.dossiers.get(usager.siren) if usager else None
        office = _office_of(known) if known else ""
        signature = self._signature(contact)
        noted = self.editor.text.strip().removesuffix(signature).strip()
        begun = self.begun.of(contact.id, "refer")
        screen = ReferralScreen(
            contact,
            self.host.reference,
            begun,
            office=office,
            noted=noted,
            signature=signature,
        )
        self.app.push_screen(screen, lambda fiche: self._refer(contact.id, fiche) if fiche else None)

    def _refer(self, contact: UUID, fiche: Fiche) -> None:
        used = [each.ref for each in self.answers_of(contact)]
        job = self.host.desk.refer(
            contact, fiche.body, fiche.letter, answers=used, read=self.version_read(contact)
        )
        self.attempt(job, lambda _: self._referred(contact, fiche.office))

    def _referred(self, contact: UUID, office: str) -> None:
        self.begun.done(contact, "refer")
        self.editor.empty(contact)
        said = f"Fiche de liaison enregistrée ici pour {office} : elle partira au retour du centre."
        if self.current == contact:
            self.left(said if self.offline else f"Fiche de liaison transmise au centre pour {office}.")

    def _reply_to_office(self, contact: UUID, fiche: UUID) -> None:
        from ccpro_desk.screens.saying import SayingScreen

        screen = SayingScreen(
            "Répondre à la question du SIE",
            "Votre réponse, sur la même fiche",
            self.begun.of(contact, "reply-sie"),
            yes="Répondre au SIE",
        )
        self.app.push_screen(
            screen, lambda said: self._answer_office(contact, fiche, said.text) if said else None
        )

    def _answer_office(self, contact: UUID, fiche: UUID, text: str) -> None:
        job = self.host.desk.reply_referral(contact, fiche, text)
        self.attempt(job, lambda _: self._office_answered(contact))

    def _office_answered(self, contact: UUID) -> None:
        self.begun.done(contact, "reply-sie")
        waits = " En attente d'envoi." if self.offline else ""
        if self.current == contact:
            self.left(f"Réponse transmise au SIE, sur la même fiche.{waits}")

    def do_appointment(self) -> None:
        from ccpro_desk.screens.booking import begin

        usager = self.contact.view.usager if self.contact else None
        known = self.dossiers.get(usager.siren) if usager else None
        begin(self, _office_of(known) if known else "")

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


def _is_asked(view: MatterView) -> bool:
    """A fiche on which the SIE waits for the centre."""
    return view.kind.value == "referral" and view.state == "asked"


def _office_of(file: DossierView) -> str:
    """The code of the SIE in charge, where the file says it."""
    from ccpro_desk.widgets.dossier import read_from

    office = read_from(file.fields)("sie")
    return str(read_from(office)("code") or "") if office else ""
