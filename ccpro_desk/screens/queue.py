"""What waits in the centre and for whom: shown when asked for, never a debt on display."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from ccpro_desk.desk.lists import QueueFilter
from ccpro_desk.desk.sought import CHANNELS, motif_named
from ccpro_desk.domain.motifs import fold
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.values import Channel
from ccpro_desk.screens.lookup import Lookup
from ccpro_desk.widgets import rows, words
from ccpro_desk.widgets.line_list import Entry

if TYPE_CHECKING:
    from ccpro_desk.wire.listing import ListedPage, ListedView

_LATE = frozenset({"retard", "depasse"})
_ROUND = (None, *Channel)


class QueueScreen(Lookup[str]):
    """Gives a contact's id to a supervisor, who may give it to somebody; agents take theirs by F2."""

    TITLE_TEXT = "File du centre"
    PLACEHOLDER = "Filtrer : courriel, appel, tchat, rappel, retard, motif (cfe…)"
    EMPTY = "Rien de tel n'attend au centre."
    READING = "Lecture de la file…"
    KEYS = (
        ("channel", "Tab", "Canal suivant"),
        ("choose", "Entrée", "Choisir"),
        ("leave", "Échap", "Revenir"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "channel(1)", show=False, priority=True),
        Binding("shift+tab", "channel(-1)", show=False, priority=True),
    ]

    def __init__(self, typed: str = "") -> None:
        super().__init__()
        self._first_typed = typed
        self._channel: Channel | None = None
        self._total: int | None = None

    @property
    def initial(self) -> str:
        return self._first_typed

    def ask(self, query: str, cursor: str | None) -> Awaitable[ListedPage]:
        return self.host.desk.lists.queue(self.filter, cursor)

    @property
    def filter(self) -> QueueFilter:
        """What is typed, and the channel that Tab chose."""
        asked, left = QueueFilter(self._channel), list[str]()
        for word in self.query_text.split():
            close = fold(word)
            if close in CHANNELS:
                asked = replace(asked, channel=CHANNELS[close])
            elif close in _LATE:
                asked = replace(asked, late=True)
            elif close not in ("en",):
                left.append(word)
        motif = motif_named(" ".join(left), self.host.reference.motifs) if left else None
        return replace(asked, motif=motif or ("-" if left else None))

    def entry(self, item: ListedView) -> Entry:
        return rows.waiting(item, self.host.reference.motifs)

    def foot(self, page: ListedPage) -> str:
        self._total = page.total if page.total is not None else self._total
        asked, number = self.filter, self._total or 0
        parts = [f"{number} en attente" if number else "Rien en attente"]
        if len(self.items) < number:
            parts.append(f"{len(self.items)} affichés, la suite en descendant")
        parts.append(words.CHANNELS[asked.channel].lower() if asked.channel else "tous les canaux")
        if asked.motif:
            parts.append(self._motif_told(asked.motif))
        if asked.late:
            parts.append("délai promis dépassé (!)")
        return " · ".join(parts)

    def _motif_told(self, code: str) -> str:
        motifs = self.host.reference.motifs
        family = next((f.label for f in motifs.families if f.id == code), None) if motifs else None
        motif = motifs.get(code) if motifs else None
        return f"motif : {family or (motif.label if motif else 'aucun de ce nom')}"

    def result(self, key: str) -> str | None:
        agent = self.host.desk.state.agent
        if agent and may(agent.role, Right.READ_CENTRE):
            return key
        self.say("On ne choisit pas dans la file : F2 prend le contact qui vous revient.")
        return None

    def action_channel(self, step: int) -> None:
        self._channel = _ROUND[(_ROUND.index(self._channel) + step) % len(_ROUND)]
        self.begin()

    def do_channel(self) -> None:
        self.action_channel(1)

    def show_reference(self, reference: Any) -> None:
        self.begin()
