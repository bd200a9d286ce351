"""What still arrives while the workstation closes finds no screen any more, and breaks nothing."""

from __future__ import annotations

from textual.widget import Widget

from ccpro_desk.screens.reference_data import Reference, ReferenceReady
from ccpro_desk.widgets.bars import StatusBar
from tests.screens.scripted import ScriptedDesk, contact, state
from tests.screens.workstation import at_work


class Late(Widget):
    """Brings the answers when the panes are already gone: the slow start of a workstation that is closed."""

    gone = False

    def on_unmount(self) -> None:
        for bar in self.screen.query(StatusBar):
            bar._detach()
        Late.gone = not self.screen.query(StatusBar)
        self.app.post_message(ReferenceReady(Reference()))


async def test_news_that_arrive_while_the_screens_are_taken_down_are_dropped() -> None:
    desk = ScriptedDesk(state(contact("Un")))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.workspace.mount(Late())
    assert Late.gone
