"""Spelling, from one unknown word to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccpro_desk.screens.workspace_base import WorkspaceBase

if TYPE_CHECKING:
    from ccpro_desk.desk.spelling.words import Word
    from ccpro_desk.screens.spelling import Spelt

OFF = "La vérification de l'orthographe est désactivée : rétablissez-la dans les réglages (:reglages)."
NOT_HAD = "Le dictionnaire n'a pas pu être lu : rien n'est vérifié. Prévenez le soutien."
CLEAN = "Aucun mot inconnu du dictionnaire."


class WorkspaceSpelling(WorkspaceBase):
    """What *Vérifier l'orthographe* does."""

    def do_spelling(self) -> None:
        if self.editor.speller is None:
            self.say(OFF, "warning")
        else:
            self.attempt(self.editor.find_wrong(), self._found_wrong)

    def _found_wrong(self, found: tuple[int, Word] | None) -> None:
        from ccpro_desk.screens.spelling import SpellingScreen

        speller = self.editor.speller
        if speller is None:
            return
        if found is None:
            self.say(*((CLEAN, "success") if speller.available else (NOT_HAD, "error")))
            self.go_to("reply")
            return
        row, word = found
        self.go_to("reply")
        self.editor.select_word(row, word)
        window = SpellingScreen(word, self.editor.document[row], speller)
        self.app.push_screen(window, lambda spelt: self._spelt(row, word, spelt))

    def _spelt(self, row: int, word: Word, spelt: Spelt | None) -> None:
        from ccpro_desk.screens.spelling import Do

        speller = self.editor.speller
        if spelt is None or speller is None:
            return
        if spelt.do is Do.REPLACE:
            self.editor.replace_word(row, word, spelt.text)
        else:
            speller.allow(word.text)
            self.editor.look_soon()
        if spelt.do is Do.ADD:
            self.attempt(self.host.desk.add_word(word.text))
        self.do_spelling()
