"""What rings: told in words, heard once, seen by those who do not hear it. It never takes the focus."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer

from ccpro_desk.desk.preferences import Preferences
from ccpro_desk.widgets.bars import NoticeBar
from ccpro_desk.widgets.told import keymap_of

FLASH_S = 0.5
FLASHES = 12
"""Half seconds in which it stands out by turns; then it stands still, and stays."""


class Banner(NoticeBar):
    """One line, shown while something rings."""

    DEFAULT_CSS = """
    Banner { display: none; background: $warning 20%; }
    """
    loud: reactive[bool] = reactive(False)
    """Inked the other way round: seen without colour too."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._flashing: Timer | None = None
        self._left = 0

    def ring(self, sentence: str, preferences: Preferences) -> None:
        """Tell that something rings; the empty sentence: nothing does any more."""
        begins = bool(sentence) and not self.sentence
        self.display = bool(sentence)
        self.say(sentence, "warning")
        if begins and preferences.heard:
            self.app.bell()
        if begins and preferences.seen:
            self._flash()
        elif not sentence:
            self._still()

    def render(self) -> Content:
        if not self.sentence:
            return Content("")
        style = "bold reverse $warning" if self.loud else "bold $warning"
        line = Content.styled(f" ! {keymap_of(self).told(self.sentence)} ", style)
        return line.truncate(self.content_size.width, ellipsis=True)

    def _flash(self) -> None:
        self._still()
        self.loud, self._left = True, FLASHES
        self._flashing = self.set_interval(FLASH_S, self._turn)

    def _turn(self) -> None:
        self._left -= 1
        self.loud = not self.loud
        if self._left <= 0:
            self._still()

    def _still(self) -> None:
        if self._flashing is not None:
            self._flashing.stop()
            self._flashing = None
        self.loud = False
