"""F4: acts of the contact on the screen, from the choice to what the central says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ccpro_desk.desk.state import DeskContact
from ccpro_desk.domain.permissions import VALIDATION, Right, may
from ccpro_desk.domain.values import Direction, Sending
from ccpro_desk.screens.workspace_outcomes import WorkspaceOutcomes
from ccpro_desk.widgets import present, words

if TYPE_CHECKING:
    from ccpro_desk.domain.values import AttachmentRef
    from ccpro_desk.wire.contact_view import MatterView
    from ccpro_desk.wire.views import DossierView

NO_USAGER = "Rattachez d'abord ce contact à un professionnel : F5."
ASKED = "Acte enregistré ici : le centre n'a pas encore répondu."
WAITS = "Acte enregistré ici, sera demandé au centre au retour de la liaison."
TOLD = {
    "recorded": "Acte enregistré au centre. F4 montre ses documents.",
    "to_approve": "Acte envoyé : à valider par un collègue habilité.",
}
WRITTEN = (Sending.HELD, Sending.QUEUED, Sending.SENT, Sending.UNSURE)
"""A reply that the central has, and that was not taken back."""
TO_REFER = " Le SIE décide : transmettez-lui la fiche (F7, S)."
REFUSED = "Votre saisie est conservée (F4)."


class WorkspaceActs(WorkspaceOutcomes):
    """What F4 and « :avalider » do."""

    def __init__(self, classes: str | None = None) -> None:
        super().__init__(classes)
        self._acts: dict[UUID, tuple[UUID, str]] = {}
        """Acts that the central has not answered yet: their contact, and where their form is kept."""

    def do_acts(self) -> None:
        contact = self.contact
        if contact is None or contact.view.usager is None:
            self.say(NO_USAGER, "warning")
            return
        siren = contact.view.usager.siren
        job = self.host.desk.dossier(siren, contact_id=contact.id)
        self.attempt(job, self._offer, lambda _: self._offer(None))

    def _offer(self, dossier: DossierView | None) -> None:
        """Without the file, what only the level and the catalogue say."""
        from ccpro_desk.desk.act_form import offers
        from ccpro_desk.reference.acts import load_acts
        from ccpro_desk.screens.act_list import ActListScreen

        contact = self.contact
        if contact is None or self.app.screen is not self:
            return
        today = words.local(present.now()).date()
        found = offers(load_acts(), contact.view, dossier, today, self._families(contact))
        screen = ActListScreen(found, contact.view.matters or ())
        self.app.push_screen(screen, lambda key: self._open_act(contact.id, key, dossier))

    def _families(self, contact: DeskContact) -> frozenset[str]:
        """The families of its motifs, said or guessed."""
        codes = [motif.code for motif in contact.view.motifs]
        if not codes and contact.view.guessed:
            codes = [contact.view.guessed]
        return frozenset(code.partition(".")[0] for code in codes)

    def _open_act(self, contact_id: UUID, key: str | None, dossier: DossierView | None) -> None:
        from ccpro_desk.screens.act_list import ACTION, MATTER

        contact = self.state.contact(contact_id)
        if key is None or contact is None:
            return
        if key.startswith(ACTION):
            self.host.action_do(key.removeprefix(ACTION))
        elif key.startswith(MATTER):
            self._open_matter(contact, key.removeprefix(MATTER))
        else:
            self._fill(contact, key, dossier)

    def _open_matter(self, contact: DeskContact, key: str) -> None:
        from ccpro_desk.screens.matter import MatterScreen

        matter = next((each for each in contact.view.matters or () if str(each.id) == key), None)
        if matter is not None and contact.token is not None and words.is_to_come(matter):
            self.do_appointment()  # where it is moved or cancelled
        elif matter is not None:
            self._opened_of.add(contact.id)
            self.app.push_screen(MatterScreen(matter, held=contact.token is not None))

    def _fill(self, contact: DeskContact, act_id: str, dossier: DossierView | None) -> None:
        from ccpro_desk.desk.act_form import ActForm
        from ccpro_desk.reference.acts import load_acts
        from ccpro_desk.screens.act_form import ActFormScreen

        act = load_acts().get(act_id)
        if act is None:
            return
        window = f"act:{act_id}"
        today = words.local(present.now()).date()
        form = ActForm(act, contact.view, dossier, today, self.begun.of(contact.id, window))
        screen = ActFormScreen(contact, form, [_before(each) for each in self._same(contact, act_id)])
        self.app.push_screen(screen, lambda given: self._asked_for(contact.id, window, given))

    def _same(self, contact: DeskContact, act_id: str) -> list[MatterView]:
        """The same act of this usager, as far as the contacts at hand say."""
        usager = contact.view.usager
        siren = usager.siren if usager else ""
        every = (matter for held in self.state.contacts for matter in held.view.matters or ())
        alike = (m for m in every if m.code == act_id and m.siren == siren)
        return [matter for matter in alike if matter.state not in words.UNDONE]

    def _asked_for(self, contact: UUID, window: str, given: str | None) -> None:
        from ccpro_desk.screens.act_form import REFER

        if given == REFER:
            self.host.action_do("refer")
        elif given is not None:
            self._acts[UUID(given)] = (contact, window)
            self.show_state(self.host.desk.state)
            if UUID(given) in self._acts:
                self.say(WAITS if self.offline else ASKED, "warning" if self.offline else "information")

    def follow(self) -> None:
        super().follow()
        for act, (contact, window) in tuple(self._acts.items()):
            self._follow_act(act, contact, window)

    def _follow_act(self, act: UUID, contact: UUID, window: str) -> None:
        """Its form is forgotten only once the central has the act."""
        held = self.state.contact(contact)
        found = next((m for m in (held.view.matters or () if held else ()) if m.id == act), None)
        refused = next((sent for sent in (held.refusals if held else ()) if sent.command_id == act), None)
        if held is None or refused is not None:
            del self._acts[act]
            if refused is not None:
                self.say(f"{words.sent_state(refused)} {REFUSED}", "error")
        elif found is not None and not found.pending:
            del self._acts[act]
            self.begun.done(contact, window)
            refers = TO_REFER if self._refers(found.code) else ""
            self.say(TOLD.get(found.state, TOLD["recorded"]) + refers, "success")

    def _refers(self, act_id: str) -> bool:
        from ccpro_desk.reference.acts import load_acts

        act = load_acts().get(act_id)
        return act is not None and act.refers

    # --- letters

    def do_letter(self) -> None:
        """The last reply as a PDF, to be read, printed or joined."""
        contact = self.contact
        if contact is None:
            return
        replies = [m for m in contact.view.messages if m.direction is Direction.OUT and m.status in WRITTEN]
        if not replies:
            self.say("Aucune réponse n'a été envoyée sur ce contact.", "warning")
            return
        self.say("Le centre établit la lettre…")
        job = self.host.desk.matters.document("reply", contact.id, replies[-1].id, 0)
        self.attempt(job, lambda ref: self._open_made(contact.id, ref))

    def _open_made(self, contact: UUID, ref: AttachmentRef) -> None:
        from ccpro_desk.screens.attachment import AttachmentScreen

        self.say("")
        self._opened_of.add(contact)
        self.app.push_screen(AttachmentScreen(contact, ref, made=True))

    # --- acts of others

    def do_to_approve(self) -> None:
        from ccpro_desk.screens.to_approve import ToApproveScreen

        self.app.push_screen(ToApproveScreen())

    @property
    def approves(self) -> bool:
        """Whether who is signed in may validate colleagues' acts, as far as is known here."""
        agent = self.state.agent
        if agent is None or may(agent.role, Right.APPROVE):
            return agent is not None
        return may(agent.role, Right.HANDLE) and VALIDATION in agent.skills


def _before(matter: MatterView) -> str:
    return f"Déjà demandé {words.moment(matter.at)} : {matter.title}."
