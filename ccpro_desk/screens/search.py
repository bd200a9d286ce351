"""Contacts found again by subject, name, motif, state, day, SIREN or reference, within what one may read."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any
from uuid import UUID

from ccpro_desk.desk.lists import Found
from ccpro_desk.desk.sought import Sought, understood
from ccpro_desk.domain.values import State
from ccpro_desk.screens.lookup import Lookup
from ccpro_desk.widgets import present, rows, words
from ccpro_desk.widgets.line_list import Entry

STATES = {
    State.CLOSED: "clos",
    State.WAITING: "en attente",
    State.ACTIVE: "en cours",
    State.PARKED: "mis de côté",
    State.REFERRED: "transmis au SIE",
}


class SearchScreen(Lookup[None]):
    """Enter reads the contact; one of mine opens in the workspace."""

    TITLE_TEXT = "Rechercher un contact"
    PLACEHOLDER = "Objet, nom, SIREN, réf., clos, courriel, hier, 23/11, motif:cfe…"
    EMPTY = "Aucun contact que vous puissiez lire n'y répond."
    READING = "Recherche…"
    KEYS = (("choose", "Entrée", "Lire"), ("leave", "Échap", "Revenir"))

    def __init__(self, typed: str = "") -> None:
        super().__init__()
        self._first_typed = typed

    @property
    def initial(self) -> str:
        return self._first_typed

    @property
    def sought(self) -> Sought:
        today = words.local(present.now()).date()
        return understood(self.query_text, today, self.host.reference.motifs)

    def ask(self, query: str, cursor: str | None) -> Awaitable[Found]:
        return self.host.desk.lists.search(self.sought, cursor)

    def entry(self, item: Any) -> Entry:
        return rows.found(item)

    def foot(self, page: Found) -> str:
        told = f"Cherché : {_told(self.sought)}"
        where = "hors connexion : seuls les contacts de ce poste" if page.local else ""
        more = "la suite en descendant" if page.next else ""
        return " · ".join(part for part in (told, where, more) if part)

    def result(self, key: str) -> None:
        self.read_contact(UUID(key))


def _told(sought: Sought) -> str:
    """What was understood, in words."""
    parts = [
        f"«\u00a0{sought.words}\u00a0»" if sought.words else "",
        f"SIREN {words.siren(sought.siren)}" if sought.siren else "",
        f"référence {sought.reference}" if sought.reference else "",
        STATES.get(sought.state, "") if sought.state else "",
        words.CHANNELS[sought.channel].lower() if sought.channel else "",
        f"motif {sought.motif}" if sought.motif else "",
    ]
    if sought.day:
        day = f"{sought.day:%d/%m/%Y}"
        parts.append(f"reçu depuis le {day}" if sought.since else f"reçu le {day}")
    return ", ".join(part for part in parts if part) or "tous vos contacts"
