"""References as they are said."""

from __future__ import annotations

import pytest

from ccpro_desk.desk.dictation import LONGEST, dictated, load_alphabet, references


def said(text: str) -> list[tuple[str, str]]:
    return [(group.signs, ", ".join(group.said)) for group in dictated(text, load_alphabet())]


def test_a_siren_is_cut_in_threes() -> None:
    assert said("732 829 320") == [
        ("732", "sept, trois, deux"),
        ("829", "huit, deux, neuf"),
        ("320", "trois, deux, zéro"),
    ]


def test_an_address_is_spelled_with_its_signs() -> None:
    assert said("k.zoé@a-b.fr") == [
        ("K", "K comme Kléber"),
        (".", "point"),
        ("ZOÉ", "Z comme Zoé, O comme Oscar, E comme Eugène accent aigu"),
        ("@", "arobase"),
        ("A", "A comme Anatole"),
        ("-", "tiret"),
        ("B", "B comme Berthe"),
        (".", "point"),
        ("FR", "F comme François, R comme Raoul"),
    ]


def test_every_letter_has_a_word_that_begins_with_it() -> None:
    letters = load_alphabet().letters
    assert sorted(letters) == [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    assert all(word.startswith(letter) for letter, word in letters.items())


def test_nothing_breaks_it_and_nothing_goes_on_for_ever() -> None:
    assert said("") == [] and said("\x1b]0;x\x07") == []
    assert said("日€") == [("日", "« 日 »"), ("€", "« € »")]
    assert sum(len(group.signs) for group in dictated("A" * 5_000, load_alphabet())) == LONGEST


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SIREN 732 829 320, merci", ["732 829 320"]),
        ("SIRET 73282932000074.", ["73282932000074"]),
        ("mon avis n° 2026-CFE-00123 du 3 octobre", ["2026-CFE-00123"]),
        ("écrire à a1234@b.example", []),
        ("le 3 octobre 2026", []),
    ],
)
def test_what_is_worth_dictating_is_found(text: str, found: list[str]) -> None:
    assert list(references(text)) == found
