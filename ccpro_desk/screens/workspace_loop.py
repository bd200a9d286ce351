"""The loop of the day: next, read, answer, send, take back, close."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.desk.state import DeskContact, LinkKind, Sent
from ccpro_desk.domain.values import Direction, Sending, Status
from ccpro_desk.widgets import words
from ccpro_desk.widgets.bars import NoticeBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccpro_desk.domain.values import MotifOutcome
    from ccpro_desk.screens.answers import Insertion
    from ccpro_desk.screens.closing import Closing

from ccpro_desk.screens.workspace_base import Used, WorkspaceBase

HOLD_S = 10
"""How long a reply may be taken back."""
WAITING = "En attente d'envoi : la réponse partira au retour du centre. Ctrl+Z, hors de l'éditeur, l'annule."
HELD = f"Envoi annulable pendant {HOLD_S} s : Ctrl+Z, hors de l'éditeur."


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

    async def _next(self, first_available: bool) -> DeskContact | None:
        if first_available:
            await self.host.desk.set_status(Status.AVAILABLE)
        return await self.host.desk.next()

    def _arrived(self, contact: DeskContact | None) -> None:
        self._asking_next = False
        if contact is None:
            self.say("Aucun contact ne vous attend pour le moment.")
            return
        self.say(
            f"{words.CHANNELS[contact.view.channel]} à traiter avant {words.deadline(contact.view.due_at)}.",
            "success",
        )
        self.open_contact(contact.id, "message")

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
        self.say(WAITING if self.offline else HELD, "warning" if self.offline else "success")
        self.set_timer(HOLD_S, self._hold_over)

    def _hold_over(self) -> None:
        """The offer to take back goes when it no longer holds."""
        if self.last_sending is None:
            for bar in self.query(NoticeBar):
                if bar.sentence == HELD:
                    bar.say("")

    def do_take_back(self) -> None:
        sent = self.last_sending
        if sent is None or sent.contact_id is None:
            return
        contact, reply = sent.contact_id, sent.command_id
        self.attempt(self.host.desk.take_back(contact, reply), lambda _: self._taken_back(contact, sent))

    def _taken_back(self, contact: UUID, sent: Sent) -> None:
        text, used = self._flying.pop(
            sent.command_id, (sent.text or self._text_of(contact, sent.command_id), ())
        )
        if used:
            self._used[contact] = used
        self.restore(contact, text)
        self.show_state(self.host.desk.state)
        self.say("Envoi annulé : votre texte est de nouveau dans la réponse.", "success")

    def _text_of(self, contact: UUID, reply: UUID) -> str:
        held = self.state.contact(contact)
        messages = held.view.messages if held else ()
        return next((m.text for m in messages if m.id == reply), "")

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
            unsent = bool(self.editor.text.strip())
            self.app.push_screen(
                ClosingScreen(contact.view, self.host.reference, answered=answered, unsent=unsent),
                self._close_with,
            )

    def _close_with(self, closing: Closing | None) -> None:
        contact = self.current
        if closing is None or contact is None:
            return
        motifs: Sequence[MotifOutcome] = closing.motifs
        self.attempt(
            self.host.desk.close(contact, motifs, closing.note or None), lambda _: self._after_close(contact)
        )

    def _after_close(self, contact: UUID) -> None:
        """The contact leaves the screen; nothing follows by itself."""
        self._used.pop(contact, None)
        self.open_contact(None)
        self.go_to("contacts")
        waits = "Clôture en attente d'envoi : elle partira au retour de la connexion."
        self.say(waits if self.offline else "Contact clos.", "warning" if self.offline else "success")

    @property
    def offline(self) -> bool:
        return self.state.link.kind is not LinkKind.UP_TO_DATE
