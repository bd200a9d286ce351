"""The loop of the day: next, read, answer, send, take back, close."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.answers.french import NBSP
from ccpro_desk.desk.state import DeskContact, LinkKind, SendState, Sent
from ccpro_desk.domain.values import Direction, Sending, State, Status
from ccpro_desk.widgets import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccpro_desk.domain.values import MotifOutcome
    from ccpro_desk.screens.answers import Insertion
    from ccpro_desk.screens.closing import Closing

from ccpro_desk.screens.workspace_base import Used, WorkspaceBase

HOLD_S = 10
"""How long a reply may be taken back."""
WAITING = "En attente d'envoi : la réponse partira au retour du centre. Ctrl+Z, hors de l'éditeur, l'annule."
GOING = "En attente d'envoi : le centre n'a pas encore répondu. Ctrl+Z, hors de l'éditeur, l'annule."
HELD = f"Envoi annulable pendant {HOLD_S}{NBSP}s : Ctrl+Z, hors de l'éditeur."
ASKED_BACK = "Annulation demandée au centre…"
TAKEN_BACK = "Envoi annulé : votre texte est de nouveau dans la réponse."
TOO_LATE = "Trop tard pour annuler : la réponse est déjà partie. Vous pouvez en envoyer une autre."
GONE = (SendState.SENT, SendState.FAILED, SendState.UNSURE)
ASKED_CLOSED = "Clôture transmise au centre…"
CLOSED = "Contact clos."
CLOSING_WAITS = "Clôture en attente d'envoi : elle partira au retour de la connexion."


class WorkspaceLoop(WorkspaceBase):
    """What F2, F3, F6, F8 and Ctrl+Z do."""

    def do_next(self) -> None:
        from ccpro_desk.screens.ask import AskScreen

        agent = self.state.agent
        if agent is None or self._asking_next:
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
        self.open_contact(contact.id, "message")
        kind = words.CHANNELS[contact.view.channel]
        if contact.view.state is State.OFFERED:
            self.say("")  # the banner says it
        else:
            self.say(f"{kind} à traiter avant {words.deadline(contact.view.due_at)}.", "success")

    def _none_arrived(self, sentence: str) -> None:
        self._asking_next = False
        self.say(sentence, "warning")

    def do_answers(self) -> None:
        from ccpro_desk.screens.answers import AnswersScreen

        if self.contact:
            self.app.push_screen(
                AnswersScreen(self.contact.view, self.host.reference, self.host.place), self._insert
            )

    def _insert(self, insertion: Insertion | None) -> None:
        if insertion is None or self.current is None:
            return
        used = Used(insertion.ref, insertion.title)
        self._used[self.current] = (*(u for u in self.answers_of(self.current) if u.ref != used.ref), used)
        self.go_to("reply")
        self.editor.insert_answer(insertion.text)

    def answers_of(self, contact: UUID) -> tuple[Used, ...]:
        """The answers that stand in this contact's reply."""
        return self._used.get(contact, ())

    def do_review(self) -> None:
        from ccpro_desk.screens.review import ReviewScreen

        contact = self.contact
        if contact is None:
            return
        if self.spoken:
            self._record_note(contact.id)
            return
        gaps = self.editor.gaps
        if gaps:
            self.go_to("reply")
            self.editor.next_gap()
            named = ", ".join(f"« {label} »" for label in gaps[:3])
            left = f"{len(gaps)} blanc{'s' if len(gaps) > 1 else ''}"
            self.say(f"Il reste {left} à remplir avant d'envoyer : {named}.", "error")
            return
        used = tuple(u.title for u in self.answers_of(contact.id))
        self.app.push_screen(
            ReviewScreen(contact.view, self.editor.text, used, self.state.link), self._reviewed
        )

    def _reviewed(self, send: bool | None) -> None:
        contact = self.current
        if not send or contact is None:
            return
        text, used = self.editor.text.strip(), self.answers_of(contact)
        job = self.host.desk.reply(contact, text, answers=[u.ref for u in used], hold_s=HOLD_S)
        self.attempt(job, lambda reply: self._replied(contact, reply, text, used))

    def _replied(self, contact: UUID, reply: UUID, text: str, used: tuple[Used, ...]) -> None:
        self._flying[reply] = (text, used)
        self._used.pop(contact, None)
        self.editor.empty(contact)
        self.show_state(self.host.desk.state)
        if self.current == contact:
            self.go_to("message")
            self.show_end()
        self._telling = reply
        self._tell_sending(fresh=True)
        self.set_timer(HOLD_S, self._tell_sending)

    def _tell_sending(self, *, fresh: bool = False) -> None:
        """Where the last reply stands, as long as nothing else was said since."""
        sent = next((s for s in self.state.sent if s.command_id == self._telling), None)
        if not fresh and self.notice not in (WAITING, GOING, HELD):
            self._telling = None
        elif sent and sent.state is SendState.WAITING:
            self.say(WAITING if self.offline else GOING, "warning" if self.offline else "information")
        elif sent and sent == self.last_sending:
            self.say(HELD, "success")
        else:
            self.say("")

    def _record_note(self, contact: UUID) -> None:
        """What is written during a call is a note: it goes to nobody."""
        text = self.editor.text.strip()
        self.attempt(self.host.desk.note(contact, text), lambda _: self._note_recorded(contact))

    def _note_recorded(self, contact: UUID) -> None:
        self.editor.empty(contact)
        self.host.desk.draft(contact, "")
        self.show_state(self.host.desk.state)
        waits = "elle partira au retour du centre." if self.offline else "elle part au centre."
        self.say(f"Note enregistrée sur ce poste : {waits}", "success")

    def do_take_back(self) -> None:
        sent = self.last_sending
        if sent is None or sent.contact_id is None or sent.command_id in self._taking_back:
            return
        contact, reply = sent.contact_id, sent.command_id
        self.say(ASKED_BACK)
        refused = self._refused_back(contact)
        self.attempt(self.host.desk.take_back(contact, reply), lambda _: self._asked_back(sent, refused))

    def _asked_back(self, sent: Sent, refused: int) -> None:
        self._taking_back[sent.command_id] = (sent, refused)
        self.show_state(self.host.desk.state)

    def follow(self) -> None:
        """What was asked of the central and is told only once it has answered."""
        if self._telling:
            self._tell_sending()
        for sent, refused in tuple(self._taking_back.values()):
            self._follow_take_back(sent, refused)
        for contact in tuple(self._closings):
            self._follow_closing(contact)

    def _follow_take_back(self, sent: Sent, refused: int) -> None:
        contact = sent.contact_id
        now = next((s for s in self.state.sent if s.command_id == sent.command_id), None)
        if contact is None:
            return
        if now is None or now.state is SendState.TAKEN_BACK:
            del self._taking_back[sent.command_id]
            self._taken_back(contact, sent)
        elif now.state in GONE or self._refused_back(contact) > refused:
            del self._taking_back[sent.command_id]
            self.say(TOO_LATE, "error")

    def _refused_back(self, contact: UUID) -> int:
        back = (s for s in self.state.sent if s.kind == "reply.take_back" and s.contact_id == contact)
        return sum(1 for s in back if s.state is SendState.REFUSED)

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

    def _taken_back(self, contact: UUID, sent: Sent) -> None:
        text, used = self._flying.pop(
            sent.command_id, (sent.text or self._text_of(contact, sent.command_id), ())
        )
        if used:
            self._used[contact] = used
        self.restore(contact, text)
        self.say(TAKEN_BACK, "success")

    def _text_of(self, contact: UUID, reply: UUID) -> str:
        held = self.state.contact(contact)
        messages = held.view.messages if held else ()
        return next((m.text for m in messages if m.id == reply), "")

    def show_end(self) -> None:
        raise NotImplementedError

    def restore(self, contact: UUID, text: str) -> None:
        """Put a text back where it was written, unless something else stands there."""
        if text and self.editor.put_back(contact, text):
            self.host.desk.draft(contact, text)

    def do_close(self) -> None:
        from ccpro_desk.screens.closing import ClosingScreen

        contact = self.contact
        if contact:
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
                ),
                self._close_with,
            )

    def _close_with(self, closing: Closing | None) -> None:
        contact = self.current
        if closing is None or contact is None:
            return
        motifs: Sequence[MotifOutcome] = closing.motifs
        note = self.editor.text.strip() if self.spoken else ""
        self.attempt(
            self.host.desk.close(contact, motifs, closing.note or note or None),
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

    @property
    def offline(self) -> bool:
        return self.state.link.kind is not LinkKind.UP_TO_DATE
