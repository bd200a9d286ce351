"""What leaves, to whom, by which channel: read once more before it is sent."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from ccpro_desk.desk.since import Since, since
from ccpro_desk.desk.state import DeskState, Link, LinkKind
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import Channel
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.workspace_base import Letter
from ccpro_desk.widgets import words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.pane import Block, Pane, field, plain, said

AGAIN_S = 0.7
"""A second F6 this soon is the first one held down."""


MOVED_ON = "Ce contact n'est plus à votre poste : rien ne part. Votre texte est conservé."


class ReviewScreen(Window[bool]):
    """F6 sends; a second F6 within 700 ms does nothing. Enter does not send. False: no longer to be sent."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#text"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, letter: Letter, link: Link) -> None:
        super().__init__()
        self._armed = True
        self._letter, self._view, self._link = letter, letter.read, link

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content("Relire avant d'envoyer")
            yield Pane(id="text")
            yield NoticeBar()
            yield KeyBar((("review", "F6", "Envoyer"), ("leave", "Échap", "Revenir au texte")))

    def on_mount(self) -> None:
        letter = self._letter
        self.query_one("#text", Pane).show([*self._head(), Block(), *plain(letter.text), *_signature(letter)])
        offline = self._link.kind is not LinkKind.UP_TO_DATE
        hold = (
            "Hors connexion : la réponse partira au retour du centre."
            if offline
            else "Dix secondes pour annuler après l'envoi."
        )
        self.say(hold, "warning" if offline else "information")

    def show_state(self, state: DeskState) -> None:
        """What is reviewed is what was read: once others have written since, F6 sends nothing."""
        super().show_state(state)
        now = state.contact(self._view.id)
        changed = since(self._view, now.view, state.agent.id if state.agent else None) if now else Since()
        if changed or now is None or now.token is None:
            self._armed = False
            self.say(changed.sentence if changed else MOVED_ON, "error")

    def do_review(self) -> None:
        if self.settled(AGAIN_S):
            self.dismiss(self._armed)

    def do_leave(self) -> None:
        self.action_back()

    def _head(self) -> list[Block]:
        origin = self._view.origin
        to = (
            " · ".join(part for part in (words.named(origin.name or ""), clean(origin.address or "")) if part)
            if origin
            else ""
        )
        rows = [
            field("À", to or words.who(self._view), width=9, style="bold"),
            field("Objet", f"Re : {words.named(self._view.subject, 300)}", width=9),
            field("Par", self._channel(), width=9),
        ]
        rows += [field("Joint", words.attached(ref), width=9) for ref in self._letter.attachments]
        rows += [field("Fiche", u.title, width=9, style="$quiet") for u in self._letter.used]
        if self._letter.unknown:
            unknown = ", ".join(self._letter.unknown[:6])
            rows += [Block(), said(f"! Inconnu du dictionnaire : {unknown}.", "bold $warning")]
        if words.ordinary_mail(self._view):
            rows += [Block(), said("! Courriel ordinaire : aucune donnée du dossier.", "bold $warning")]
        return rows

    def _channel(self) -> str:
        if self._view.channel is Channel.MAIL:
            return (
                "courriel ordinaire"
                if words.ordinary_mail(self._view)
                else "messagerie de l'espace professionnel"
            )
        return words.CHANNELS[self._view.channel].lower()


def _signature(letter: Letter) -> list[Block]:
    """What is added under the agent's text, told apart from it."""
    if not letter.signature:
        return []
    return [Block(), said("Signature du centre, ajoutée à l'envoi :", "$quiet"), *plain(letter.signature)]
