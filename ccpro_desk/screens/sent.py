"""Everything sent today and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from textual.content import Content

from ccpro_desk.desk.state import DeskState, SendState, Sent
from ccpro_desk.domain.motifs import fold
from ccpro_desk.domain.text import clean
from ccpro_desk.screens.picker import Picker
from ccpro_desk.widgets import words
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block

STYLES = {
    SendState.REFUSED: "bold $error",
    SendState.FAILED: "bold $error",
    SendState.UNSURE: "bold $warning",
    SendState.WAITING: "$warning",
    SendState.SENT: "$success",
}


class SentScreen(Picker[UUID]):
    """Newest first, told again as it changes. Gives the contact of what is chosen."""

    TITLE_TEXT = "Mes envois du jour"
    PLACEHOLDER = "Filtrer : réponse, refusé, nom…"
    EMPTY = "Rien de tel n'a été envoyé aujourd'hui."
    KEYS = (("choose", "Entrée", "Lire le contact"), ("leave", "Échap", "Revenir"))

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state

    def show_state(self, state: DeskState) -> None:
        super().show_state(state)
        self._state = state
        self.refill(key=self.highlighted)

    def found(self, query: str) -> Sequence[Entry]:
        sought = fold(query).split()
        told = ((sent, self._told(sent)) for sent in self._state.sent)
        return [_entry(sent, head) for sent, head in told if _fits(sought, sent, head)]

    def result(self, key: str) -> UUID | None:
        sent = next((s for s in self._state.sent if str(s.command_id) == key), None)
        if sent is None or sent.contact_id is None:
            self.say("Cette opération ne concerne aucun contact.")
            return None
        return sent.contact_id

    def _told(self, sent: Sent) -> str:
        contact = self._state.contact(sent.contact_id) if sent.contact_id else None
        about = f" · {clean(words.who(contact.view), keep_newlines=False)}" if contact else ""
        return f"{sent.label}{about}"


def _fits(sought: Sequence[str], sent: Sent, head: str) -> bool:
    whole = fold(f"{head} {words.sent_state(sent)}")
    return all(word in whole for word in sought)


def _entry(sent: Sent, head: str) -> Entry:
    first = Content.styled(f"{words.hour(sent.at):<10}", "$quiet") + Content.styled(head, "bold")
    second = Content(" " * 10) + Content.styled(words.sent_state(sent), STYLES.get(sent.state, ""))
    return Entry(str(sent.command_id), (Block(first, cut=True), Block(second)))
