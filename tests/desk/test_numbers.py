"""A SIREN is read however it was typed, pasted or dictated."""

from __future__ import annotations

import pytest

from ccpro_desk.desk.numbers import NotASiren, digits_typed, is_siren, read_siren, siren_in

SIREN = "732829320"


@pytest.mark.parametrize(
    "typed",
    [
        "732829320",
        " 732 829 320 ",
        "732\u00a0829\u202f320",
        "732.829.320",
        "732-829-320",
        "732 829 320 00074",
        "FR 44 732 829 320",
        "fr44732829320",
        "\t732829320\n",
        'è"é_éç"éà',
        'è"é _éç "éà',
        '7"é8éç"éà',
        'È"É_ÉÇ"ÉÀ',
    ],
)
def test_the_same_number_is_read_however_it_comes(typed: str) -> None:
    assert read_siren(typed) == SIREN


@pytest.mark.parametrize(
    "typed", ["", "73282932", "732829321", "7328293200", "fournil", "732829320 bis", "٧٣٢٨٢٩٣٢٠"]
)
def test_what_is_no_siren_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(NotASiren, match="SIREN incorrect : 9 chiffres attendus"):
        read_siren(typed)


@pytest.mark.parametrize("name", ["L'ÉTOILE D'OR", "l'été", "(à l'essai)x", "Çà et là", "A&B"])
def test_a_name_is_no_number(name: str) -> None:
    assert digits_typed(name) is None and siren_in(name) is None


def test_a_number_half_typed_is_digits_and_no_siren_yet() -> None:
    assert siren_in('è"é ') == "732"
    assert not is_siren("732")
