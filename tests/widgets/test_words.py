"""Values in the words of the glossary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from ccpro_desk.answers.french import of
from ccpro_desk.desk.numbers import is_siren
from ccpro_desk.desk.state import SEND_WORDS, DeskContact, Link, LinkKind, SendState, Sent
from ccpro_desk.domain.contact import Origin
from ccpro_desk.domain.identification import Assurance, Identification
from ccpro_desk.domain.values import Channel, Outcome, Sending, State, Status
from ccpro_desk.screens.usagers import mentioned
from ccpro_desk.screens.when import read_hour
from ccpro_desk.widgets import themes, words
from ccpro_desk.widgets.message import titles
from tests.screens.scripted import contact

AT = datetime(2026, 10, 3, 12, 2, tzinfo=UTC)
LATER = timedelta(hours=1)


def said(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (Link(LinkKind.UP_TO_DATE), "À jour"),
        (Link(LinkKind.UP_TO_DATE, None, 1), "Envoi en cours, 1 envoi en attente"),
        (Link(LinkKind.RECONNECTING, AT), "Reconnexion en cours"),
        (Link(LinkKind.OFFLINE, AT, 3), "Hors connexion depuis 14 h 02, 3 envois en attente"),
        (Link(LinkKind.EXPIRED), "Session expirée"),
    ],
)
def test_the_truth_about_the_central(link: Link, expected: str) -> None:
    assert said(words.link(link)) == expected


def test_hours_are_those_of_the_centre_and_days_are_named_when_it_is_not_today() -> None:
    assert said(words.moment(AT, now=AT + LATER)) == "à 14 h 02"
    assert said(words.moment(AT, now=AT + 30 * 24 * LATER)) == "le 3 octobre à 14 h 02"
    assert said(words.moment(AT, now=AT + 365 * 24 * LATER)) == "le 3 octobre 2026 à 14 h 02"


def test_every_value_of_a_closed_list_has_its_words() -> None:
    assert set(words.STATUSES) == set(Status) and set(words.OUTCOMES) == set(Outcome)
    assert set(words.SENDINGS) == set(Sending) and set(SEND_WORDS) == set(SendState)
    for kind in LinkKind:
        assert words.link(Link(kind))
    for state in State:
        assert words.state(contact(state=state).view)


def test_what_was_sent_says_where_it_stands() -> None:
    sent = Sent(uuid4(), None, "contact.reply", "Réponse", SendState.REFUSED, AT, "Ce contact est clos.")
    assert words.sent_state(sent) == "Refusé : Ce contact est clos."
    assert words.sent_state(replace(sent, state=SendState.SENT)).startswith("Expédié ")


def with_level(held: DeskContact, level: int) -> DeskContact:
    return replace(
        held, view=replace(held.view, identification=Identification(level, ("siren",) * level, AT))
    )


def test_a_sender_is_not_identified_by_an_address() -> None:
    held = contact()
    assert words.identity(held.view) == "Identité non vérifiée : renseignements généraux"
    assert words.ordinary_mail(held.view)
    space = replace(held.view, origin=Origin("M. Benali", assurance=Assurance.ACCOUNT))
    assert words.identity(space) == "Message authentifié (espace professionnel)" and not words.ordinary_mail(
        space
    )
    assert words.identity(with_level(held, 2).view) == "Identité vérifiée : actes"
    assert words.identity(with_level(held, 0).view) == "Vérification non concluante"
    short = replace(held.view, identification=Identification(0, ("amount",), AT))  # right, and not enough
    assert words.identity(short) == "Identité non vérifiée : renseignements généraux"


@pytest.mark.parametrize(
    ("typed", "hour"), [("15 h 30", (15, 30)), ("15h30", (15, 30)), ("9:05", (9, 5)), ("18", (18, 0))]
)
def test_an_hour_is_read_as_people_type_it(typed: str, hour: tuple[int, int]) -> None:
    at = read_hour(typed, AT)
    assert at is not None and AT < at <= AT + 24 * LATER
    assert (words.local(at).hour, words.local(at).minute) == hour


@pytest.mark.parametrize("typed", ["25 h", "midi", "15 h 75", "-3"])
def test_what_is_no_hour_is_none(typed: str) -> None:
    assert read_hour(typed, AT) is None


def test_only_valid_siren_are_taken_from_a_message() -> None:
    text = (
        "SIREN 732 829 320, SIRET 73282932000074, TVA FR44732829320, téléphone 0199001234, facture 123456789."
    )
    assert mentioned(contact(text=text).view) == ("732829320",)
    assert is_siren("732829320") and not is_siren("732829321") and not is_siren("1234")


def test_a_french_number_is_read_by_twos_and_another_one_as_it_came() -> None:
    assert said(words.phone("+33639980012")) == "06 39 98 00 12"
    assert said(words.phone("0199001234")) == "01 99 00 12 34"
    assert words.phone("+41225550100") == "+41225550100" and words.phone("anonymous") == "anonymous"


def test_after_a_call_an_available_agent_is_shown_in_post_call_work() -> None:
    call = replace(contact(state=State.WRAP_UP).view, channel=Channel.PHONE)
    assert words.agent_status(Status.AVAILABLE, []) == "Disponible"
    assert words.agent_status(Status.AVAILABLE, [contact().view]) == "En contact"
    assert words.agent_status(Status.AVAILABLE, [call]) == "Post-appel"
    assert words.agent_status(Status.PAUSE, [call]) == "Pause"


def test_a_title_that_is_too_long_is_told_in_two() -> None:
    view = contact().view
    today = titles(replace(view, received_at=datetime.now(UTC), due_at=datetime.now(UTC)))
    old = titles(replace(view, received_at=AT, due_at=AT + 24 * LATER))
    assert "répondre avant" in today[0] and today[1] == ""
    assert old[0].startswith("Courriel reçu le 3") and old[1].startswith("répondre avant le 4")


def test_where_shades_are_lost_the_workstation_starts_in_high_contrast() -> None:
    assert themes.fitting(colours="truecolor", without=False) == "sombre"
    assert themes.fitting(colours="256", without=False) == "sombre"
    assert themes.fitting(colours="standard", without=False) == "contraste"
    assert themes.fitting(colours="truecolor", without=True) == "contraste"


@pytest.mark.parametrize(
    ("name", "said"),
    [("Agnès", "d'Agnès"), ("Élise", "d'Élise"), ("Hugo", "de Hugo"), ("Camille", "de Camille"), ("", "de ")],
)
def test_whose_it_is_is_elided_before_a_vowel(name: str, said: str) -> None:
    assert of(name) == said
