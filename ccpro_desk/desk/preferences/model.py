"""What an agent has set on a workstation. What each setting may be is in `table`, off the start path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

Value = str | int | bool

AUTOMATIC = "auto"
OWN_THEME = "personnel"
"""The theme that the agent's own `theme.toml` describes."""
LOOKS = (AUTOMATIC, "sombre", "clair", "contraste", OWN_THEME)


@dataclass(frozen=True, slots=True)
class Preferences:
    theme: str = AUTOMATIC
    ring: str = "les deux"
    curtain_minutes: int = 5
    """Minutes behind the curtain after which it asks for the password."""
    spelling: bool = True
    typography: bool = True
    set_up: bool = False
    """Whether the first-start set-up was gone through, or put off for good."""

    def having(self, values: Mapping[str, Any]) -> Preferences:
        """The same with these fields otherwise."""
        return replace(self, **values)

    @property
    def heard(self) -> bool:
        """Whether a ring makes the terminal's bell."""
        return self.ring != "image"

    @property
    def seen(self) -> bool:
        """Whether a ring also stands out on the screen; the banner is there anyway."""
        return self.ring != "son"
