"""What came of it: the words to tell the usager, and what was sent to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ccpro_desk.desk.appointments import Answered, Told, Wish
from ccpro_desk.domain.appointments.detail import MODE_LABELS
from ccpro_desk.reference.purposes import load_purposes
from ccpro_desk.screens.listing import Listing
from ccpro_desk.widgets.appointments import when
from ccpro_desk.widgets.pane import Block, field, said

DONE = "Rendez-vous pris"
RECORDED = "Enregistré ici, pas encore pris"
WAITS = "Le centre ne répond pas : il prendra la place à son retour, ou vous dira qu'elle n'est plus libre."
MAILED = "L'usager reçoit une confirmation par courriel, avec l'invitation pour son agenda (.ics)."
NOT_MAILED = "Aucune adresse n'est connue : rien n'est envoyé, dites le jour et l'heure à l'usager."


class ResultScreen(Listing):
    """Escape goes back to the contact."""

    TITLE_TEXT = "Rendez-vous"

    def __init__(self, wish: Wish, answered: Answered, office: str) -> None:
        super().__init__()
        self._wish, self._answered, self._office = wish, answered, office

    def blocks(self) -> Sequence[Block]:
        return list(self._told())

    def _told(self) -> Iterator[Block]:
        wish, done = self._wish, self._answered.told is Told.DONE
        yield said(DONE if done else RECORDED, "bold $success" if done else "bold $warning")
        if not done:
            yield said(WAITS, "$warning")
        yield Block()
        yield said(when(wish.slot).capitalize(), "bold")
        purposes = load_purposes()
        yield field("Service", f"{self._office}, {MODE_LABELS[wish.mode]}", width=11)
        yield field("Objet", f"{purposes.label(wish.topic or '')} : {wish.purpose}", width=11)
        documents = purposes.documents(wish.topic or "", wish.mode)
        for number, document in enumerate(documents):
            yield field("" if number else "À préparer", document, width=11)
        yield Block()
        if done:
            yield said(MAILED if self._answered.mailed else NOT_MAILED)


def in_a_line(wish: Wish, answered: Answered, office: str) -> str:
    """What stands under the contact afterwards."""
    head = DONE if answered.told is Told.DONE else RECORDED
    return f"{head} : {when(wish.slot)}, {office}."
