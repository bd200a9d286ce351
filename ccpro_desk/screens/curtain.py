"""The curtain: nothing of anybody on the screen, at once."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from ccpro_desk.screens.base import DeskScreen
from ccpro_desk.widgets.bars import StatusBar


class CurtainScreen(DeskScreen[None]):
    """Any key gives the screen back, and does nothing else."""

    CSS = """
    CurtainScreen { align: center middle; background: $background; }
    CurtainScreen Static { width: auto; color: $quiet; }
    """

    def compose(self) -> ComposeResult:
        yield StatusBar()
        yield Static("Écran masqué. Une touche le rend.", markup=False)

    def on_mount(self) -> None:
        self.query_one(StatusBar).word = self.host.word

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.lift()

    def intercepts(self, name: str) -> bool:
        self.lift()
        return True

    def lift(self) -> None:
        if self.settled():
            self.dismiss(None)
