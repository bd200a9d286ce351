"""The administration's other applications, opened on the professional of the contact or on their own page."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ccpro_desk.domain.motifs import fold
from ccpro_desk.reference.applications import Application
from ccpro_desk.screens.picker import Picker
from ccpro_desk.widgets import words
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block

COPY = ":copy"
"""The key of the line that copies: no application has it."""


class ApplicationsScreen(Picker[str]):
    """Enter opens what is highlighted, or copies the SIREN. Gives the application's id, or `COPY`."""

    TITLE_TEXT = "Ouvrir une autre application"
    PLACEHOLDER = "Filtrer"
    EMPTY = "Aucune application n'est décrite dans data/applications.toml."
    KEYS = (("choose", "Entrée", "Ouvrir"), ("leave", "Échap", "Revenir"))

    def __init__(self, applications: Sequence[Application], siren: str) -> None:
        super().__init__()
        self._applications, self._siren = applications, siren

    def found(self, query: str) -> Sequence[Entry]:
        sought = fold(query).split()
        copy = [_line(COPY, f"Copier le SIREN {words.siren(self._siren)}")] if self._siren else []
        listed = [_line(one.id, one.label, self._hint(one)) for one in self._applications]
        return [entry for entry in (*copy, *listed) if all(word in fold(_said(entry)) for word in sought)]

    def result(self, key: str) -> str | None:
        return key

    def _hint(self, one: Application) -> str:
        if not one.wants_siren:
            return ""
        return "avec le SIREN" if self._siren else "demande un professionnel"


def _line(key: str, label: str, hint: str = "") -> Entry:
    tail = Content.styled(f"  {hint}", "$quiet") if hint else Content("")
    return Entry(key, (Block(Content.styled(label, "bold") + tail),))


def _said(entry: Entry) -> str:
    return " ".join(block.content.plain for block in entry.blocks)
