"""Writing to the usager: answers inserted, the reply reviewed, sent, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.answers.french import NBSP
from ccpro_desk.desk.since import Since, since
from ccpro_desk.desk.state import DeskContact, LinkKind, SendState, Sent

if TYPE_CHECKING:
    from ccpro_desk.screens.answers import Insertion
    from ccpro_desk.widgets.file.parts import File

from ccpro_desk.domain.values import Channel
from ccpro_desk.screens.workspace_base import Letter, Used
from ccpro_desk.screens.workspace_dictation import WorkspaceDictation
from ccpro_desk.screens.workspace_enclosing import WorkspaceEnclosing
from ccpro_desk.screens.workspace_spelling import WorkspaceSpelling

HOLD_S = 10
"""How long a reply may be taken back."""
WAITING = "En attente d'envoi : la réponse partira au retour du centre. Ctrl+Z, hors de l'éditeur, l'annule."
GOING = "En attente d'envoi : le centre n'a pas encore répondu. Ctrl+Z, hors de l'éditeur, l'annule."
HELD = f"Envoi annulable pendant {HOLD_S}{NBSP}s : Ctrl+Z, hors de l'éditeur."
ASKED_BACK = "Annulation demandée au centre…"
TAKEN_BACK = "Envoi annulé : votre texte est de nouveau dans la réponse."
TOO_LATE = "Trop tard pour annuler : la réponse est déjà partie. Vous pouvez en envoyer une autre."
GONE = (SendState.SENT, SendState.FAILED, SendState.UNSURE)


class WorkspaceReply(WorkspaceEnclosing, WorkspaceSpelling, WorkspaceDictation):
    """What F3, F6 and Ctrl+Z do."""

    files: dict[str, File]

    def do_answers(self, sought: str = "") -> None:
        from ccpro_desk.screens.answers import AnswersScreen

        if self.contact:
            view = self.contact.view
            file = self.files.get(view.usager.siren) if view.usager else None
            known = file.usager if file else None
            screen = AnswersScreen(view, self.host.reference, self.host.place, sought, known)
            self.app.push_screen(screen, self._insert)

    def _insert(self, insertion: Insertion | None) -> None:
        if insertion is None or self.current is None:
            return
        used = Used(insertion.ref, insertion.title)
        self._used[self.current] = (*(u for u in self.answers_of(self.current) if u.ref != used.ref), used)
        self.go_to("reply")
        self.editor.insert_answer(insertion.text)
        self.attempt(self.host.desk.uses.took(insertion.ref.id))

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
        if not self.is_armed(contact):
            return
        letter = self._letter(contact)
        self.app.push_screen(ReviewScreen(letter, self.state.link), lambda send: self._reviewed(letter, send))

    def _letter(self, contact: DeskContact) -> Letter:
        read, signature = self._as_read.get(contact.id, contact.view), self._signature(contact)
        text = self.editor.text.strip().removesuffix(signature).strip()
        used, unknown = self.answers_of(contact.id), self.editor.known_wrong()
        return Letter(read, text, used, contact.enclosed, signature, unknown)

    def _signature(self, contact: DeskContact) -> str:
        """Of the agent and their centre, under an e-mail."""
        agent = self.state.agent
        if agent is None or contact.view.channel is not Channel.MAIL:
            return ""
        text = self.host.reference.signatures.get(agent.centre, "")
        return text.replace("{agent}", agent.name).replace("{centre}", self.host.place)

    def _reviewed(self, letter: Letter, send: bool | None) -> None:
        contact = letter.read.id
        if send is None:
            return
        if not send:
            now = self.state.contact(contact)
            if now is not None and self.current == contact:
                self.is_armed(now)
            return
        job = self.host.desk.reply(
            contact,
            letter.whole,
            answers=[u.ref for u in letter.used],
            attachments=[attached.id for attached in letter.attachments],
            hold_s=HOLD_S,
            read=letter.read.version,
        )
        self.attempt(job, lambda reply: self._replied(letter, reply))

    def is_armed(self, contact: DeskContact) -> bool:
        """Whether nobody else has written since the agent read; what they wrote is shown otherwise."""
        from ccpro_desk.screens.changed import ChangedScreen

        changed = self._since(contact)
        if changed:
            self.app.push_screen(ChangedScreen(changed), lambda read: self._has_read(contact, read))
        return not changed

    def _since(self, contact: DeskContact) -> Since:
        read = self._as_read.get(contact.id)
        agent = self.state.agent
        return since(read, contact.view, agent.id if agent else None) if read else Since()

    def version_read(self, contact: UUID) -> int | None:
        """None: the last one known."""
        return self._as_read[contact].version if contact in self._as_read else None

    def _has_read(self, contact: DeskContact, read: bool | None) -> None:
        if read:
            self._as_read[contact.id] = contact.view
            self.say("")
        self.go_to("reply")

    def take_as_read(self, contact: DeskContact) -> None:
        """What is on the screen is read, as long as no text was begun without it."""
        waits = any(s.kind == "contact.reply" for s in (*contact.pending, *contact.refusals))
        changed = self._since(contact)
        if not changed or not (waits or self.editor.text.strip()):
            self._as_read[contact.id] = contact.view
        elif self._warned.get(contact.id) != contact.view.version:
            self._warned[contact.id] = contact.view.version
            self.say(changed.sentence, "warning")

    def refused(self, contact: UUID, sent: Sent) -> None:
        """A refused reply comes back as it was written; F6 shows what changed."""
        letter = self._flying.pop(sent.command_id, None)
        if letter:
            self._take_up(contact, letter)
        else:
            self.restore(contact, sent.text)
        self._warned.pop(contact, None)  # told again: the agent thought it was on its way

    def _take_up(self, contact: UUID, letter: Letter) -> None:
        if letter.used:
            self._used[contact] = letter.used
        self.restore(contact, letter.text)

    def _replied(self, letter: Letter, reply: UUID) -> None:
        contact = letter.read.id
        self._flying[reply] = letter
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

    def _taken_back(self, contact: UUID, sent: Sent) -> None:
        letter = self._flying.pop(sent.command_id, None)
        if letter:
            self._take_up(contact, letter)
        else:
            self.restore(contact, sent.text or self._text_of(contact, sent.command_id))
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

    @property
    def offline(self) -> bool:
        return self.state.link.kind is not LinkKind.UP_TO_DATE
