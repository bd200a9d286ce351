"""`theme.toml`: the agent's own colours over one of ours, as long as they can be read.

    base = "clair"
    accent = "#005f87"
    background = "#fdf6e3"

A line that is wrong, or that would make a text hard to read (below AA), is told and left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.color import Color
from textual.theme import Theme

from ccpro_desk.desk.preferences import OWN_THEME, is_there
from ccpro_desk.desk.preferences.flat_toml import Entry, Fault, Flat, read_flat
from ccpro_desk.widgets.contrast import AA, ratio
from ccpro_desk.widgets.themes import THEMES, marks

INKS = ("foreground", "accent", "secondary", "success", "warning", "error", "quiet", "note")
GROUNDS = ("background", "surface", "panel", "mark")
OTHERS = ("frame", "soft")
"""Lines and shades: no text is written in them, none on them."""
COLOURS = (*INKS, *GROUNDS, *OTHERS)
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def read_theme(path: Path) -> tuple[Theme | None, tuple[Fault, ...]]:
    """The agent's theme, none without a file, and what is wrong in it."""
    if not is_there(path):
        return None, ()
    return theme_of(read_flat(path), path.name)


def theme_of(flat: Flat, name: str) -> tuple[Theme, tuple[Fault, ...]]:
    faults = list(flat.faults)
    base, given = "sombre", {}
    for entry in flat.entries:
        if entry.key == "base" and entry.value in THEMES:
            base = str(entry.value)
        elif why := _why_not(entry):
            faults.append(Fault(name, entry.line, why))
        else:
            given[entry.key] = entry
    unread = _unreadable(THEMES[base], given)
    faults += [Fault(name, given[key].line, why) for key, why in unread.items()]
    kept = {key: str(entry.value) for key, entry in given.items() if key not in unread}
    return _with(THEMES[base], kept), tuple(sorted(faults, key=lambda fault: fault.line))


def _why_not(entry: Entry) -> str:
    if entry.key == "base":
        return f"« base » est {', '.join(THEMES)}."
    if entry.key not in COLOURS:
        return f"« {entry.key} » n'est pas une couleur du poste : {', '.join(COLOURS)}."
    if not isinstance(entry.value, str) or not _HEX.fullmatch(entry.value):
        return f'« {entry.key} » s\'écrit comme "#005f87".'
    return ""


def _unreadable(base: Theme, given: Mapping[str, Entry]) -> dict[str, str]:
    """The lines to leave out so that every ink reads on every ground, and why."""
    unread: dict[str, str] = {}
    while True:
        kept = {key: str(entry.value) for key, entry in given.items() if key not in unread}
        worst = _hardest(_with(base, kept), kept)
        if worst is None:
            return unread
        ink, ground, found = worst
        lost, other = (ink, ground) if ink in kept else (ground, ink)
        shown = f"{found:.1f}".replace(".", ",")
        unread[lost] = f"« {lost} » se lit mal avec « {other} » (contraste {shown} ; il faut 4,5)."


def _hardest(theme: Theme, kept: Mapping[str, str]) -> tuple[str, str, float] | None:
    """(ink, ground, contrast) of what reads worst among the pairs that the agent changed."""
    pairs = [(ink, ground) for ink in INKS for ground in GROUNDS if ink in kept or ground in kept]
    found = [(ink, ground, ratio(colour(theme, ink), colour(theme, ground))) for ink, ground in pairs]
    hard = [pair for pair in found if pair[2] < AA]
    return min(hard, key=lambda pair: pair[2], default=None)


def colour(theme: Theme, name: str) -> Color:
    """One of `COLOURS` of a theme of ours."""
    return Color.parse(str(theme.variables.get(name) or getattr(theme, name)))


def _with(base: Theme, colours: Mapping[str, str]) -> Theme:
    """`base` with these colours."""
    own: dict[str, Any] = {key: value for key, value in colours.items() if key not in base.variables}
    if "accent" in own:
        own["primary"] = own["accent"]
    variables = marks(
        *(colours.get(name, base.variables[name]) for name in ("mark", "quiet", "frame", "soft", "note"))
    )
    theme = replace(base, name=OWN_THEME, variables=variables, **own)
    return replace(theme, dark=colour(theme, "background").brightness < 0.5)
