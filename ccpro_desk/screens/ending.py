"""The end of the service: no new offer, the list of what remains, then out; nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from ccpro_desk.desk.state import DeskContact
from ccpro_desk.screens.begun import Begun
from ccpro_desk.screens.settling import SettlingScreen
from ccpro_desk.widgets import words
from ccpro_desk.widgets.pane import Block, said


class EndingScreen(SettlingScreen):
    """S ends the service once no contact is in hand; what stays on this workstation is said first."""

    TITLE_TEXT = "Fin de service"
    EMPTY = "Il ne vous reste aucun contact."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("s,S", "end", show=False)]
    LAST = (("end", "S", "Terminer le service"),)
    LAST_SHORT = (("end", "S", "Terminer"),)

    def __init__(self, begun: Begun, notes: int) -> None:
        super().__init__(begun)
        self._notes = notes
        """Internal notes that were begun and not recorded."""
        self._ending = False

    def told(self) -> Sequence[Block]:
        number = len(self.left.in_hand)
        lines = [
            said("Plus rien ne vous est proposé. Vos contacts mis de côté restent à votre nom.", "$quiet")
        ]
        if number:
            return (said(f"Encore {_contacts(number)} en main : à chacun sa suite.", "bold $warning"), *lines)
        return (said("Tout est réglé : S termine le service.", "bold $success"), *lines)

    def listed(self) -> Sequence[DeskContact]:
        return (*self.left.in_hand, *self.left.parked)

    def stays(self) -> Sequence[Block]:
        return [said(sentence, "$warning") for sentence in self._staying()]

    def _staying(self) -> list[str]:
        left, found = self.left, []
        if left.unsent:
            found.append(f"{_not_sent(left.unsent)} au centre.")
        if left.drafts:
            texts = (
                "1 texte commencé n'est" if left.drafts == 1 else f"{left.drafts} textes commencés ne sont"
            )
            found.append(f"{texts} que sur ce poste.")
        if left.refused:
            found.append(f"{_refused(len(left.refused))} : Entrée sur le contact pour lire pourquoi.")
        if self._notes:
            found.append(f"{_begun(self._notes)} : Ctrl+N sur le contact.")
        return found

    def action_end(self) -> None:
        """Out, if nobody waits for us and nothing would be lost."""
        if not self.settled() or self._ending:
            return
        left = self.left
        if not left.may_end:
            number = _contacts(len(left.in_hand))
            self.say(f"Encore {number} en main : mettez de côté, transférez ou remettez en file.", "warning")
        elif self._notes:
            self.say(f"{_begun(self._notes)} : enregistrez d'abord (Ctrl+N sur le contact).", "warning")
        elif left.stays_here or left.refused:
            self._ask()
        else:
            self._end()

    do_end = action_end

    def _ask(self) -> None:
        from ccpro_desk.screens.ask import AskScreen

        question = (
            f"{' '.join(self._staying())} Ce qui n'est pas transmis reste chiffré sur ce poste et partira à "
            "votre prochaine connexion ici. Terminer quand même ?"
        )
        screen = AskScreen("Terminer le service", question, yes="Terminer le service")
        self.app.push_screen(screen, lambda yes: self._end() if yes else None)

    def _end(self) -> None:
        self._ending = True
        self.say("Dernières transmissions au centre…")
        self.attempt(self.host.desk.sign_out(), lambda _: self.host.leave(), self._stayed)

    def _stayed(self, sentence: str) -> None:
        self._ending = False
        self.say(sentence, "error")


def _contacts(number: int) -> str:
    return "1 contact" if number == 1 else f"{number} contacts"


def _not_sent(number: int) -> str:
    return f"{words.sendings(number)} " + ("n'est pas transmis" if number == 1 else "ne sont pas transmis")


def _refused(number: int) -> str:
    return "1 envoi refusé" if number == 1 else f"{number} envois refusés"


def _begun(number: int) -> str:
    return "1 note interne commencée" if number == 1 else f"{number} notes internes commencées"
