"""What helps writing in every editor: the dictionary, once it is needed, and the agent's wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccpro_desk.desk.errors import DeskError
from ccpro_desk.screens.own import Own

if TYPE_CHECKING:
    from ccpro_desk.desk.desk import Desk
    from ccpro_desk.desk.spelling.speller import Speller
    from ccpro_desk.widgets.spelled_area import SpelledArea


class Writing(Own):
    """One dictionary for all editors, in a process of its own: none before a workstation has started."""

    desk: Desk
    started = False
    _speller: Speller | None = None

    def helps_writing(self, editor: SpelledArea) -> None:
        """Set an editor as the agent has chosen."""
        editor.typography = self.preferences.typography
        editor.speller = self._dictionary() if self.started and self.preferences.spelling else None

    async def close_dictionary(self) -> None:
        if self._speller is not None:
            await self._speller.close()

    def _dictionary(self) -> Speller:
        from ccpro_desk.desk.spelling.speller import Speller

        if self._speller is None:
            self._speller = Speller(self._own_words)
        return self._speller

    async def _own_words(self) -> tuple[str, ...]:
        try:
            return await self.desk.words() or ()
        except DeskError:
            return ()
