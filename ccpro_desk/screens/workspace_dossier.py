"""The right column: the file of the contact on the screen, read at its level, with what the calendar adds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.content import Content

from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.domain.values import State
from ccpro_desk.screens.workspace_service import WorkspaceService
from ccpro_desk.widgets import present, words
from ccpro_desk.widgets.dossier import dossier
from ccpro_desk.widgets.matters import matters
from ccpro_desk.widgets.pane import Pane

if TYPE_CHECKING:
    from ccpro_desk.widgets.file.parts import File
    from ccpro_desk.wire.views import DossierView


class WorkspaceDossier(WorkspaceService):
    """Reads the file again whenever another contact, usager or level is on the screen."""

    def __init__(self, classes: str | None = None) -> None:
        super().__init__(classes)
        self.dossiers: dict[str, DossierView] = {}
        self.files: dict[str, File] = {}
        """What was read, as values, with the due dates that the calendar gives."""
        self.dossier_trouble = ""
        self._asked: tuple[object, ...] = ()
        """What the dossier was last read for."""

    def _show_dossier(self) -> None:
        view = self.contact.view if self.contact else None
        pane = self.query_one("#dossier", Pane)
        usager = view.usager if view else None
        pane.border_title = Content(f"Dossier {words.siren(usager.siren)}" if usager else "Dossier")
        known = self.dossiers.get(usager.siren) if usager else None
        file = self.files.get(usager.siren) if usager else None
        pane.show([*matters(view), *dossier(view, known, self.dossier_trouble, file)], keep_place=True)
        offered = view is not None and view.state is State.OFFERED
        level = view.identification.level if view else 0
        asked = (self.current, usager.siren if usager and not offered else None, level)
        if asked == self._asked or not self.host.started:
            return
        self._asked = asked
        self.dossier_trouble = ""
        if usager and self.current and not offered:
            self.attempt(
                self.host.desk.dossier(usager.siren, contact_id=self.current), self._read, self._unread
            )

    def _read(self, known: DossierView) -> None:
        """The file first, then what the calendar makes of it."""
        from ccpro_desk.desk.dossiers import expected, file_of
        from ccpro_desk.widgets.file.parts import File

        today = words.local(present.now()).date()
        try:
            file = File(known, file_of(known), today)
        except DeskRefused as unreadable:
            self._unread(f"{unreadable.sentence} {unreadable.hint}")
            return
        self.dossiers[known.siren], self.files[known.siren] = known, file
        self._show_dossier()
        self.attempt(expected(known, today), lambda dues: self._expect(replace(file, dues=dues)))

    def _expect(self, file: File) -> None:
        self.files[file.known.siren] = file
        self._show_dossier()

    def _unread(self, sentence: str) -> None:
        self.dossier_trouble = sentence
        self._show_dossier()
