"""What an agent has set on this workstation: theme, ring, curtain, spelling; and where these files lie.

What may be set is in `table`; it is imported where something is read, shown or changed.
"""

from __future__ import annotations

from ccpro_desk.desk.preferences.folder import ConfigFolder, PreferencesUnwritable, config_folder, is_there
from ccpro_desk.desk.preferences.model import AUTOMATIC, LOOKS, OWN_THEME, Preferences, Value

__all__ = [
    "AUTOMATIC",
    "LOOKS",
    "OWN_THEME",
    "ConfigFolder",
    "Preferences",
    "PreferencesUnwritable",
    "Value",
    "config_folder",
    "is_there",
]
