"""What somebody means by what they typed, and which words are nearly the same."""

from __future__ import annotations

import pytest

from ccpro_desk.domain.near_words import is_near, is_spelled, spelling_keys
from ccpro_desk.domain.usager_words import folded, named_words, wanted, words_of


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ("732829320", "732829320"),
        (" 732 829 320 ", "732829320"),
        ("732.829.320.00074", "73282932000074"),
        ("FR 44 732829320", "fr44732829320"),
        ("frk7-399859412", "frk7399859412"),
        ("04 65 71 00 15", "t465710015"),
        ("+33 4 65 71 00 15", "t465710015"),
        ("0033465710015", "t465710015"),
        ("732829", None),
        ("465710015 x", None),
        ("Fournil 2000", None),
    ],
)
def test_an_identifier_or_a_whole_number_is_known_for_what_it_is(typed: str, exact: str | None) -> None:
    assert wanted(typed).exact == exact


def test_small_words_count_only_in_the_beginning_of_a_name() -> None:
    asked = wanted("SARL de l'Éclair")
    assert (asked.name, asked.words) == ("sarl de l eclair", ("eclair",))
    assert wanted("S.A.R.L.").words == () and wanted("S.A.R.L.").name == "sarl"


def test_names_are_folded_with_their_ligatures_and_initials() -> None:
    assert folded("Œuvre du Cœur  d’Ægir") == "oeuvre du coeur d aegir"
    assert folded("S.N.C.F. Réseau") == "sncf reseau"
    assert "act" in named_words({"name": "ASSOCIATION LES CHEMINS DE TRAVERSE"})


def test_of_contacts_only_a_telephone_number_is_a_word_and_it_is_no_number() -> None:
    contacts = [
        {"kind": "phone", "value": "+33465710015", "person": "Zoé"},
        {"kind": "email", "value": "q@b.example"},
    ]
    words = words_of({"siren": "732829320", "name": "Fournil", "contacts": contacts}).split()
    assert words == ["fournil", "732829320", "t465710015"]


@pytest.mark.parametrize(
    ("word", "other", "near"),
    [
        ("fournil", "fuornil", True),
        ("fournil", "fourni", True),
        ("fournil", "fournill", True),
        ("fournil", "fournul", True),
        ("fournil", "fourneau", False),
        ("martin", "marine", False),
        ("brotteaux", "broteau", True),
        ("brotteaux", "brottoaus", True),
        ("gare", "care", True),
    ],
)
def test_words_are_near_a_slip_apart(word: str, other: str, near: bool) -> None:
    assert is_near(word, other) is near
    if near:
        assert set(spelling_keys(word)) & set(spelling_keys(other))


def test_numbers_and_short_words_are_not_misspelled() -> None:
    assert [word for word in ("69006", "rue", "tva3", "brotteaux", "a" * 31) if is_spelled(word)] == [
        "brotteaux"
    ]
