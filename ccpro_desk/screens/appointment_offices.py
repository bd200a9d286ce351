"""With which office (SIE): the usager's own first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from ccpro_desk.domain.motifs import fold
from ccpro_desk.screens.picker import Picker
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block


class OfficesScreen(Picker[str]):
    """Gives the office's code."""

    TITLE_TEXT = "Prendre rendez-vous : avec quel service ?"
    PLACEHOLDER = "Filtrer les services"
    EMPTY = "Aucun service ne donne de rendez-vous ici."

    def __init__(self, names: Mapping[str, str], own: str = "") -> None:
        """`names`: by code. `own`: the code of the usager's."""
        super().__init__()
        self._own = own
        self._names = dict(sorted(names.items(), key=lambda item: (item[0] != own, item[1])))

    def found(self, query: str) -> Sequence[Entry]:
        sought = fold(query).split()
        return [
            Entry(code, (Block(self._line(code, name), cut=True),))
            for code, name in self._names.items()
            if all(word in fold(f"{name} {code}") for word in sought)
        ]

    def _line(self, code: str, name: str) -> Content:
        own = Content.styled("  service de cet usager", "$quiet") if code == self._own else Content("")
        return Content.styled(name, "bold") + own

    def result(self, key: str) -> str | None:
        return key
