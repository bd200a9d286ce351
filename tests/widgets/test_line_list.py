"""The list that every screen uses: what a key repaints, how more entries come, what is seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import App, ComposeResult
from textual.geometry import Region

from ccpro_desk.widgets.line_list import AHEAD, Entry, LineList
from ccpro_desk.widgets.pane import Block, said


class Watched(LineList):
    """Remembers which lines it was asked to repaint: none, all of them."""

    def __init__(self, **named: Any) -> None:
        self.repainted: list[tuple[Region, ...]] = []
        super().__init__(**named)

    def refresh(self, *regions: Region, **how: Any) -> Watched:
        self.repainted.append(regions)
        super().refresh(*regions, **how)
        return self


class Listed(App[None]):
    def __init__(self, entries: Sequence[Entry], empty: str = "Rien.") -> None:
        super().__init__()
        self.given, self.said = entries, empty
        self.told: list[str] = []

    def compose(self) -> ComposeResult:
        yield Watched(empty=self.said)

    def on_mount(self) -> None:
        self.list.fill(self.given)
        self.list.focus()

    @property
    def list(self) -> Watched:
        return self.query_one(Watched)

    def on_line_list_ending(self, event: LineList.Ending) -> None:
        self.told.append("ending")

    def lines(self) -> str:
        return "\n".join(self.list.render_line(y).text.rstrip() for y in range(self.list.size.height))


def numbered(first: int, last: int) -> list[Entry]:
    return [Entry(str(n), (said(f"Contact {n}"),)) for n in range(first, last)]


async def test_a_key_repaints_the_two_entries_that_it_concerns() -> None:
    app = Listed([Entry(str(n), (said(f"Qui {n}"), said("quoi"))) for n in range(200)])
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("down", "down")
        app.list.repainted.clear()
        await pilot.press("down")
        assert [region for regions in app.list.repainted for region in regions] == [
            Region(0, 4, 60, 2),
            Region(0, 6, 60, 2),
        ]
        assert () not in app.list.repainted, "never the whole list"


async def test_what_is_out_of_sight_comes_to_the_middle() -> None:
    app = Listed(numbered(0, 200))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press(*["down"] * 19)
        assert app.list.scroll_offset.y == 0
        await pilot.press("down")
        await pilot.pause()
        assert app.list.scroll_offset.y == 11, "the twentieth line is the tenth that is seen"
        app.list.repainted.clear()
        await pilot.press("down")
        assert app.list.scroll_offset.y == 11, "the next keys scroll nothing"
        await pilot.press("home")
        await pilot.pause()
        assert app.list.scroll_offset.y == 0


async def test_more_entries_come_below_and_nothing_above_them_moves() -> None:
    app = Listed(numbered(0, 100))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("down")
        assert app.told == []
        app.list.extend(numbered(100, 150))
        await pilot.pause()
        assert app.list.key == "1" and app.list.virtual_size.height == 150
        await pilot.press("end")
        assert app.list.key == "149" and app.told == ["ending"]
        assert 150 - AHEAD > 0


async def test_an_empty_list_says_why_and_then_shows_what_comes() -> None:
    app = Listed([], "Lecture…")
    async with app.run_test(size=(60, 20)) as pilot:
        assert "Lecture…" in app.lines()
        app.list.empty = "Rien de tel."
        await pilot.pause()
        assert "Rien de tel." in app.lines()
        app.list.extend(numbered(0, 2))
        await pilot.pause()
        assert "Contact 1" in app.lines() and app.list.key == "0"


async def test_a_line_that_is_cut_stays_one_line() -> None:
    long = Block(said("Objet très long " * 20).content, cut=True)
    app = Listed([Entry("0", (long,)), Entry("1", (said("le suivant"),))])
    async with app.run_test(size=(60, 20)):
        first, second, *_ = app.lines().splitlines()
        assert first.endswith("…") and "le suivant" in second
