"""A difficult exchange: what to say, how to end it, help warned, and five minutes to breathe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from ccpro_desk.domain.values import Channel, Status
from ccpro_desk.reference import DataError
from ccpro_desk.reference.difficult import load_difficult
from ccpro_desk.screens.base import Window
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.pane import Block, Pane, hint, said

SUBJECT = "Situation difficile"
RESPITE_S = 300
"""Five minutes."""
UNTOLD = "Vous êtes retiré de la file, mais le centre ne répond pas : appelez votre encadrement de vive voix."


class DifficultScreen(Window[bool]):
    """Enter warns the supervisors and leaves the queue; true: they were warned. Escape does nothing."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#text"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "breathe", show=False)]

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self._channel = channel
        self._going = False

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content("Situation difficile")
            yield Pane(id="text")
            yield NoticeBar()
            yield KeyBar(
                (("breathe", "Entrée", "Prévenir et souffler cinq minutes"), ("leave", "Échap", "Revenir"))
            )

    def on_mount(self) -> None:
        self.query_one("#text", Pane).show(self._blocks())

    def _blocks(self) -> Iterator[Block]:
        try:
            told = load_difficult()[self._channel]
        except DataError as error:
            yield said(f"{error}", "$error")
            return
        yield said("À dire, calmement, une phrase après l'autre", "bold $accent")
        for number, sentence in enumerate(told.say, 1):
            yield Block(Content.styled(sentence, "bold"), Content.styled(f"{number}.", "$accent"), 3)
        yield Block()
        yield said("Pour mettre fin à l'échange", "bold $accent")
        yield from (hint(line, "") for line in told.end)
        yield Block()
        yield said("Ensuite", "bold $accent")
        yield from (hint(line, "") for line in told.after)

    def action_breathe(self) -> None:
        if self.settled() and not self._going:
            self._going = True
            self.attempt(self._breathe(), lambda warned: self.dismiss(warned), self._not_now)

    async def _breathe(self) -> bool:
        """Out of the queue first: that waits for nobody. Then help."""
        from ccpro_desk.desk.errors import DeskRefused

        await self.host.desk.set_status(Status.WRAP_UP)
        try:
            await self.host.desk.ask_renfort(self._channel, SUBJECT)
        except DeskRefused:
            return False
        return True

    def _not_now(self, sentence: str) -> None:
        self._going = False
        self.say(sentence, "error")

    do_breathe = action_breathe

    def do_leave(self) -> None:
        self.action_back()
