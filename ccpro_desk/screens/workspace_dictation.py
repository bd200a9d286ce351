"""What a contact has to dictate over the telephone."""

from __future__ import annotations

from ccpro_desk.domain.text import clean
from ccpro_desk.screens.workspace_base import WorkspaceBase

MOST = 12
"""References that the window goes through."""


class WorkspaceDictation(WorkspaceBase):
    """What *Épeler* does."""

    def do_dictate(self) -> None:
        from ccpro_desk.screens.dictation import DictationScreen

        self.app.push_screen(DictationScreen(self._to_dictate()))

    def _to_dictate(self) -> tuple[str, ...]:
        """The selection first, then what identifies the usager, then the references of what was written."""
        from ccpro_desk.desk.dictation import references

        if self.contact is None:
            return ()
        view = self.contact.view
        known = [self.editor.selected_text, view.usager.siren if view.usager else ""]
        if view.origin:
            known += [view.origin.address or "", view.origin.number or ""]
        written = " ".join((view.subject, self.editor.text, *(m.text for m in view.messages)))
        return (
            *(clean(text, keep_newlines=False) for text in known),
            *list(references(clean(written)))[:MOST],
        )
