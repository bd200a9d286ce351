"""My contacts, filtered as one types."""

from __future__ import annotations

from collections.abc import Sequence

from ccpro_desk.desk.state import DeskContact, DeskState
from ccpro_desk.domain.motifs import fold
from ccpro_desk.screens.picker import Picker
from ccpro_desk.widgets import contacts, words
from ccpro_desk.widgets.line_list import Entry


class MyContactsScreen(Picker[str]):
    """Gives a contact's id."""

    TITLE_TEXT = "Mes contacts"
    PLACEHOLDER = "Nom, objet ou mot du message"

    def __init__(self, mine: tuple[DeskContact, ...], sought: str = "") -> None:
        super().__init__()
        self._mine, self._sought = mine, sought

    @property
    def initial(self) -> str:
        return self._sought

    def show_state(self, state: DeskState) -> None:
        super().show_state(state)
        self._mine = state.contacts
        self.refill(key=self.highlighted)

    def found(self, query: str) -> Sequence[Entry]:
        sought = fold(query).split()
        return contacts.entries(c for c in self._mine if all(word in _words(c) for word in sought))

    def result(self, key: str) -> str | None:
        return key


def _words(contact: DeskContact) -> str:
    view = contact.view
    return fold(" ".join((words.who(view), view.subject, *(m.text for m in view.messages))))
