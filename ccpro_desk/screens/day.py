"""My day, mine alone: what I handled, what I sent, where it stands. No figure, no ranking, no stopwatch."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ccpro_desk.desk.day import Day, Handled
from ccpro_desk.desk.state import DeskState
from ccpro_desk.domain.motifs import fold
from ccpro_desk.screens.lookup import Lookup
from ccpro_desk.screens.reader import ASKED
from ccpro_desk.widgets import present, rows
from ccpro_desk.widgets.line_list import Entry


@dataclass(frozen=True, slots=True)
class _Row:
    """A contact of the day as the list wants it."""

    item: Handled

    @property
    def id(self) -> UUID:
        return self.item.contact.id


@dataclass(frozen=True, slots=True)
class _Rows:
    items: tuple[_Row, ...]
    local: bool
    next: str | None = None


class DayScreen(Lookup[None]):
    """Enter reads the contact; F7 takes one again that I closed within the delay."""

    TITLE_TEXT = "Ma journée"
    PLACEHOLDER = "Filtrer : nom, objet"
    EMPTY = "Rien encore aujourd'hui."
    KEYS = (("choose", "Entrée", "Lire"), ("follow", "F7", "Rouvrir"), ("leave", "Échap", "Revenir"))

    def __init__(self) -> None:
        super().__init__()
        self._reopening: UUID | None = None

    def ask(self, query: str, cursor: str | None) -> Awaitable[_Rows]:
        return self._day(query)

    async def _day(self, query: str) -> _Rows:
        day: Day = await self.host.desk.lists.day()
        sought = fold(query).split()
        fit = (i for i in day.items if all(w in fold(f"{i.contact.who} {i.contact.subject}") for w in sought))
        return _Rows(tuple(_Row(item) for item in fit), day.local)

    def entry(self, item: Any) -> Entry:
        return rows.handled(item.item, present.now())

    def foot(self, page: _Rows) -> str:
        if page.local:
            return "Hors connexion : ce qui a été fait depuis ce poste. Vous seul voyez cet écran."
        return "Vous seul voyez cet écran."

    def result(self, key: str) -> None:
        self.read_contact(UUID(key))

    def do_follow(self) -> None:
        """What may become of a contact of the day: it is taken again."""
        key = self.highlighted
        row = self.items.get(key) if key else None
        if row is None or self._reopening is not None or not self.settled():
            return
        if row.item.gone or not row.item.reopens(present.now()):
            self.say("Ce contact ne se rouvre pas : il est ouvert, ou clos depuis trop longtemps.", "warning")
            return
        self._reopening = row.id
        self.say(ASKED)
        self.attempt(self.host.desk.reopen(row.id), None, self._not_reopened)

    def _not_reopened(self, sentence: str) -> None:
        self._reopening = None
        self.say(sentence, "error")

    def show_state(self, state: DeskState) -> None:
        super().show_state(state)
        held = state.contact(self._reopening) if self._reopening else None
        if held is None:
            return
        if held.refusals:
            self._not_reopened(held.refusals[-1].detail)
            self.host.desk.looked_at(held.id)
        elif held.token is not None:
            self.host.go_to_contact(held.id)
