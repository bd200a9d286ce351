"""What an agent types to find a contact is understood, and what it asks the central for."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ccpro_desk.desk.sought import Sought, understood
from ccpro_desk.domain.values import Channel, State
from ccpro_desk.reference.motifs import load_motifs

TODAY = date(2026, 11, 24)
SIREN = "732829320"


def read(typed: str, today: date = TODAY) -> Sought:
    return understood(typed, today, load_motifs())


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("", Sought()),
        ("avis de CFE", Sought(words="avis de CFE")),
        ("732 829 320", Sought(siren=SIREN)),
        ("732 829 320 00074", Sought(siren=SIREN)),
        ('è"é_éç"éà', Sought(siren=SIREN)),
        ("clos 732 829 320", Sought(siren=SIREN, state=State.CLOSED)),
        ("732829321", Sought(words="732829321")),
        ("3f9a2c1b", Sought(reference="3f9a2c1b")),
        ("<abc.1@client.example>", Sought(reference="<abc.1@client.example>")),
        ("martin@client.example", Sought(words="martin@client.example")),
        ("31245607", Sought(reference="31245607")),
        ("ref:31245", Sought(reference="31245")),
        ("réf:mail-12/7@client", Sought(reference="mail-12/7@client")),
        ("0190bd0e-7c42-7000-8000-31245607abcd", Sought(reference="0190bd0e-7c42-7000-8000-31245607abcd")),
        ("facture 202611", Sought(words="facture 202611")),
        ("ref:12", Sought(words="ref:12")),
        ("face", Sought(words="face")),
        ("mis de côté", Sought(state=State.PARKED)),
        ("TVA en attente", Sought(words="TVA", state=State.WAITING)),
        ("courriel transmis", Sought(channel=Channel.MAIL, state=State.REFERRED)),
        ("hier", Sought(day=date(2026, 11, 23))),
        ("depuis le 3/11", Sought(day=date(2026, 11, 3), since=True)),
        ("25/11", Sought(day=date(2025, 11, 25))),
        ("03.11.25", Sought(day=date(2025, 11, 3))),
        ("31/02", Sought(words="31/02")),
        ("01/01/0001", Sought(words="01/01/0001")),
        ("31/12/9999", Sought(words="31/12/9999")),
        ("motif:tva", Sought(motif="tva")),
        ("motif:inconnu", Sought(motif="inconnu")),
    ],
)
def test_each_word_is_taken_for_what_it_is(typed: str, sought: Sought) -> None:
    assert read(typed) == sought


def test_a_day_that_only_the_next_leap_year_will_have_is_left_as_words() -> None:
    assert read("29/02", date(2028, 1, 15)) == Sought(words="29/02")
    assert read("29/02", date(2028, 3, 1)) == Sought(day=date(2028, 2, 29))


def test_a_day_goes_to_the_central_as_it_is_in_paris() -> None:
    assert read("24/11").span == (
        datetime(2026, 11, 23, 23, tzinfo=UTC),
        datetime(2026, 11, 24, 23, tzinfo=UTC),
    )
    since = read("cfe depuis 1/7").params()
    assert since == {"q": "cfe", "since": "2026-06-30T22:00:00+00:00"}, "summer time; no end"


def test_all_of_a_question_goes_into_the_address() -> None:
    sought = read("acompte motif:cfe clos appel hier 3f9a2c1b")
    assert sought.params() == {
        "q": "acompte",
        "reference": "3f9a2c1b",
        "state": "closed",
        "channel": "phone",
        "motif": "cfe",
        "since": "2026-11-22T23:00:00+00:00",
        "until": "2026-11-23T23:00:00+00:00",
    }
