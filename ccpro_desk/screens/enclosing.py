"""Joining a file to a reply: its path, completed as it is typed; what is joined already may be taken off."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from ccpro_desk.answers import french
from ccpro_desk.desk.folder import Seen, look
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import AttachmentRef
from ccpro_desk.screens.picker import Picker
from ccpro_desk.widgets import words
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block

SHOWN = 200
"""Entries that a list shows: typing shortens it."""


class EnclosingScreen(Picker[Path | UUID]):
    """Gives the path of a file to join, or the id of one to take off."""

    TITLE_TEXT = "Joindre un fichier"
    PLACEHOLDER = "Chemin du fichier : ~/Documents/…"
    EMPTY = "Aucun fichier ne commence ainsi."
    KEYS = (
        ("choose", "Entrée", "Joindre, ouvrir ou retirer"),
        ("complete", "Tab", "Compléter"),
        ("leave", "Échap", "Revenir"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False, priority=True)]

    def __init__(self, enclosed: tuple[AttachmentRef, ...], folder: str) -> None:
        super().__init__()
        self._enclosed = {f"#{ref.id}": ref for ref in enclosed}
        self._folder = folder
        self._seen: dict[str, Seen] = {}

    @property
    def initial(self) -> str:
        return self._folder

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#query", Input).cursor_position = len(self._folder)
        number = len(self._enclosed)
        joined = f"{french.count(number, 'fichier joint', 'fichiers joints')}. " if number else ""
        self.say(f"{joined}25\u00a0Mo au plus par fichier.")

    def found(self, query: str) -> Sequence[Entry]:
        joined = self._enclosed if query == self._folder else {}
        self._seen = {str(seen.path): seen for seen in look(query)[:SHOWN]}
        return [
            *(_joined(key, ref) for key, ref in joined.items()),
            *(_entry(key, seen) for key, seen in self._seen.items()),
        ]

    def result(self, key: str) -> Path | UUID | None:
        if key in self._enclosed:
            return self._enclosed[key].id
        seen = self._seen[key]
        if seen.is_folder:
            self._go(seen)
            return None
        return seen.path

    def action_complete(self) -> None:
        seen = self._seen.get(self.highlighted or "")
        if seen is not None:
            self._go(seen)

    do_complete = action_complete

    def _go(self, seen: Seen) -> None:
        field = self.query_one("#query", Input)
        field.value = f"{seen.path}/" if seen.is_folder else str(seen.path)
        field.cursor_position = len(field.value)


def _entry(key: str, seen: Seen) -> Entry:
    name = clean(seen.path.name, keep_newlines=False)
    if seen.is_folder:
        return Entry(key, (Block(Content.styled(f"{name}/", "bold $accent")),))
    return Entry(key, (Block(Content(name) + Content.styled(f"  {words.size(seen.size)}", "$quiet")),))


def _joined(key: str, ref: AttachmentRef) -> Entry:
    line = Content.styled("[×] ", "bold $accent") + Content.styled(words.attached(ref), "bold")
    return Entry(key, (Block(line + Content.styled("  joint : Entrée le retire", "$quiet")),))
