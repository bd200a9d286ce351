"""The agent's own settings, as the running application holds them."""

from __future__ import annotations

from textual.app import App
from textual.driver import Driver

from ccpro_desk.desk.preferences import ConfigFolder, Fault, Preferences, PreferencesUnwritable, Value


class Own(App[int]):
    """Without a folder (tests, a screen taken for a guide) the defaults hold and nothing is written."""

    def __init__(self, config: ConfigFolder | None, driver_class: type[Driver] | None) -> None:
        super().__init__(driver_class=driver_class)
        self.config = config
        self.preferences, self.faults = Preferences(), ()
        if config is not None:
            self.preferences, self.faults = config.read()

    preferences: Preferences
    faults: tuple[Fault, ...]
    """What is wrong in the files that the agent wrote."""

    def prefer(self, **values: Value) -> str:
        """Set something, at once and for the next starts; why it could not be written, or nothing."""
        self.preferences = self.preferences.having(values)
        if self.config is None:
            return ""
        try:
            self.config.change(**values)
        except PreferencesUnwritable as error:
            return f"{error.sentence} {error.hint}"
        return ""
