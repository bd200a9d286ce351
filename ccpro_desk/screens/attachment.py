"""An attached file's text, read in a process of its own; its viewer only after a warning, if at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import AttachmentRef
from ccpro_desk.screens.base import Window
from ccpro_desk.widgets import words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.pane import Block, Pane, field, plain, said

if TYPE_CHECKING:
    from ccpro_desk.desk.attached.extract import Read

WARNING = (
    "Cette pièce vient de l'extérieur. Une copie privée sera ouverte dans la visionneuse de ce poste, "
    "puis effacée à la clôture du contact. N'y cliquez sur aucun lien. L'ouvrir ?"
)
MADE = "Une copie privée sera ouverte dans la visionneuse de ce poste, puis effacée à la clôture du contact."
UNSAFE = "La copie ne peut pas être écrite dans un dossier qui ne soit qu'à vous : elle n'est pas ouverte."


class AttachmentScreen(Window[None]):
    """Arrows scroll its text; Ctrl+O, after a warning, the machine's viewer; Escape goes back."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#text"

    def __init__(self, contact: UUID, attached: AttachmentRef, *, made: bool = False) -> None:
        """`made`: by the central itself; it comes from nowhere else."""
        super().__init__()
        self._contact, self._attached, self._made = contact, attached, made
        self._content = b""
        self._read: Read | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content("Pièce jointe")
            yield Pane(id="text")
            yield NoticeBar()
            yield KeyBar((("attachment", "^O", "Ouvrir dans la visionneuse"), ("leave", "Échap", "Revenir")))

    def on_mount(self) -> None:
        self.query_one("#text", Pane).show([*self._head(), Block(), said("Lecture…", "$quiet")])
        self.attempt(self._reading(), self._show)

    async def _reading(self) -> Read:
        from ccpro_desk.desk.attached import extract

        self._content = await self.host.desk.attachment(self._attached.id)
        return await extract.read(self._attached.name, self._content)

    def _show(self, read: Read) -> None:
        self._read = read
        notes = [said(f"! {note}", "bold $warning") for note in read.notes]
        body = plain(read.text.rstrip()) if read.text.strip() else [said("Aucun texte à montrer.", "$quiet")]
        self.query_one("#text", Pane).show([*self._head(read), *notes, Block(), *body])
        self.say(read.why_closed, "warning" if read.why_closed else "information")

    def _head(self, read: Read | None = None) -> Sequence[Block]:
        from ccpro_desk.desk.attached.kinds import WORDS

        kind = WORDS[read.kind] if read else clean(self._attached.type, keep_newlines=False)
        return (
            field("Nom", clean(self._attached.name, keep_newlines=False) or "sans nom", style="bold"),
            field("Genre", f"{kind}, {words.size(self._attached.size)}"),
        )

    def do_attachment(self) -> None:
        from ccpro_desk.screens.ask import AskScreen

        if self._read is None:
            self.say("La pièce n'est pas encore lue.", "warning")
        elif self._read.why_closed:
            self.say(self._read.why_closed, "warning")
        else:
            warning = MADE if self._made else WARNING
            self.app.push_screen(AskScreen("Ouvrir la pièce jointe", warning, yes="Ouvrir"), self._open)

    def _open(self, yes: bool | None) -> None:
        if yes and self._read:
            self.attempt(self._shown(self._read), lambda told: self.say(told))

    async def _shown(self, read: Read) -> str:
        from ccpro_desk.desk.attached import copies

        try:
            return await copies.show(self._contact, self._attached.id, read.kind, self._content)
        except (copies.Unsafe, OSError):
            return UNSAFE

    def do_leave(self) -> None:
        self.action_back()
