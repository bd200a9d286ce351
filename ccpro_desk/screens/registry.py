"""The public registry beside the file: what differs, field by field; nothing is taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from ccpro_desk.screens.base import Window
from ccpro_desk.widgets import words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.line_list import LineList
from ccpro_desk.widgets.registry import entries

if TYPE_CHECKING:
    from ccpro_desk.wire.contact_view import ContactView
    from ccpro_desk.wire.registry import RegistryView


class RegistryScreen(Window[None]):
    """Reads it once; what it says of a person is kept nowhere here."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#list"

    def __init__(self, siren: str, contact: ContactView | None, reason: str | None) -> None:
        super().__init__()
        self._siren, self._contact, self._reason = siren, contact, reason

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content(f"Registre public · {words.siren(self._siren)}")
            yield LineList(id="list", empty="Le centre interroge le registre public…")
            yield NoticeBar()
            yield KeyBar((("leave", "Échap", "Revenir"),))

    def on_mount(self) -> None:
        contact = self._contact.id if self._contact else None
        job = self.host.desk.registry(self._siren, contact_id=contact, reason=self._reason)
        self.attempt(job, self._came, self._failed)

    def _came(self, view: RegistryView) -> None:
        self.query_one(LineList).fill(entries(view))
        self.say(f"Registre lu {words.moment(view.asked_at)}. Rien n'est repris au dossier de lui-même.")

    def _failed(self, sentence: str) -> None:
        self.query_one(LineList).empty = ""
        self.say(sentence, "warning")

    def do_leave(self) -> None:
        self.action_back()
