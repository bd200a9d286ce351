"""« :avalider »: acts that a second person looks at before they leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from ccpro_desk.domain.matter import MatterKind
from ccpro_desk.domain.motifs import fold
from ccpro_desk.screens.picker import Picker
from ccpro_desk.widgets import words
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block, said

if TYPE_CHECKING:
    from ccpro_desk.wire.contact_view import MatterView
    from ccpro_desk.wire.listing import MatterPage

TO_APPROVE = "to_approve"


class ToApproveScreen(Picker[None]):
    """Those due first first; Enter reads one, where V validates and R gives back. Read again on return."""

    TITLE_TEXT = "Actes à valider"
    PLACEHOLDER = "Filtrer : acte, SIREN, auteur"
    EMPTY = "Aucun acte n'est à valider."
    KEYS = (("choose", "Entrée", "Lire"), ("leave", "Échap", "Revenir"))

    def __init__(self) -> None:
        super().__init__()
        self._items: tuple[MatterView, ...] = ()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        job = self.host.desk.matters.listed(MatterKind.ACT, (TO_APPROVE,))
        self.attempt(job, self._came)

    def _came(self, page: MatterPage) -> None:
        self._items = page.items
        self.refill(key=self.highlighted)
        more = " Les premiers seulement." if page.next else ""
        self.say(f"À valider : {len(page.items)}.{more}" if page.items else "")

    def found(self, query: str) -> Sequence[Entry]:
        sought = fold(query).split()
        told = ((each, fold(f"{each.title} {each.siren} {each.author_name}")) for each in self._items)
        return [_entry(each) for each, text in told if all(word in text for word in sought)]

    def result(self, key: str) -> None:
        from ccpro_desk.screens.matter import MatterScreen

        matter = next((each for each in self._items if str(each.id) == key), None)
        agent = self.host.desk.state.agent
        if matter is not None:
            mine = agent is not None and agent.id == matter.author
            self.app.push_screen(MatterScreen(matter, held=False, eyes=not mine))


def _entry(matter: MatterView) -> Entry:
    head = Content.styled(matter.title, "bold") + Content.styled(f"  {words.siren(matter.siren)}", "$quiet")
    due = f", avant {words.deadline(matter.due_at)}" if matter.due_at else ""
    return Entry(str(matter.id), (Block(head, cut=True), said(f"{matter.author_name}{due}", "$quiet")))
