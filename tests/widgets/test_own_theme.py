"""Themes: ours can be read, and so can the agent's own, whatever its file says."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme

from ccpro_desk.desk.preferences.flat_toml import parse_flat
from ccpro_desk.widgets import themes
from ccpro_desk.widgets.contrast import AA, ratio
from ccpro_desk.widgets.own_theme import GROUNDS, INKS, colour, read_theme, theme_of


def read(text: str) -> tuple[Theme, list[str]]:
    theme, faults = theme_of(parse_flat(text, "theme.toml"), "theme.toml")
    return theme, [fault.told for fault in faults]


def readable(theme: Theme) -> bool:
    return all(ratio(colour(theme, ink), colour(theme, ground)) >= AA for ink in INKS for ground in GROUNDS)


def test_contrast_is_that_of_wcag() -> None:
    black, white = Color(0, 0, 0), Color(255, 255, 255)
    assert ratio(black, white) == ratio(white, black) == pytest.approx(21)
    assert ratio(white, white) == 1
    assert ratio(Color.parse("#777777"), white) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("look", themes.THEMES.values(), ids=lambda look: look.name)
def test_every_ink_of_ours_reads_on_every_ground(look: Theme) -> None:
    assert readable(look)


def test_the_agents_colours_stand_over_one_of_ours() -> None:
    theme, told = read('base = "clair"\naccent = "#005f87"\nbackground = "#fdf6e3"\nframe = "#808080"\n')
    assert told == []
    assert (theme.name, theme.dark) == ("personnel", False)
    assert theme.accent == theme.primary == "#005f87" and theme.background == "#fdf6e3"
    assert theme.variables["scrollbar"] == "#808080", "what follows from a colour follows the agent's"
    assert theme.error == themes.LIGHT.error


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('accent = "blue"', "« accent » s'écrit comme"),
        ("accent = 12", "« accent » s'écrit comme"),
        ('couleur = "#ffffff"', "« couleur » n'est pas une couleur du poste"),
        ('base = "vert"', "« base » est sombre, clair, contraste"),
        ("accent #fff", "n'est pas du TOML"),
        ('quiet = "#2a2e38"', "« quiet » se lit mal avec"),
        ('background = "#8f8f8f"', "« background » se lit mal avec"),
    ],
)
def test_a_wrong_line_is_named_and_left_out(line: str, why: str) -> None:
    theme, told = read(f"\n\n{line}\n")
    assert len(told) == 1 and told[0].startswith("theme.toml, ligne 3 : ") and why in told[0]
    assert theme.accent == themes.DARK.accent and readable(theme)


def test_whatever_is_asked_everything_can_be_read() -> None:
    """Dark inks over our dark ground, one light ground among them: some of it must go."""
    every = "".join(f'{name} = "#{n * 17 % 256:02x}5050"\n' for n, name in enumerate((*INKS, *GROUNDS)))
    theme, told = read(every)
    assert readable(theme) and told


def test_without_a_file_there_is_no_such_theme(tmp_path: Path) -> None:
    assert read_theme(tmp_path / "theme.toml") == (None, ())
