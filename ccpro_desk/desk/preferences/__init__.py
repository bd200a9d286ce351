"""What an agent has set on this workstation: theme, ring, curtain, spelling; and where these files lie."""

from __future__ import annotations

from ccpro_desk.desk.preferences.flat_toml import Fault
from ccpro_desk.desk.preferences.folder import ConfigFolder, PreferencesUnwritable, config_folder
from ccpro_desk.desk.preferences.model import (
    AUTOMATIC,
    OWN_THEME,
    SETTINGS,
    Choice,
    Preferences,
    Setting,
    Value,
    setting,
)

__all__ = [
    "AUTOMATIC",
    "OWN_THEME",
    "SETTINGS",
    "Choice",
    "ConfigFolder",
    "Fault",
    "Preferences",
    "PreferencesUnwritable",
    "Setting",
    "Value",
    "config_folder",
    "setting",
]
