"""F4: the acts that suit this contact, the others with why not, what is under way, and the ways out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from ccpro_desk.answers.french import typography
from ccpro_desk.domain.motifs import fold
from ccpro_desk.screens.picker import Picker
from ccpro_desk.widgets import words
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.matters import state_of, style_of, title_of
from ccpro_desk.widgets.pane import Block, field, said

if TYPE_CHECKING:
    from ccpro_desk.domain.acts.catalogue import Act
    from ccpro_desk.domain.acts.eligibility import Reason
    from ccpro_desk.wire.contact_view import MatterView

    Offer = tuple[Act, tuple[Reason, ...]]

ACTION, MATTER = "action:", "matter:"
"""How the keys of what is no act begin."""
OPEN, CLOSED = "demande une identité vérifiée (F5)", "identité impossible à vérifier par ce contact"
OPENS = {"identify": "identity", "reply": "answers", "appointment": "appointment", "referral": "refer"}
"""What an act without a form of its own opens: actions of the registry."""


class ActListScreen(Picker[str]):
    """Type to filter, Enter opens. Gives an act's id, or a key that begins with `ACTION` or `MATTER`."""

    TITLE_TEXT = "Actes et rendez-vous"
    PLACEHOLDER = "Filtrer : attestation, rib, délai, rendez-vous…"
    HAS_PREVIEW = True
    KEYS = (("choose", "Entrée", "Ouvrir"), ("leave", "Échap", "Revenir"))

    def __init__(self, offers: Sequence[Offer], matters: Sequence[MatterView]) -> None:
        super().__init__()
        self._offers = {act.id: (act, reasons) for act, reasons in offers}
        self._matters = matters

    def found(self, query: str) -> Sequence[Entry]:
        sought = fold(query).split()
        every = (*self._under_way(), *self._acts(suit=True), *self._acts(suit=False))
        return [entry for text, entry in every if all(word in fold(text) for word in sought)]

    def result(self, key: str) -> str | None:
        act, reasons = self._offers.get(key, (None, ()))
        against = next((reason for reason in reasons if not reason.level), None)
        if act is not None and against is not None:
            self.say(against.whole, "warning")
            return None
        return f"{ACTION}{OPENS[act.opens]}" if act is not None and act.opens else key

    def preview(self, key: str) -> Sequence[Block]:
        return list(_told(*self._offers[key])) if key in self._offers else ()

    def _under_way(self) -> Iterator[tuple[str, Entry]]:
        for matter in self._matters:
            title = title_of(matter)
            line = Content.styled(title, "bold") + Content.styled("  en suite de ce contact", "$quiet")
            state = Content.styled(state_of(matter), style_of(matter))
            yield (
                f"{title} suites",
                Entry(f"{MATTER}{matter.id}", (Block(line, cut=True), Block(state))),
            )

    def _acts(self, *, suit: bool) -> Iterator[tuple[str, Entry]]:
        """Those that suit, or those that do not."""
        for act, reasons in self._offers.values():
            against = next((reason for reason in reasons if not reason.level), None)
            if suit is (against is not None):
                continue
            known = next((reason for reason in reasons if reason.level), None)
            style = "$quiet" if against else "bold"
            line = Content.styled(act.title, style) + Content.styled(f"  {act.id}", "$quiet")
            below = (
                against.sentence
                if against
                else (CLOSED if known.for_good else OPEN)
                if known
                else act.summary
            )
            told = Block(Content.styled(below, "$warning" if against else "$quiet"), cut=against is None)
            text = f"{act.title} {act.id} {act.family} {act.summary}"
            yield text, Entry(act.id, (Block(line, cut=True), told))


def _told(act: Act, reasons: Sequence[Reason]) -> Iterator[Block]:
    yield said(act.title, "bold $accent")
    if act.summary:
        yield said(act.summary)
    for reason in reasons:
        yield said(f"! {reason.whole}", "bold $warning")
    yield Block()
    yield field("Niveau", words.LEVELS_NEEDED[act.level], width=9)
    for basis in act.bases:
        mark = "à valider" if basis.to_confirm else basis.source
        yield field("Base", typography(f"{basis.text} ({mark})" if mark else basis.text), width=9)
    for number, document in enumerate(act.documents):
        yield field("" if number else "Pièces", typography(document), width=9)
    for number, sentence in enumerate(act.to_sie):
        yield field("" if number else "→ SIE", typography(sentence), width=9)
