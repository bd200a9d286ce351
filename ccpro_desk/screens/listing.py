"""A window that only shows lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from ccpro_desk.screens.base import Window
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.pane import Block, Pane


class Listing(Window[None]):
    """Escape goes back; arrows scroll."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#text"
    TITLE_TEXT = ""
    KEYS: ClassVar[tuple[tuple[str, str, str], ...]] = (("leave", "Échap", "Revenir"),)

    def blocks(self) -> Sequence[Block]:
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content(self.TITLE_TEXT)
            yield Pane(id="text")
            yield NoticeBar()
            yield KeyBar(self.KEYS)

    def on_mount(self) -> None:
        self.show_again()

    def show_again(self) -> None:
        self.query_one("#text", Pane).show(self.blocks(), keep_place=True)

    def do_leave(self) -> None:
        self.action_back()
