"""One bare Input: what a keystroke in the reply editor is measured against."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Input


class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield Input(placeholder="ready")


Bare().run()
