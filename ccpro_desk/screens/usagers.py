"""Which professional a contact is about: by SIREN, found in the message or typed, or by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textual import work
from textual.content import Content
from textual.message import Message

from ccpro_desk.desk.errors import DeskError
from ccpro_desk.desk.numbers import WRONG, is_siren, siren_in
from ccpro_desk.domain.text import clean
from ccpro_desk.screens.picker import Picker
from ccpro_desk.widgets import words
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block, said
from ccpro_desk.wire.views import ContactView, UsagerHit

SHORTEST = 3
"""Characters of a search at least (contract)."""
_NUMBER = re.compile(
    r"(?<![\dA-Z])(?:FR ?\d\d ?)?"
    r"(\d{3}[ .\u00a0\u202f]?\d{3}[ .\u00a0\u202f]?\d{3})(?:[ .\u00a0\u202f]?\d{5})?(?!\d)"
)


@dataclass
class Found(Message):
    """What the central found for a query, or why it could not look."""

    query: str
    hits: tuple[UsagerHit, ...] = ()
    trouble: str = ""


class UsagerScreen(Picker[str]):
    """Gives a SIREN: for `view`, the contact that is linked to it; else for a file to open."""

    TITLE_TEXT = "Quel professionnel ?"
    PLACEHOLDER = "SIREN à 9 chiffres, ou nom de l'entreprise (3 lettres au moins)"
    EMPTY = "Tapez un SIREN ou les premières lettres du nom."
    KEYS = (("choose", "Entrée", "Choisir"), ("leave", "Échap", "Revenir"))

    def __init__(self, view: ContactView | None) -> None:
        super().__init__()
        self._mentioned = mentioned(view) if view else ()
        self._hits: tuple[UsagerHit, ...] = ()

    def found(self, query: str) -> Sequence[Entry]:
        digits = siren_in(query) or ""
        if len(digits) >= SHORTEST:
            self._check(digits)
        sought = query.strip()
        if len(sought) >= SHORTEST:
            self.search(digits or sought)
        entries = [_entry(hit) for hit in self._hits] if len(sought) >= SHORTEST else []
        known = {entry.key for entry in entries}
        typed = [_typed(digits)] if is_siren(digits) and digits not in known else []
        cited = [_cited(number) for number in self._mentioned if not sought and number not in known]
        return [*typed, *entries, *cited]

    def result(self, key: str) -> str | None:
        return key

    @work(group="usagers", exclusive=True, exit_on_error=False)
    async def search(self, query: str) -> None:
        try:
            self.post_message(Found(query, await self.host.desk.search_usagers(query)))
        except DeskError as error:
            self.post_message(Found(query, trouble=f"{error.sentence} {error.hint}".strip()))

    def on_found(self, event: Found) -> None:
        if event.hits != self._hits or event.trouble:
            self._hits = event.hits
            self.refill_quietly()
        if event.trouble:
            self.say(event.trouble, "warning")

    def refill_quietly(self) -> None:
        """Show what came without asking the central again."""
        from ccpro_desk.widgets.line_list import LineList

        digits = siren_in(self.query_text) or ""
        entries = [_entry(hit) for hit in self._hits]
        if is_siren(digits) and digits not in {entry.key for entry in entries}:
            entries.insert(0, _typed(digits))
        self.query_one("#list", LineList).fill(entries)

    def _check(self, digits: str) -> None:
        wrong = len(digits) >= 9 and not is_siren(digits)
        self.say(WRONG if wrong else "", "error" if wrong else "information")


def mentioned(view: ContactView) -> tuple[str, ...]:
    """The valid SIREN that the contact's messages cite, in their order."""
    text = " ".join((view.subject, *(message.text for message in view.messages)))
    numbers = (re.sub(r"\D", "", found) for found in _NUMBER.findall(text))
    return tuple(dict.fromkeys(number for number in numbers if is_siren(number)))


def _entry(hit: UsagerHit) -> Entry:
    ceased = Content.styled("  cessée", "bold $warning") if hit.state == "C" else Content("")
    name = Content.styled(clean(hit.name, keep_newlines=False), "bold") + ceased
    return Entry(
        hit.siren,
        (Block(name), said(f"{words.siren(hit.siren)} · {clean(hit.city, keep_newlines=False)}", "$quiet")),
    )


def _typed(number: str) -> Entry:
    return Entry(number, (said(words.siren(number), "bold"), said("Le numéro que vous avez saisi", "$quiet")))


def _cited(number: str) -> Entry:
    return Entry(number, (said(words.siren(number), "bold"), said("Cité dans le message", "$quiet")))
