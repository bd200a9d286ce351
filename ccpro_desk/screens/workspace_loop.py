"""The loop of the day: next and close; what lies between is in `workspace_reply`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.desk.state import DeskContact, SendState
from ccpro_desk.domain.values import Direction, Outcome, Sending, State, Status
from ccpro_desk.widgets import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccpro_desk.domain.values import MotifOutcome
    from ccpro_desk.screens.closing import Closing

from ccpro_desk.screens.workspace_reply import WorkspaceReply

ASKED_CLOSED = "Clôture transmise au centre…"
CLOSED = "Contact clos."
CLOSING_WAITS = "Clôture en attente d'envoi : elle partira au retour de la connexion."


class WorkspaceLoop(WorkspaceReply):
    """What F2 and F8 do, and what is told once the central has answered."""

    def do_next(self) -> None:
        from ccpro_desk.screens.ask import AskScreen

        agent = self.state.agent
        if agent is None or self._asking_next or not self.calm:
            return
        if agent.status in (Status.AVAILABLE, Status.WRAP_UP):
            self._fetch_next(first_available=agent.status is Status.WRAP_UP)
            return
        status = words.STATUSES[agent.status]
        question = f"Vous êtes « {status} ». Passer « Disponible » et prendre le contact suivant ?"
        self.app.push_screen(
            AskScreen("Contact suivant", question, yes="Prendre le contact"), self._asked_next
        )

    def _asked_next(self, yes: bool | None) -> None:
        if yes:
            self._fetch_next(first_available=True)

    def _fetch_next(self, *, first_available: bool) -> None:
        self._asking_next = True
        self.say("Le centre cherche votre prochain contact…")
        self.attempt(self._next(first_available), self._arrived, self._none_arrived)

    def _nobody_waits(self) -> str:
        mine = sum(1 for c in self.state.contacts if c.view.state in (State.ACTIVE, State.WRAP_UP))
        if not mine:
            return "Aucun contact ne vous attend pour le moment."
        return f"Aucun autre contact ne vous revient pour le moment : vous en avez {mine} en cours."

    async def _next(self, first_available: bool) -> DeskContact | None:
        if first_available:
            await self.host.desk.set_status(Status.AVAILABLE)
        return await self.host.desk.next()

    def _arrived(self, contact: DeskContact | None) -> None:
        self._asking_next = False
        if contact is None:
            self.say(self._nobody_waits())
            return
        self.stirred()
        self.open_contact(contact.id, "message")
        if any(matter.kind.value == "referral" for matter in contact.view.matters or ()):
            self.show_end()  # what the SIE said stands last
        kind = words.CHANNELS[contact.view.channel]
        if contact.view.state is State.OFFERED:
            self.say("")  # the banner says it
        else:
            self.say(f"{kind} à traiter avant {words.deadline(contact.view.due_at)}.", "success")

    def _none_arrived(self, sentence: str) -> None:
        self._asking_next = False
        self.say(sentence, "warning")

    def follow(self) -> None:
        """What was asked of the central and is told only once it has answered."""
        if self._telling:
            self._tell_sending()
        for sent, refused in tuple(self._taking_back.values()):
            self._follow_take_back(sent, refused)
        for contact in tuple(self._closings):
            self._follow_closing(contact)

    def _follow_closing(self, contact: UUID) -> None:
        held = self.state.contact(contact)
        refused = held is not None and any(s.kind == "contact.close" for s in held.refusals)
        if held is not None and not refused and held.view.state is not State.CLOSED:
            return
        self._closings.discard(contact)
        if refused:
            self.say("La clôture est refusée : le contact vous reste, lisez pourquoi en l'ouvrant.", "error")
        elif self.notice in (ASKED_CLOSED, CLOSING_WAITS):
            self.say(CLOSED, "success")

    def do_close(self) -> None:
        from ccpro_desk.screens.closing import ClosingScreen

        contact = self.contact
        if contact and self.is_armed(contact):
            sent = {Sending.HELD, Sending.QUEUED, Sending.SENT, Sending.UNSURE}
            answered = any(m.direction is Direction.OUT and m.status in sent for m in contact.view.messages)
            answered = answered or any(s.kind == "contact.reply" for s in contact.pending)
            answered = answered or (words.is_live(contact.view))
            self.app.push_screen(
                ClosingScreen(
                    contact.view,
                    self.host.reference,
                    answered=answered,
                    written=self.editor.text.strip(),
                    answers=tuple(used.ref.id for used in self.answers_of(contact.id)),
                    followed=self._followed(contact),
                ),
                self._close_with,
            )

    def _followed(self, contact: DeskContact) -> tuple[Outcome, ...]:
        """What followed from it besides an answer: the likeliest outcomes, the weightiest first."""
        promised = (Outcome.CALLBACK,) if self._has_promised(contact.id) else ()
        return (*words.came_of(contact.view), *promised)

    def _has_promised(self, contact: UUID) -> bool:
        """Whether a call was promised on it today."""
        kind, refused = "callback.schedule", SendState.REFUSED
        return any(
            s.kind == kind and s.contact_id == contact and s.state is not refused for s in self.state.sent
        )

    def _close_with(self, closing: Closing | None) -> None:
        contact = self.current
        if closing is None or contact is None:
            return
        motifs: Sequence[MotifOutcome] = closing.motifs
        note = self.editor.text.strip() if self.spoken else ""
        self.attempt(
            self.host.desk.close(
                contact, motifs, closing.note or note or None, read=self.version_read(contact)
            ),
            lambda _: self._after_close(contact, noted=bool(note)),
        )

    def _after_close(self, contact: UUID, *, noted: bool) -> None:
        """The contact leaves the screen. Nothing follows by itself; what a call interrupted comes back."""
        self._used.pop(contact, None)
        if noted:
            self.editor.empty(contact)
            self.host.desk.draft(contact, "")
        if not self.back_from_call(contact):
            self.open_contact(None)
            self.go_to("contacts")
        self.say(
            CLOSING_WAITS if self.offline else ASKED_CLOSED, "warning" if self.offline else "information"
        )
        self._closings.add(contact)
        self.show_state(self.host.desk.state)
