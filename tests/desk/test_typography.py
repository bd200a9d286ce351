"""What typing calls for: « _ » stands for a no-break space here."""

from __future__ import annotations

import pytest

from ccpro_desk.answers.french import NBSP
from ccpro_desk.desk.typography import correction, load_accents


def typed(text: str) -> str:
    """What stands in the line once `text` was typed letter by letter, and each correction made."""
    line = ""
    for letter in text:
        line += letter
        found = correction(letter, line, load_accents())
        if found is not None:
            line = line[: found.start] + found.text + line[found.end :]
    return line.replace(NBSP, "_")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Bonjour !", "Bonjour_!"),
        ("Bonjour! ", "Bonjour_! "),
        ("Objet: suite", "Objet_: suite"),
        ("Quand ?\n", "Quand_?\n"),
        ("Vraiment?! ", "Vraiment_?! "),
        ('Le "solde" dû', "Le «_solde_» dû"),
        ('"Bonjour"', "«_Bonjour_»"),
        ('Il dit "oui " puis', "Il dit «_oui_» puis"),
        ("« oui", "«_oui"),
        ("à 15h30 précises", "à 15_h_30 précises"),
        ("à 15 h 30, merci", "à 15_h_30, merci"),
        ("à 9h.", "à 9_h."),
        ("n° 12", "n°_12"),
        ("le n°12", "le n°_12"),
        ("soit 1 234,50 €", "soit 1_234,50_€"),
        ("soit 12€", "soit 12_€"),
        ("5 %", "5_%"),
        ("le 3 octobre 2026", "le 3_octobre 2026"),
        ("le 1er mai.", "le 1er_mai."),
        ("L'Etat vous", "L'Etat vous"),
        ("Etat civil", "État civil"),
        ("Etre à jour", "Être à jour"),
        ("Ca ira", "Ça ira"),
        ("A compter du", "À compter du"),
        ("Merci. A bientôt,", "Merci. À bientôt,"),
    ],
)
def test_french_is_put_right_as_it_is_typed(text: str, made: str) -> None:
    assert typed(text) == made


@pytest.mark.parametrize(
    "text",
    [
        "https://www.impots.gouv.fr/?id=3&b=4; suite",
        "voir www.impots.gouv.fr?a=1! ",
        "contact@fournil.example: merci",
        "a.b@Etat.example ",
        "formulaire 3519-SD: joint",
        "FR7630006000011234567890189; ",
        "C: ",
        "le 12:30 ",
        "Le montant ⟦montant : 1 234 €⟧"[:-1],
        "⟦l'heure 15h30 ",
        "le plan A comporte",
        "ETAT ",
        "12h300 ",
        "3.5h ",
        "(voir)",
        "un 5",
    ],
)
def test_addresses_identifiers_and_blanks_are_left_alone(text: str) -> None:
    assert typed(text).replace("_", " ") == text and "_" not in typed(text).replace(" ", "")


def test_what_is_right_already_is_left_alone() -> None:
    for text in (
        f"Bonjour{NBSP}!",
        f"«{NBSP}oui{NBSP}»",
        f"15{NBSP}h{NBSP}30 ",
        "État civil ",
        f"1{NBSP}234{NBSP}€",
    ):
        assert typed(text) == text.replace(NBSP, "_")


def test_a_letter_costs_a_look_into_a_set() -> None:
    assert correction("a", "x" * 100_000 + "a", load_accents()) is None


def test_a_long_line_is_only_looked_at_near_the_caret() -> None:
    line = "mot " * 50_000 + "Bonjour!"
    found = correction(" ", line + " ", load_accents())
    assert found is not None and (found.start, found.end, found.text) == (len(line) - 1, len(line) - 1, NBSP)
