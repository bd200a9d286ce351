"""« Prendre rendez-vous » from the workspace: which windows follow one another, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ccpro_desk.desk.appointments import Answered, Coming, Told
from ccpro_desk.domain.appointments.modes import Mode
from ccpro_desk.domain.values import Channel
from ccpro_desk.screens.appointment import Choice, SlotScreen
from ccpro_desk.screens.appointment_list import NEW, AppointmentsScreen, Todo
from ccpro_desk.screens.appointment_offices import OfficesScreen
from ccpro_desk.screens.appointment_result import ResultScreen, in_a_line
from ccpro_desk.screens.appointment_review import AppointmentReview, Booked
from ccpro_desk.screens.ask import AskScreen
from ccpro_desk.screens.form import Field, FormScreen, needed
from ccpro_desk.widgets import words
from ccpro_desk.widgets.appointments import when

if TYPE_CHECKING:
    from ccpro_desk.desk.state import DeskContact
    from ccpro_desk.screens.workspace_outcomes import WorkspaceOutcomes
    from ccpro_desk.wire.appointments import OfficeView
    from ccpro_desk.wire.views import ContactView

NO_USAGER = "Rattachez d'abord ce contact à un professionnel : F5."
WHY = needed("Indiquez pourquoi : le service le lira.")
WINDOW = "appointment"
_RECORDED = " Enregistré ici : le centre le fera à son retour."


class Booking:
    """One way through the windows, for one contact."""

    def __init__(self, space: WorkspaceOutcomes, contact: DeskContact, siren: str, own: str) -> None:
        """`own`: the code of the usager's office, where the file says it."""
        self._space, self._contact, self._siren, self._own = space, contact.id, siren, own
        self._view = contact.view
        self._names = {code: name for code, (name, _) in space.host.reference.offices.items()}
        self._begun = space.begun.of(contact.id, WINDOW)

    def begin(self) -> None:
        job = self._space.host.desk.appointments.coming(self._contact, self._siren)
        self._space.attempt(job, self._with)

    def _with(self, coming: tuple[Coming, ...]) -> None:
        if coming:
            self._space.app.push_screen(AppointmentsScreen(coming, self._names), self._todo)
        else:
            self._new()

    def _todo(self, todo: Todo | None) -> None:
        if todo is None:
            return
        if todo.what == NEW:
            self._new()
        elif todo.coming and todo.what == "move":
            coming = todo.coming
            job = self._space.host.desk.appointments.office_of(coming)
            self._space.attempt(job, lambda found: self._move(coming, *found))
        elif todo.coming:
            self._cancel(todo.coming)

    # --- another one

    def _new(self) -> None:
        if self._own:
            self._slots(self._own)
        else:
            self._offices()

    def _offices(self) -> None:
        job = self._space.host.desk.appointments.offices()
        self._space.attempt(job, self._choose_office, lambda _: self._choose_office(()))

    def _choose_office(self, offices: tuple[OfficeView, ...]) -> None:
        """Without the central, all offices that are known here."""
        names = {office.code: office.name for office in offices} or self._names
        self._space.app.push_screen(
            OfficesScreen(names, self._own), lambda code: self._slots(code) if code else None
        )

    def _slots(self, code: str, mode: Mode | None = None) -> None:
        screen = SlotScreen(code, self._names.get(code, code), mode=mode)
        self._space.app.push_screen(screen, self._chosen)

    def _chosen(self, choice: Choice | None) -> None:
        if choice is None:
            return
        if choice.other_office:
            self._offices()
            return
        name = self._names.get(choice.sie, choice.sie)
        screen = AppointmentReview(
            self._contact, self._siren, choice, name, self._begun, confirmation(self._view)
        )
        self._space.app.push_screen(screen, lambda booked: self._booked(choice, booked))

    def _booked(self, choice: Choice, booked: Booked | None) -> None:
        """Escape goes back to the times; what was typed is kept."""
        if booked is None:
            self._slots(choice.sie, choice.mode)
            return
        self._space.begun.done(self._contact, WINDOW)
        office = self._names.get(booked.wish.sie, booked.wish.sie)
        told = booked.answered.told
        said = in_a_line(booked.wish, booked.answered, office)
        self._space.say(said, "success" if told is Told.DONE else "warning")
        self._space.app.push_screen(ResultScreen(booked.wish, booked.answered, office))

    # --- one that is there

    def _move(self, coming: Coming, code: str, mode: Mode) -> None:
        screen = SlotScreen(code, self._names.get(code, code), mode=mode, fixed=True)
        self._space.app.push_screen(screen, lambda choice: self._ask_move(coming, choice))

    def _ask_move(self, coming: Coming, choice: Choice | None) -> None:
        if choice is None:
            return
        question = f"Déplacer le rendez-vous du {when(coming.at)} au {when(choice.at)} ?"
        ask = AskScreen("Déplacer le rendez-vous", question, yes="Déplacer")
        self._space.app.push_screen(ask, lambda yes: self._moved(coming, choice.at) if yes else None)

    def _moved(self, coming: Coming, at: datetime) -> None:
        job = self._space.host.desk.appointments.move(self._contact, coming.id, at)
        self._space.attempt(job, lambda done: self._told(f"Rendez-vous déplacé au {when(at)}.", done))

    def _cancel(self, coming: Coming) -> None:
        title = f"Annuler le rendez-vous du {when(coming.at)}"
        form = FormScreen(title, [Field("Pourquoi", fault=WHY)], yes="Annuler le rendez-vous")
        self._space.app.push_screen(form, lambda given: self._gone(coming, given[0]) if given else None)

    def _gone(self, coming: Coming, why: str) -> None:
        job = self._space.host.desk.appointments.cancel(self._contact, coming.id, why)
        said = f"Rendez-vous du {when(coming.at)} annulé."
        self._space.attempt(job, lambda done: self._told(said, done))

    def _told(self, said: str, done: Answered) -> None:
        if done.told is Told.RECORDED:
            self._space.say(f"Pas encore fait.{_RECORDED}", "warning")
        else:
            mailed = " L'usager en est averti par courriel." if done.mailed else " Dites-le à l'usager."
            self._space.say(f"{said}{mailed}", "success")


def confirmation(view: ContactView) -> str:
    """How it will be confirmed, before it is asked for."""
    address = (view.origin.address if view.origin else "") or ""
    if view.channel is Channel.MAIL and address:
        return f"Confirmation par courriel à {words.named(address, 60)}, avec l'invitation (.ics)."
    return "Confirmation par courriel à l'adresse du dossier, s'il en porte une ; sinon, dites-le à l'usager."


def begin(space: WorkspaceOutcomes, own: str) -> None:
    """For the contact on the screen."""
    contact = space.contact
    usager = contact.view.usager if contact else None
    if contact is None or usager is None:
        space.say(NO_USAGER, "warning")
    else:
        Booking(space, contact, usager.siren, own).begin()
