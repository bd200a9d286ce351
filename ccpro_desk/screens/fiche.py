"""A fiche de liaison read: what it says, the exchange with the usager, and what an officer does with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from textual.binding import Binding, BindingType

from ccpro_desk.desk.state import DeskContact, DeskState, SendState
from ccpro_desk.domain.referral.detail import OPEN_STATES, ReferralState
from ccpro_desk.screens.begun import Begun
from ccpro_desk.screens.listing import Listing
from ccpro_desk.screens.saying import Saying, SayingScreen
from ccpro_desk.screens.sie_inbox import is_officer
from ccpro_desk.widgets import present, words
from ccpro_desk.widgets.message import conversation
from ccpro_desk.widgets.pane import Block, said
from ccpro_desk.widgets.referral import fiche, title_of

if TYPE_CHECKING:
    from ccpro_desk.desk.referrals import Read

OVER = "Cette fiche a déjà sa suite."
_DONE = {
    "referral.answer": "Réponse enregistrée : l'agent est prévenu, le contact l'attend.",
    "referral.ask": "Question enregistrée : l'agent est prévenu, la fiche reste ouverte.",
    "referral.take": "C'est noté : vous suivez cette demande, l'agent est prévenu.",
    "referral.return": "Fiche renvoyée au centre, avec l'article du périmètre.",
}


class FicheScreen(Listing):
    """R answers, Q asks, P goes on with the usager, V gives back, D opens the file."""

    TITLE_TEXT = "Fiche de liaison"
    KEYS: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("fiche_answer", "R", "Répondre"),
        ("fiche_ask", "Q", "Question"),
        ("fiche_take", "P", "Prendre"),
        ("fiche_return", "V", "Renvoyer"),
        ("dossier", "D", "Dossier"),
        ("attachment", "^O", "Pièces"),
        ("leave", "Échap", "Revenir"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,R", "answer", show=False),
        Binding("q,Q", "ask", show=False),
        Binding("p,P", "take", show=False),
        Binding("v,V", "give_back", show=False),
        Binding("d,D", "dossier", show=False),
    ]

    def __init__(self, matter_id: UUID) -> None:
        super().__init__()
        self._matter = matter_id
        self._read: Read | None = None
        self._trouble = ""
        self._begun = Begun()
        self._moves = 0
        """How often a fiche had moved when this one was last read."""
        self._issued: UUID | None = None
        """The command whose answer is awaited."""

    def on_mount(self) -> None:
        super().on_mount()
        self.read_again()

    def read_again(self) -> None:
        self.attempt(self.host.desk.referrals.read(self._matter), self._came, self._failed)

    def _came(self, read: Read) -> None:
        self._read, self._trouble = read, ""
        self.query_one("#frame").border_title = title_of(read.view)
        self.show_again()

    def _failed(self, sentence: str) -> None:
        self._trouble = sentence
        self.show_again()

    def blocks(self) -> Sequence[Block]:
        read = self._read
        if read is None:
            return [said(self._trouble or "Lecture de la fiche…", "$warning" if self._trouble else "$quiet")]
        offices, office = self.host.reference.offices, read.view.office or ""
        named = offices[office][0] if office in offices else office
        shown = fiche(read.view, read.detail, self.host.reference.motifs, named, present.now())
        if read.contact is None:
            return shown
        head = said("L'échange avec l'usager", "bold $secondary")
        return [*shown, Block(), head, *conversation(DeskContact(read.contact), unfolded=False)]

    # --- what an officer does

    def action_answer(self) -> None:
        if self._may(OPEN_STATES):
            self._write(
                "answer", "Répondre au centre de contact", "Ce que l'agent dira à l'usager", yes="Répondre"
            )

    def action_ask(self) -> None:
        if self._may({ReferralState.OPEN}):
            label = "Ce qu'il vous faut savoir pour répondre"
            self._write("ask", "Poser une question au centre", label, yes="Poser la question")

    def action_take(self) -> None:
        if not self._may({ReferralState.OPEN}):
            return
        read = self._read
        reachable = (
            read is not None
            and read.contact is not None
            and bool(read.contact.origin and read.contact.origin.address)
        )
        label = (
            "Message à l'usager, envoyé par vous"
            if reachable
            else "Ce que l'agent doit en savoir (facultatif)"
        )
        self._write(
            "take",
            "Prendre en charge",
            label,
            yes="Prendre en charge",
            first=self._letter() if reachable else "",
            empty_ok=True,
        )

    def action_give_back(self) -> None:
        if not self._may(OPEN_STATES):
            return
        perimeter, read = self.host.reference.perimeter, self._read
        today = words.local(present.now()).date()
        own = perimeter.of(read.detail.motif, today) if perimeter and read else None
        first = own.id if own and not own.handled_by.refers else ""
        label = "Pourquoi le centre peut répondre lui-même"
        self._write("return", "Renvoyer au centre", label, yes="Renvoyer", article=first)

    def _letter(self) -> str:
        from ccpro_desk.reference.referral_letters import load_letters

        offices, read = self.host.reference.offices, self._read
        office = (read.view.office if read else None) or ""
        return load_letters().to_take(offices[office][0] if office in offices else "Votre SIE")

    def _may(self, states: frozenset[ReferralState] | set[ReferralState]) -> bool:
        """Whether this person may act on the fiche as it stands; else it is said why not."""
        if self._read is None:
            return False
        if not is_officer(self.host.desk.state):
            self.say("C'est au SIE de répondre à cette fiche. Son retour vous sera proposé.", "warning")
        elif self._issued is not None:
            self.say("Votre réponse est en attente d'envoi au centre.", "warning")
        elif self._read.view.state not in states:
            asked = self._read.view.state == ReferralState.ASKED
            self.say("Le centre n'a pas encore répondu à votre question." if asked else OVER, "warning")
        else:
            return True
        return False

    def _write(
        self,
        what: str,
        title: str,
        label: str,
        *,
        yes: str,
        first: str = "",
        article: str | None = None,
        empty_ok: bool = False,
    ) -> None:
        begun = self._begun.of(self._matter, what)
        screen = SayingScreen(title, label, begun, yes=yes, first=first, article=article, empty_ok=empty_ok)
        self.app.push_screen(screen, lambda saying: self._said(what, saying) if saying else None)

    def _said(self, what: str, saying: Saying) -> None:
        self._begun.done(self._matter, what)
        job = self.host.desk.referrals.say(what, self._matter, saying.text, saying.article)
        self.attempt(job, self._is_issued)

    def _is_issued(self, command: UUID) -> None:
        self._issued = command
        self.say("En attente d'envoi au centre…")
        self.show_state(self.host.desk.state)

    def show_state(self, state: DeskState) -> None:
        """What was asked of the central is told only once it has answered."""
        super().show_state(state)
        moved, self._moves = self._moves, state.around.referrals
        if self._read is not None and moved != self._moves:
            self.read_again()
        sent = next((s for s in state.sent if s.command_id == self._issued), None)
        if sent is None or sent.state is SendState.WAITING:
            return
        self._issued = None
        if sent.state is SendState.REFUSED:
            self.say(f"{sent.detail} Votre texte est conservé dans vos envois.", "error")
        else:
            self.say(_DONE.get(sent.kind, ""), "success")
        self.read_again()

    def action_dossier(self) -> None:
        from ccpro_desk.screens.dossier import DossierScreen

        read = self._read
        if read is None or not read.view.siren:
            self.say("Aucun dossier n'est rattaché à cette fiche.", "warning")
        elif not is_officer(self.host.desk.state) or read.contact is None:
            self.say("Le dossier s'ouvre depuis le contact.", "warning")
        elif read.view.state not in OPEN_STATES:
            self.say("La fiche est close : elle n'ouvre plus le dossier.", "warning")
        else:
            self.app.push_screen(DossierScreen(read.view.siren, read.contact, None))

    # --- its documents

    def do_attachment(self) -> None:
        from ccpro_desk.screens.menu import MenuScreen, attachment_items

        documents = self._read.detail.documents if self._read else ()
        if len(documents) == 1:
            self._open(str(documents[0].id))
        elif documents:
            self.app.push_screen(MenuScreen("Pièces de la fiche", attachment_items(documents)), self._open)
        else:
            self.say("Aucune pièce n'accompagne cette fiche.")

    def _open(self, chosen: str | None) -> None:
        from ccpro_desk.screens.attachment import AttachmentScreen

        documents = self._read.detail.documents if self._read else ()
        ref = next((each for each in documents if str(each.id) == chosen), None)
        if ref is not None and self._read is not None:
            self.app.push_screen(AttachmentScreen(self._read.view.contact_id, ref))

    def on_unmount(self) -> None:
        """No copy of a document outlives the reading, unless its contact is at hand."""
        from ccpro_desk.desk.attached import copies

        contact = self._read.view.contact_id if self._read else None
        if contact is not None and self.host.desk.state.contact(contact) is None:
            copies.forget(contact)

    do_fiche_answer = action_answer
    do_fiche_ask = action_ask
    do_fiche_take = action_take
    do_fiche_return = action_give_back

    def do_dossier(self, siren: str = "") -> None:
        self.action_dossier()


class SentFicheScreen(FicheScreen):
    """As the agent who sent it reads it: the SIE answers, not they."""

    KEYS = (("attachment", "^O", "Pièces"), ("leave", "Échap", "Revenir"))
