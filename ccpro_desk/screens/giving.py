"""To whom a waiting contact is given: an agent of the centre, or a plateau. A supervisor's."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from textual.content import Content

from ccpro_desk.domain.motifs import fold
from ccpro_desk.screens.lookup import Lookup
from ccpro_desk.widgets import words
from ccpro_desk.widgets.floor import plateaux
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block
from ccpro_desk.widgets.rows import line

if TYPE_CHECKING:
    from ccpro_desk.screens.base import DeskScreen


@dataclass(frozen=True, slots=True)
class Target:
    """An agent, by login, or a plateau."""

    id: str
    label: str
    note: str = ""
    plateau: bool = False


@dataclass(frozen=True, slots=True)
class _Targets:
    items: Sequence[Target]
    next: str | None = None


class TargetScreen(Lookup[Target]):
    """Gives an agent or a plateau of the centre."""

    TITLE_TEXT = "À qui ?"
    PLACEHOLDER = "Nom, ou plateau"
    EMPTY = "Personne de ce nom dans le centre."
    KEYS = (("choose", "Entrée", "Choisir"), ("leave", "Échap", "Revenir"))

    def __init__(self, title: str, *, with_plateaux: bool = True) -> None:
        super().__init__()
        self._title, self._with_plateaux = title, with_plateaux

    def on_mount(self) -> None:
        self.query_one("#frame").border_title = Content(self._title)
        super().on_mount()

    def ask(self, query: str, cursor: str | None) -> Awaitable[_Targets]:
        return self._targets(query)

    async def _targets(self, query: str) -> _Targets:
        people = await self.host.desk.plateau.colleagues()
        agent = self.host.desk.state.agent
        centre = agent.centre if agent else ""
        found = [Target(p.login, line(p.name), words.plateau(p.plateau, centre)) for p in people]
        if self._with_plateaux:
            names = plateaux(p.plateau for p in people)
            found += [Target(name, words.plateau(name, centre), "tout le plateau", True) for name in names]
        sought = fold(query).split()
        return _Targets([t for t in found if all(w in fold(f"{t.label} {t.note}") for w in sought)])

    def entry(self, item: Any) -> Entry:
        text = Content.styled(item.label, "bold") + Content.styled(f"  {item.note}", "$quiet")
        return Entry(item.id, (Block(text, cut=True),))

    def result(self, key: str) -> Target | None:
        found = self.items.get(key)
        return found if isinstance(found, Target) else None


def give(screen: DeskScreen[Any], contact_id: UUID) -> None:
    """Ask to whom, then give this contact; `screen` tells what came of it."""

    def chosen(target: Target | None) -> None:
        if target is None:
            return
        login, plateau = ("", target.id) if target.plateau else (target.id, "")
        screen.attempt(
            screen.host.desk.plateau.give(contact_id, login=login, plateau_id=plateau),
            lambda _: screen.say(f"Contact confié : il attend {target.label}.", "success"),
        )

    screen.app.push_screen(TargetScreen("À qui confier ce contact ?"), chosen)
