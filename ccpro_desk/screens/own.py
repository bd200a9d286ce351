"""The agent's own settings and keys, as the running application holds them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual.app import App
from textual.binding import Binding, BindingsMap, BindingType
from textual.driver import Driver

from ccpro_desk import actions
from ccpro_desk.actions import Keymap
from ccpro_desk.desk.preferences import (
    AUTOMATIC,
    OWN_THEME,
    ConfigFolder,
    Preferences,
    PreferencesUnwritable,
    Value,
    is_there,
)
from ccpro_desk.widgets import themes

if TYPE_CHECKING:
    from ccpro_desk.desk.preferences.flat_toml import Fault


class Own(App[int]):
    """Without a folder (tests, a screen taken for a guide) the defaults hold and nothing is written."""

    def __init__(self, config: ConfigFolder | None, driver_class: type[Driver] | None) -> None:
        super().__init__(driver_class=driver_class)
        self.config = config
        self.preferences = Preferences()
        self.keymap = actions.DEFAULT
        for look in themes.THEMES.values():
            self.register_theme(look)
        self.faults: tuple[Fault, ...] = ()
        """What is wrong in the files that the agent wrote."""
        self.read_own()

    def read_own(self) -> None:
        """Take what the files say: at the start, and when the agent has changed them."""
        if self.config is not None:
            self.preferences, settings = self.config.read()
            self.keymap, keys = _keys(self.config)
            self.faults = (*settings, *keys)
            if self.preferences.theme == OWN_THEME:
                self.faults += self._read_theme()
        # Textual's own `set_keymap` goes through every binding again at each key that is pressed.
        self._bindings = BindingsMap([*App.BINDINGS, *bindings(self.keymap)])

    @property
    def looks(self) -> tuple[str, ...]:
        """What `theme` may be here: the agent's own only where it is described."""
        own = (OWN_THEME,) if self.config is not None and is_there(self.config.theme) else ()
        return (AUTOMATIC, *themes.THEMES, *own)

    def theme_for(self, look: str) -> str:
        """The theme that a choice stands for on this terminal."""
        if look in themes.THEMES or (look == OWN_THEME and OWN_THEME in self.available_themes):
            return look
        without = self.console.no_color or "NO_COLOR" in os.environ
        return themes.fitting(colours=self.console.color_system, without=without)

    def wear(self, look: str) -> None:
        """Take a theme at once."""
        if look == OWN_THEME:
            self._read_theme()
        name, before = self.theme_for(look), self.theme
        self.theme = name
        if name == before:  # the same name, and perhaps other colours
            self.refresh_css(animate=False)

    def _read_theme(self) -> tuple[Fault, ...]:
        from ccpro_desk.desk.preferences.flat_toml import Fault
        from ccpro_desk.widgets.own_theme import read_theme

        if self.config is None:
            return ()
        theme, faults = read_theme(self.config.theme)
        if theme is None:
            return (Fault(self.config.theme.name, 0, "ce fichier manque : le thème automatique sert."),)
        self.register_theme(theme)
        return faults

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

    @property
    def trouble(self) -> str:
        """What to tell at the start of what is wrong in these files; empty when nothing is."""
        if not self.faults:
            return ""
        more = f" Erreurs : {len(self.faults)}." if len(self.faults) > 1 else ""
        return f"{self.faults[0].told}{more} Voyez « :reglages »."


def bindings(keymap: Keymap) -> list[BindingType]:
    """The agent's keys: those of the application before any widget, then those outside editors."""
    return [
        Binding(
            ",".join(bound.keys),
            f"do('{bound.id}')",
            show=False,
            priority=bound.always,
            id=bound.id if bound.always else f"{bound.id}-outside",
        )
        for bound in keymap.bound()
    ]


def _keys(config: ConfigFolder) -> tuple[Keymap, tuple[Fault, ...]]:
    if not is_there(config.keys):
        return actions.DEFAULT, ()
    from ccpro_desk.actions.keyfile import read_keys

    return read_keys(config.keys)
