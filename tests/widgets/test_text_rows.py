"""What is repainted row by row is what a whole repaint shows."""

from __future__ import annotations

import random

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot

from ccpro_desk.widgets.text_rows import TextRows

TEXT = "Bonjour,\n\nvotre demande de remboursement (crédit de TVA de septembre) a bien été reçue.\n\nCordialement"
KEYS = (
    *"aé (",
    *("enter", "backspace", "delete", "up", "down", "left", "right", "home", "end"),
    *("shift+up", "shift+down", "shift+left", "ctrl+a", "ctrl+z", "ctrl+y", "ctrl+w", "ctrl+x", "ctrl+v"),
    *("pageup", "pagedown", "shift+end", "ctrl+right"),
)


class Written(App[None]):
    CSS = "TextRows { width: 34; height: 9; border: round red; padding: 0 1; }"

    def compose(self) -> ComposeResult:
        yield TextRows(TEXT, soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False)


def _shown(area: TextRows) -> list[str]:
    return [repr(strip) for strip in area.render_lines(Region(0, 0, *area.outer_size))]


async def _same_as_whole(pilot: Pilot[None], area: TextRows, done: list[str]) -> None:
    await pilot.pause()
    by_rows = _shown(area)
    area.refresh()
    assert by_rows == _shown(area), done


@pytest.mark.parametrize("seed", range(6))
async def test_any_keys_leave_nothing_stale(seed: int) -> None:
    chosen = random.Random(seed)
    app = Written()
    async with app.run_test() as pilot:
        area = app.query_one(TextRows)
        area.match_cursor_bracket = False
        area.focus()
        done: list[str] = []
        for _ in range(40):
            done.append(chosen.choice(KEYS))
            await pilot.press(done[-1])
            await _same_as_whole(pilot, area, done)


async def test_a_key_repaints_its_row_alone() -> None:
    app = Written()
    async with app.run_test() as pilot:
        area = app.query_one(TextRows)
        area.focus()
        await pilot.press("a")
        await pilot.pause()
        painted: list[int] = []
        whole = area.render_line
        area.render_line = lambda y: (painted.append(y), whole(y))[1]  # type: ignore[method-assign,func-returns-value]
        await pilot.press("b")
        await pilot.pause()
        assert set(painted) == {0}


async def test_text_put_in_by_the_program_is_painted() -> None:
    app = Written()
    async with app.run_test() as pilot:
        area = app.query_one(TextRows)
        await pilot.pause()
        _shown(area)
        area.insert("Madame, ", (2, 0))
        await _same_as_whole(pilot, area, ["insert"])
        area.load_text("autre texte")
        await _same_as_whole(pilot, area, ["load"])
        app.theme = "textual-light"
        await _same_as_whole(pilot, area, ["theme"])
