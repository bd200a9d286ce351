"""Everything sent today and where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from ccpro_desk.desk.state import DeskState, SendState, Sent
from ccpro_desk.domain.text import clean
from ccpro_desk.screens.listing import Listing
from ccpro_desk.widgets import words
from ccpro_desk.widgets.pane import Block, field, said

STYLES = {
    SendState.REFUSED: "bold $error",
    SendState.FAILED: "bold $error",
    SendState.UNSURE: "bold $warning",
    SendState.WAITING: "$warning",
    SendState.SENT: "$success",
}


class SentScreen(Listing):
    """Newest first, told again as it changes."""

    TITLE_TEXT = "Mes envois du jour"

    def __init__(self, state: DeskState) -> None:
        super().__init__()
        self._state = state

    def show_state(self, state: DeskState) -> None:
        super().show_state(state)
        self._state = state
        self.show_again()

    def blocks(self) -> Sequence[Block]:
        if not self._state.sent:
            return [said("Rien n'a été envoyé aujourd'hui.", "$quiet")]
        return [block for sent in self._state.sent for block in self._row(sent)]

    def _row(self, sent: Sent) -> Sequence[Block]:
        contact = self._state.contact(sent.contact_id) if sent.contact_id else None
        about = f" · {clean(words.who(contact.view), keep_newlines=False)}" if contact else ""
        return (
            field(words.hour(sent.at), f"{sent.label}{about}", width=10, style="bold"),
            field("", words.sent_state(sent), width=10, style=STYLES.get(sent.state, "")),
        )
