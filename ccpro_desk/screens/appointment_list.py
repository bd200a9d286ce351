"""The usager's appointments that are still to come: another one, or one of these moved or cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from ccpro_desk.desk.appointments import Coming
from ccpro_desk.domain.motifs import fold
from ccpro_desk.screens.picker import Picker
from ccpro_desk.widgets.appointments import when
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block, said

NEW = "new"


@dataclass(frozen=True, slots=True)
class Todo:
    """What is to be done: `new`, `move` or `cancel`, and with which."""

    what: str
    coming: Coming | None = None


class AppointmentsScreen(Picker[Todo]):
    """Enter moves the highlighted one, or takes another; Tab cancels it."""

    TITLE_TEXT = "Rendez-vous de l'usager"
    PLACEHOLDER = "Filtrer"
    KEYS = (
        ("choose", "Entrée", "Prendre, déplacer"),
        ("undo", "Tab", "Annuler ce rendez-vous"),
        ("leave", "Échap", "Revenir"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "undo", show=False, priority=True)]

    def __init__(self, coming: Sequence[Coming], names: Mapping[str, str]) -> None:
        """`names`: of offices by code."""
        super().__init__()
        self._names = names
        self._coming = {str(each.id): each for each in coming}

    def found(self, query: str) -> Sequence[Entry]:
        sought = fold(query).split()
        rows = [_entry(each, self._names.get(each.sie, "")) for each in self._coming.values()]
        new = Block(Content.styled("→ Nouveau rendez-vous", "bold $accent"))
        every = [*rows, Entry(NEW, (new,))]
        return [row for row in every if all(word in fold(row.blocks[0].content.plain) for word in sought)]

    def result(self, key: str) -> Todo | None:
        if key == NEW:
            return Todo(NEW)
        return self._todo("move", key)

    def action_undo(self) -> None:
        key = self.highlighted
        todo = self._todo("cancel", key) if key and key != NEW else None
        if todo is not None and self.settled():
            self.dismiss(todo)

    do_undo = action_undo

    def _todo(self, what: str, key: str) -> Todo | None:
        coming = self._coming[key]
        if coming.pending:
            self.say("Enregistré ici seulement : attendez que le centre l'ait pris.", "warning")
            return None
        return Todo(what, coming)


def _entry(coming: Coming, office: str) -> Entry:
    line = Content.styled(when(coming.at), "bold") + Content(f"  {office}")
    state = " · enregistré ici, pas encore pris" if coming.pending else ""
    return Entry(str(coming.id), (Block(line, cut=True), said(f"{coming.title}{state}", "$quiet")))
