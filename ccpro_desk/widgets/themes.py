"""Three looks: dark, light, high contrast. One accent, contrast at least AA, never colour alone."""

from __future__ import annotations

from collections.abc import Sequence

from textual.theme import Theme


def marks(mark: str, muted: str, frame: str, soft: str, note: str) -> dict[str, str]:
    """The variables of a theme: what is marked, what is said low, lines, shades, what agents tell agents."""
    return {
        "mark": mark,
        "quiet": muted,
        "frame": frame,
        "soft": soft,
        "note": note,
        "input-selection-background": mark,
        "scrollbar": frame,
        "scrollbar-hover": muted,
        "scrollbar-active": muted,
        "scrollbar-background": soft,
        "scrollbar-background-hover": soft,
        "scrollbar-background-active": soft,
    }


DARK = Theme(
    name="sombre",
    dark=True,
    primary="#8ea2ff",
    accent="#8ea2ff",
    secondary="#a9b2c7",
    foreground="#e4e7ef",
    background="#14161d",
    surface="#1b1e27",
    panel="#232733",
    success="#8fce9b",
    warning="#e8c06a",
    error="#ff9d94",
    variables=marks("#2b3150", "#98a1b5", "#3d4456", "#1b1e27", "#d9b8ff"),
)
LIGHT = Theme(
    name="clair",
    dark=False,
    primary="#000091",
    accent="#000091",
    secondary="#4a5170",
    foreground="#161616",
    background="#ffffff",
    surface="#f5f6fb",
    panel="#eceef6",
    success="#18753c",
    warning="#7a4a00",
    error="#b60000",
    variables=marks("#dfe3ff", "#595e6b", "#a9aebf", "#f5f6fb", "#6a1b9a"),
)
CONTRAST = Theme(
    name="contraste",
    dark=True,
    primary="#ffff00",
    accent="#ffff00",
    secondary="#ffffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#7dff7d",
    warning="#ffd75f",
    error="#ff8f8f",
    variables=marks("#00308f", "#f0f0f0", "#ffffff", "#000000", "#ffb3ff"),
)

THEMES = {"sombre": DARK, "clair": LIGHT, "contraste": CONTRAST}
"""By the name under which an agent chooses it."""


def fitting(*, colours: str | None, without: bool) -> str:
    """The theme to start with: high contrast where shades are lost (16 colours, or `NO_COLOR`)."""
    return "contraste" if without or colours == "standard" else "sombre"


def after(name: str, names: Sequence[str]) -> str:
    """The theme that comes after this one."""
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
