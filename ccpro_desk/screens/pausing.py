"""Leaving the queue for a while with contacts in hand: each is asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar
from uuid import UUID

from textual.binding import Binding, BindingType

from ccpro_desk.desk.state import DeskContact, DeskState
from ccpro_desk.screens.begun import Begun
from ccpro_desk.screens.settling import SettlingScreen
from ccpro_desk.widgets.pane import Block, said


class PausingScreen(SettlingScreen):
    """G keeps the highlighted contact. Once all are settled, `then` is done and the window goes."""

    TITLE_TEXT = "Vos contacts en cours"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("g,G", "keep", show=False)]
    LAST = LAST_SHORT = (("keep", "G", "Garder"),)

    def __init__(self, begun: Begun, wanted: str, then: Callable[[], None]) -> None:
        super().__init__(begun)
        self._wanted, self._then = wanted, then
        self._kept: set[UUID] = set()

    def told(self) -> Sequence[Block]:
        number = len(self.listed())
        each = "Que devient ce contact ?" if number == 1 else f"Que devient chacun de ces {number} contacts ?"
        return (
            said(f"Vous passez « {self._wanted} ». {each}", "bold"),
            said("Gardé, il reste entre vos mains tant que ce poste est ouvert.", "$quiet"),
        )

    def listed(self) -> Sequence[DeskContact]:
        return [contact for contact in self.left.in_hand if contact.id not in self._kept]

    def action_keep(self) -> None:
        if self.highlighted:
            self._kept.add(self.highlighted.id)
            self.show_state(self.host.desk.state)

    do_keep = action_keep

    def show_state(self, state: DeskState) -> None:
        super().show_state(state)
        if not self.listed() and self.is_active:
            self.dismiss(None)
            self._then()

    def on_screen_resume(self) -> None:
        """The last one may have been settled in a window over this one."""
        super().on_screen_resume()
        self.call_later(self.show_state, self.host.desk.state)
