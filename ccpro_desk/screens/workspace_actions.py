"""What the keys of the workspace do: each opens a window or asks the desk, then says what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID


from ccpro_desk.desk.state import DeskContact, DeskState, Sent
from ccpro_desk.domain.values import AnswerRef, AttachmentRef, Direction, Sending, State, Status
from ccpro_desk.screens.base import DeskScreen
from ccpro_desk.widgets import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccpro_desk.domain.values import MotifOutcome
    from ccpro_desk.screens.answers import Insertion
    from ccpro_desk.screens.closing import Closing
    from ccpro_desk.screens.parking import Parking
    from ccpro_desk.widgets.reply_editor import ReplyEditor

HOLD_S = 10
"""How long a reply may be taken back."""
HELD = f"Envoi annulable pendant {HOLD_S} s : Ctrl+Z, hors de l'éditeur."


@dataclass(frozen=True, slots=True)
class Used:
    """An answer that stands in a reply."""

    ref: AnswerRef
    title: str
    """« fiche TVA-021 v4 · BOI-TVA-DED-50-20-10 »."""


class WorkspaceActions(DeskScreen[None]):
    """The `do_…` half of the workspace; the other half shows."""

    state: DeskState
    current: UUID | None
    unfolded: bool

    def __init__(self) -> None:
        super().__init__()
        self._used: dict[UUID, tuple[Used, ...]] = {}
        self._flying: dict[UUID, tuple[str, tuple[Used, ...]]] = {}
        """Reply → its text and answers, in case it is taken back."""
        self._asking_next = False

    # --- given by the other half

    @property
    def contact(self) -> DeskContact | None:
        raise NotImplementedError

    @property
    def editor(self) -> ReplyEditor:
        raise NotImplementedError

    @property
    def last_sending(self) -> Sent | None:
        raise NotImplementedError

    def go_to(self, pane: str) -> None:
        raise NotImplementedError

    def open_contact(self, contact: UUID | None, pane: str | None = None) -> None:
        raise NotImplementedError

    def show_state(self, state: DeskState) -> None:
        raise NotImplementedError

    # --- the loop

    def do_next(self) -> None:
        from ccpro_desk.screens.ask import AskScreen

        agent = self.state.agent
        if agent is None or self._asking_next:
            return
        if agent.status in (Status.AVAILABLE, Status.WRAP_UP):
            self._fetch_next(first_available=agent.status is Status.WRAP_UP)
            return
        question = f"Vous êtes « {words.STATUSES[agent.status]} ». Passer « Disponible » et prendre le contact suivant ?"
        self.app.push_screen(AskScreen("Contact suivant", question, yes="Prendre le contact"), self._asked_next)

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
        self.say(f"{words.CHANNELS[contact.view.channel]} à traiter avant {words.deadline(contact.view.due_at)}.", "success")
        self.open_contact(contact.id, "message")

    def _none_arrived(self, sentence: str) -> None:
        self._asking_next = False
        self.say(sentence, "warning")

    def do_answers(self) -> None:
        from ccpro_desk.screens.answers import AnswersScreen

        if self.contact:
            self.app.push_screen(AnswersScreen(self.contact.view, self.host.reference, self.host.place), self._insert)

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
            self.say(f"Il reste {len(gaps)} blanc{'s' if len(gaps) > 1 else ''} à remplir avant d'envoyer : {named}.", "error")
            return
        used = tuple(u.title for u in self.answers_of(contact.id))
        self.app.push_screen(ReviewScreen(contact.view, self.editor.text, used, self.state.link), self._reviewed)

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
        self.say(HELD, "success")

    def do_take_back(self) -> None:
        sent = self.last_sending
        if sent is None or sent.contact_id is None:
            return
        contact, reply = sent.contact_id, sent.command_id
        self.attempt(self.host.desk.take_back(contact, reply), lambda _: self._taken_back(contact, sent))

    def _taken_back(self, contact: UUID, sent: Sent) -> None:
        text, used = self._flying.pop(sent.command_id, (sent.text or self._text_of(contact, sent.command_id), ()))
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
            self.app.push_screen(ClosingScreen(contact.view, self.host.reference, answered=answered, unsent=unsent), self._closing)

    def _closing(self, closing: Closing | None) -> None:
        contact = self.current
        if closing is None or contact is None:
            return
        motifs: Sequence[MotifOutcome] = closing.motifs
        self.attempt(self.host.desk.close(contact, motifs, closing.note or None), lambda _: self._closed(contact))

    def _closed(self, contact: UUID) -> None:
        """The contact leaves the screen; nothing follows by itself."""
        self._used.pop(contact, None)
        self.open_contact(None)
        self.go_to("contacts")
        offline = self.situation_offline
        self.say("Clôture en attente d'envoi : elle partira au retour de la connexion." if offline else "Contact clos.", "success")

    @property
    def situation_offline(self) -> bool:
        from ccpro_desk.desk.state import LinkKind

        return self.state.link.kind is not LinkKind.UP_TO_DATE

    # --- identity

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
            self.say("Dossier rattaché. Un courriel ordinaire ne donne accès qu'aux renseignements publics.", "success")
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
        self.attempt(self.host.desk.set_status(status, after_current=bool(after)), lambda _: self._noted(f"État : {said}"))

    def do_phone(self) -> None:
        offered = next((c for c in self.state.contacts if c.view.state is State.OFFERED), None)
        if offered:
            self.attempt(self.host.desk.accept(offered.id), lambda _: self.open_contact(offered.id, "reply"))

    def do_note(self) -> None:
        from ccpro_desk.screens.note import NoteScreen

        self.app.push_screen(NoteScreen(), self._write_note)

    def _write_note(self, text: str | None) -> None:
        if text and self.current:
            self.attempt(self.host.desk.note(self.current, text), lambda _: self._noted("Note interne enregistrée."))

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
        attached = next((a for a in self.attachments if str(a.id) == chosen), None)
        if attached:
            self.say(f"Lecture de la pièce jointe ({words.size(attached.size)})…")
            self.attempt(self._opened(attached), lambda said: self.say(said, "success"))

    async def _opened(self, attached: AttachmentRef) -> str:
        from ccpro_desk.screens import opening

        return await opening.opened(attached, await self.host.desk.attachment(attached.id))

    def do_find(self) -> None:
        from ccpro_desk.screens.my_contacts import MyContactsScreen

        self.app.push_screen(MyContactsScreen(self.state.contacts), self._found)

    def _found(self, key: str | None) -> None:
        if key:
            self.open_contact(UUID(key), "message")

    def do_quote(self) -> None:
        self.unfolded = not self.unfolded
        self.show_state(self.state)

    def do_sent(self) -> None:
        from ccpro_desk.screens.sent import SentScreen

        self.app.push_screen(SentScreen(self.state))

    def do_queue(self) -> None:
        from ccpro_desk.screens.queue import QueueScreen

        self.app.push_screen(QueueScreen())

    def do_sign_out(self) -> None:
        from ccpro_desk.screens.ask import AskScreen

        question = "Terminer votre service et fermer le poste ? Vos brouillons et vos envois en attente sont conservés."
        self.app.push_screen(AskScreen("Fin de service", question, yes="Terminer le service"), self._sign_out)

    def _sign_out(self, yes: bool | None) -> None:
        if yes:
            self.attempt(self.host.desk.sign_out(), lambda _: self.host.leave())
