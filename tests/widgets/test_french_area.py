"""Corrections in the editor: each is one undo, and is not made again; no line breaks at a no-break space."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from ccpro_desk.answers.french import NBSP
from ccpro_desk.widgets.french_area import FrenchArea


class Written(App[None]):
    CSS = "FrenchArea { width: 24; height: 9; border: none; padding: 0; scrollbar-size-vertical: 0; }"

    def compose(self) -> ComposeResult:
        yield FrenchArea()


async def write(pilot: Pilot[None], text: str) -> FrenchArea:
    area = pilot.app.query_one(FrenchArea)
    area.focus()
    names = {" ": "space", '"': "quotation_mark", "!": "exclamation_mark", "\n": "enter", ":": "colon"}
    await pilot.press(*(names.get(letter, letter) for letter in text))
    return area


def rows(area: FrenchArea) -> list[str]:
    return [area.render_line(y).text.rstrip(" ") for y in range(4)]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Etat ", "État "),
        ('dit "', f"dit «{NBSP}"),
        ('dit "oui"', f"dit «{NBSP}oui{NBSP}»"),
        ("Bonjour! ", f"Bonjour{NBSP}! "),
        ("Objet:\n", f"Objet{NBSP}:\n"),
    ],
)
async def test_one_undo_takes_a_correction_back_and_typing_goes_on(text: str, made: str) -> None:
    async with Written().run_test() as pilot:
        area = await write(pilot, text)
        assert area.text == made
        await pilot.press("ctrl+z")
        undone = area.text
        assert undone.endswith(text[-1]) and undone != made
        await write(pilot, "suite")
        assert area.text == undone + "suite"


async def test_a_correction_taken_back_at_once_is_not_made_again() -> None:
    async with Written().run_test() as pilot:
        area = await write(pilot, "Bonjour! ")
        assert area.text == f"Bonjour{NBSP}! " and area.cursor_location == (0, 10)
        await pilot.press("ctrl+z")
        assert area.text == "Bonjour! " and area.cursor_location == (0, 9)
        await write(pilot, "Oui")
        assert area.text == "Bonjour! Oui"
        await pilot.press(*["backspace"] * 4)
        await write(pilot, " ")
        assert area.text == "Bonjour! ", "the agent has said no once"
        await write(pilot, "Bonsoir! ")
        assert area.text == f"Bonjour! Bonsoir{NBSP}! ", "of another word it is made"


async def test_the_caret_stays_where_typing_goes_on() -> None:
    async with Written().run_test() as pilot:
        area = await write(pilot, 'Le "solde" du 3 octobre')
        assert area.text == f"Le «{NBSP}solde{NBSP}» du 3 octobre"
        assert area.cursor_location == (0, len(area.text))


async def test_nothing_is_corrected_when_it_is_switched_off() -> None:
    async with Written().run_test() as pilot:
        pilot.app.query_one(FrenchArea).typography = False
        area = await write(pilot, 'Etat "civil"! ')
        assert area.text == 'Etat "civil"! '


async def test_no_line_breaks_at_a_no_break_space() -> None:
    async with Written().run_test() as pilot:
        area = pilot.app.query_one(FrenchArea)
        area.load_text(f"Le montant dû est 1{NBSP}234,50{NBSP}€, à payer")
        await pilot.pause()
        assert rows(area)[:2] == ["Le montant dû est", f"1{NBSP}234,50{NBSP}€, à payer"]
        area.load_text("")
        await write(pilot, "Voici un message assez:")
        await write(pilot, " ")
        assert rows(area)[:2] == ["Voici un message", f"assez{NBSP}:"], "wrapped again by the correction"
        assert area.cursor_location == (0, len(area.text))
        await pilot.resize_terminal(60, 20)
        area.styles.width = 50
        await pilot.pause()
        assert rows(area)[0] == f"Voici un message assez{NBSP}:"
