"""What is wrong with a text, and how its spacing is read."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SPACING = re.compile(r"[\s.\-\u00a0\u00b7\u2007-\u2011\u2060\u202f\ufeff]+")


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a text is not what is asked for."""

    sentence: str


def close(text: str) -> str:
    """`text` without the blanks, dots and dashes that people put into numbers."""
    return _SPACING.sub("", text)
