"""Files that go with a reply: chosen, brought to the central, taken off again."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from ccpro_desk.domain.values import AttachmentRef
from ccpro_desk.screens.workspace_base import WorkspaceBase
from ccpro_desk.widgets import words


class WorkspaceEnclosing(WorkspaceBase):
    """What *Joindre un fichier* does."""

    def do_enclose(self) -> None:
        from ccpro_desk.screens.enclosing import EnclosingScreen

        contact = self.contact
        if contact:
            window = EnclosingScreen(contact.enclosed, self._folder)
            self.app.push_screen(window, lambda chosen: self._enclose(contact.id, chosen))

    def _enclose(self, contact: UUID, chosen: Path | UUID | None) -> None:
        if isinstance(chosen, UUID):
            self.attempt(self.host.desk.remove_enclosure(contact, chosen), lambda _: self._removed())
        elif chosen is not None:
            self._folder = f"{chosen.parent}/"
            self.say("Envoi de la pièce au centre…")
            self.attempt(self.host.desk.enclose(contact, chosen), self._enclosed)

    def _enclosed(self, ref: AttachmentRef) -> None:
        self.show_state(self.host.desk.state)
        self.say(f"Joint à la réponse : {words.attached(ref)}.", "success")

    def _removed(self) -> None:
        self.show_state(self.host.desk.state)
        self.say("Pièce retirée de la réponse.", "success")
