"""What waits in the centre, without names: shown when asked for, never a debt on display."""

from __future__ import annotations

from collections.abc import Sequence

from ccpro_desk.domain.text import clean
from ccpro_desk.screens.listing import Listing
from ccpro_desk.widgets import words
from ccpro_desk.widgets.pane import Block, field, said
from ccpro_desk.wire.views import ContactView


class QueueScreen(Listing):
    TITLE_TEXT = "File du centre"

    def __init__(self) -> None:
        super().__init__()
        self._waiting: tuple[ContactView, ...] | None = None

    def on_mount(self) -> None:
        super().on_mount()
        self.attempt(self.host.desk.queue(), self._came)

    def _came(self, waiting: tuple[ContactView, ...]) -> None:
        self._waiting = waiting
        self.show_again()

    def blocks(self) -> Sequence[Block]:
        if self._waiting is None:
            return [said("Lecture de la file…", "$quiet")]
        if not self._waiting:
            return [said("Rien n'attend au centre.", "$quiet")]
        number = len(self._waiting)
        head = said(f"{number} contact{'s' if number > 1 else ''} en attente", "bold")
        return [head, Block(), *(_row(view) for view in self._waiting)]


def _row(view: ContactView) -> Block:
    due = f"répondre avant {words.deadline(view.due_at)}"
    return field(
        words.CHANNELS[view.channel],
        f"{clean(view.subject, keep_newlines=False) or '(sans objet)'} · {due}",
        width=10,
    )
