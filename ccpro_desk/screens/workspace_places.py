"""Where one goes from the workspace: lists, a file, my day."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from ccpro_desk.desk.state import DeskContact, LinkKind, Needs
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.values import Role, State, Status
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.workspace_actions import WorkspaceActions
from ccpro_desk.wire.contact_view import ContactView

Opened = Callable[[str, ContactView | None, str | None], Window[None]]
"""A screen of a file: its SIREN, and the contact or the reason that opens it."""
_HANDS = (State.ACTIVE, State.WRAP_UP, State.PARKED)


class WorkspacePlaces(WorkspaceActions):
    """Each window reads what it shows; what is chosen there comes back here."""

    _first_of: UUID | None = None
    """Whose first screen has been shown."""

    def do_sent(self) -> None:
        from ccpro_desk.screens.sent import SentScreen

        self.app.push_screen(SentScreen(self.state), self._read_contact)

    def do_queue(self, typed: str = "") -> None:
        from ccpro_desk.screens.giving import give
        from ccpro_desk.screens.queue import QueueScreen

        self.app.push_screen(QueueScreen(typed), lambda key: give(self, UUID(key)) if key else None)

    def do_plateau(self) -> None:
        from ccpro_desk.screens.plateau import PlateauScreen

        self.app.push_screen(PlateauScreen())

    @property
    def leads(self) -> bool:
        """Whether who is signed in runs a plateau or a centre."""
        agent = self.state.agent
        return agent is not None and may(agent.role, Right.READ_CENTRE)

    @property
    def officer(self) -> bool:
        """Whether who is signed in belongs to a SIE: they take no contacts."""
        return self.state.agent is not None and self.state.agent.role is Role.SIE

    @property
    def office(self) -> str:
        """The name of an officer's SIE."""
        code = self.state.agent.office if self.state.agent else ""
        offices = self.host.reference.offices
        return offices[code][0] if code in offices else code

    def do_next(self) -> None:
        """An officer's next thing to do stands in the list of what they received."""
        if self.officer:
            self.do_referrals()
        else:
            super().do_next()

    def do_referrals(self) -> None:
        from ccpro_desk.screens.sie_inbox import InboxScreen

        self.app.push_screen(InboxScreen(officer=self.officer, centre=self.leads))

    def do_office_day(self) -> None:
        from ccpro_desk.screens.office_day import OfficeDayScreen

        self.app.push_screen(OfficeDayScreen())

    def show_first_place(self) -> None:
        """Officers begin with what they received, who runs a plateau there; once a sign-in."""
        agent = self.state.agent
        if agent is None or self.state.needs is not Needs.NOTHING:
            self._first_of = None
            return
        up = self.state.link.kind is LinkKind.UP_TO_DATE
        if self._first_of == agent.id or not up or self.app.screen is not self:
            return
        self._first_of = agent.id
        if self.officer:
            self.do_referrals()
        elif self.leads and not self.state.contacts and agent.status is not Status.AVAILABLE:
            self.do_plateau()

    def do_search(self, typed: str = "") -> None:
        from ccpro_desk.screens.search import SearchScreen

        self.app.push_screen(SearchScreen(typed))

    def do_day(self) -> None:
        from ccpro_desk.screens.day import DayScreen

        self.app.push_screen(DayScreen())

    def do_applications(self) -> None:
        from ccpro_desk.reference import DataError
        from ccpro_desk.reference.applications import load_applications
        from ccpro_desk.screens.applications import ApplicationsScreen

        try:
            screen = ApplicationsScreen(load_applications(), self._siren)
        except DataError as error:
            self.say(str(error), "error")
            return
        self.app.push_screen(screen, self._launch)

    def _launch(self, key: str | None) -> None:
        from ccpro_desk.desk.launching import launch
        from ccpro_desk.reference.applications import load_applications
        from ccpro_desk.screens.applications import COPY

        if key == COPY:
            self.do_copy_siren()
        one = next((each for each in load_applications() if each.id == key), None)
        if one is not None:
            self.say(f"Ouverture demandée : {one.label}.")
            self.attempt(launch(one, self._siren))

    def do_copy_siren(self) -> None:
        if not self._siren:
            self.say("Ce contact n'est rattaché à aucun professionnel : F5 d'abord.", "warning")
            return
        self.app.copy_to_clipboard(self._siren)
        self.say("SIREN copié, si ce terminal le permet.")

    @property
    def _siren(self) -> str:
        """Of the contact on the screen."""
        usager = self.contact.view.usager if self.contact else None
        return usager.siren if usager else ""

    def do_dossier(self, siren: str = "") -> None:
        """The file of the contact on the screen, or of the SIREN that is given or looked for."""
        from ccpro_desk.screens.dossier import DossierScreen

        self._ask_siren(siren, DossierScreen)

    def do_registry(self, siren: str = "") -> None:
        """The public registry beside that file."""
        from ccpro_desk.screens.registry import RegistryScreen

        self._ask_siren(siren, RegistryScreen)

    def _ask_siren(self, siren: str, screen: Opened) -> None:
        wanted = siren or self._siren
        if wanted:
            self._open_file(wanted, screen)
            return
        from ccpro_desk.screens.usagers import UsagerScreen

        def found(chosen: str | None) -> None:
            if chosen:
                self._open_file(chosen, screen)

        self.app.push_screen(UsagerScreen(None), found)

    def _open_file(self, siren: str, screen: Opened) -> None:
        """For a contact at hand, else with a reason."""
        from ccpro_desk.screens.reason import ReasonScreen

        held = self._at_hand(siren)
        if held is not None:
            self.app.push_screen(screen(siren, held.view, None))
            return

        def opened(reason: str | None) -> None:
            if reason:
                self.app.push_screen(screen(siren, None, reason))

        self.app.push_screen(ReasonScreen(siren), opened)

    def _at_hand(self, siren: str) -> DeskContact | None:
        """A contact of this usager at hand: the one on the screen, else the best identified."""
        held = [contact for contact in self.state.contacts if contact.view.state in _HANDS]
        mine = [c for c in held if c.view.usager is not None and c.view.usager.siren == siren]
        best = max(mine, key=lambda contact: contact.view.identification.level, default=None)
        return next((contact for contact in mine if contact.id == self.current), best)

    def _read_contact(self, contact_id: UUID | None) -> None:
        """One of mine is shown here, any other in a window."""
        if contact_id is None:
            return
        if self.state.contact(contact_id) is not None:
            self.open_contact(contact_id, "message")
            return
        from ccpro_desk.screens.reader import ReaderScreen

        self.app.push_screen(ReaderScreen(contact_id))
