"""The agent's own day: state, pauses, help, a difficult exchange, the end of the service, where one was."""

from __future__ import annotations

from uuid import UUID

from ccpro_desk.desk.state import Place
from ccpro_desk.domain.values import Status
from ccpro_desk.screens.workspace_acts import WorkspaceActs
from ccpro_desk.widgets import words
from ccpro_desk.widgets.whereabouts import Whereabouts, left_at

BREATHE = "Cinq minutes pour souffler : rien ne vous est proposé. F2 quand vous êtes prêt."
RESPITE_OVER = "Les cinq minutes sont passées. Prenez le temps qu'il faut : F2 quand vous êtes prêt."


class WorkspaceService(WorkspaceActs):
    """What Ctrl+T, Ctrl+R and the palette's names for the day do."""

    def __init__(self, classes: str | None = None) -> None:
        super().__init__(classes)
        self.whereabouts = Whereabouts(id="whereabouts")

    # --- my state

    def do_status(self) -> None:
        from ccpro_desk.screens.menu import MenuScreen, status_items

        self.app.push_screen(MenuScreen("Mon état", status_items(self.state.agent)), self._status_chosen)

    def _status_chosen(self, chosen: str | None) -> None:
        from ccpro_desk.screens.menu import STAY

        if chosen is None:
            return
        if chosen == STAY:
            self.do_pause_after()
            return
        name, _, after = chosen.partition("+")
        status = Status(name)
        if status is Status.LEAVING:
            self.do_sign_out()
        elif after:
            self._set_status(status, after=True)
        else:
            self._leave_queue(status)

    def _leave_queue(self, status: Status) -> None:
        """At once; with contacts in hand, what becomes of each is asked first."""
        from ccpro_desk.desk.remains import remains

        if status is Status.AVAILABLE or not remains(self.state).in_hand:
            self._set_status(status)
            return
        from ccpro_desk.screens.pausing import PausingScreen

        screen = PausingScreen(self.begun, words.STATUSES[status], lambda: self._set_status(status))
        self.app.push_screen(screen, self._opened_from)

    def _set_status(self, status: Status, *, after: bool = False) -> None:
        said = words.STATUSES[status] + (" après ce contact. Ctrl+T, A pour y renoncer." if after else ".")
        job = self.host.desk.set_status(status, after_current=after)
        self.attempt(job, lambda _: self._noted(f"État : {said}"))

    def do_pause_after(self) -> None:
        """*Pause après ce contact*, or not after all."""
        agent = self.state.agent
        if agent is not None and agent.after_current is not None:
            self.attempt(self.host.desk.stay(), lambda _: self._noted("Vous restez comme vous êtes."))
        else:
            self._set_status(Status.PAUSE, after=True)

    def _opened_from(self, contact: UUID | None) -> None:
        """A contact chosen in a window of what remains."""
        if contact:
            self.open_contact(contact, "message")

    # --- the start and the end

    def do_begin(self) -> None:
        from ccpro_desk.screens.beginning import BeginningScreen

        self.app.push_screen(BeginningScreen(self.state), self.host.begun)

    def do_sign_out(self) -> None:
        agent = self.state.agent
        if agent is None or agent.status in (Status.LEAVING, Status.OFFLINE):
            self._show_end_of_service()
        else:
            job = self.host.desk.set_status(Status.LEAVING)
            self.attempt(job, lambda _: self._show_end_of_service())

    def _show_end_of_service(self) -> None:
        from ccpro_desk.screens.ending import EndingScreen

        self.show_state(self.host.desk.state)
        self.app.push_screen(EndingScreen(self.begun, len(self._begun_notes)), self._opened_from)

    # --- help

    def do_reinforce(self) -> None:
        from ccpro_desk.screens.renfort import RenfortScreen

        contact = self.contact
        key = contact.id if contact else None
        channel = contact.view.channel if contact else None
        screen = RenfortScreen(channel, self.begun.of(key, "renfort"))
        self.app.push_screen(screen, lambda asked: self._reinforced(key) if asked else None)

    def _reinforced(self, contact: UUID | None) -> None:
        self.begun.done(contact, "renfort")
        self._noted("Renfort demandé : votre encadrement est prévenu, la réponse s'affichera ici.")

    def do_difficult(self) -> None:
        from ccpro_desk.screens.difficult import DifficultScreen

        if self.contact:
            self.app.push_screen(DifficultScreen(self.contact.view.channel), self._breathing)

    def _breathing(self, warned: bool | None) -> None:
        from ccpro_desk.screens.difficult import RESPITE_S, UNTOLD

        if warned is None:
            return
        self.show_state(self.host.desk.state)
        self.say(BREATHE if warned else UNTOLD, "success" if warned else "warning")
        self.set_timer(RESPITE_S, self.respite_over)

    def respite_over(self) -> None:
        """Told, and nothing else: only the agent's key brings a contact."""
        agent = self.state.agent
        if agent is not None and agent.status is Status.WRAP_UP:
            self.say(RESPITE_OVER)

    # --- where one was

    @property
    def place(self) -> Place | None:
        """What another workstation would find."""
        if self.current is None:
            return None
        editor, pane = self.editor, self.focus_of.get(self.current, "message")
        return Place(self.current, pane, len(self._before_caret()) if editor.contact == self.current else 0)

    def _before_caret(self) -> str:
        editor = self.editor
        return editor.document.get_text_range(editor.document.start, editor.selection.end)

    def find_place(self, place: Place) -> None:
        """Open what was open at the former workstation, at the caret's place."""
        contact = self.state.contact(place.contact_id)
        if contact is None:
            return
        self.focus_of[contact.id] = place.pane if place.pane in ("message", "reply") else "message"
        self.open_contact(contact.id, "message")
        text = self.editor.text[: place.caret]
        self.editor.move_cursor((text.count("\n"), len(text) - text.rfind("\n") - 1))
        self.say_where()

    def say_where(self) -> None:
        """« Où en étais-je ? » of the contact on the screen."""
        if self.contact is None:
            return
        editor = self.editor
        said = left_at(editor.text, self._before_caret(), editor.gaps, spoken=self.spoken)
        self.whereabouts.show(said)
