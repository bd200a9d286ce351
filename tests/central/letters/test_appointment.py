"""The letter of an appointment and its `.ics`, read back by another parser than the one that wrote it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import vobject

from ccpro_desk.central.letters.appointment import Told, write
from ccpro_desk.central.letters.invitation import Invitation, ics
from ccpro_desk.domain.appointments.modes import Mode
from ccpro_desk.reference.letters import load_letters
from ccpro_desk.reference.offices import load_offices
from ccpro_desk.reference.purposes import load_purposes

AT = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
DOCUMENTS = load_purposes().documents("decision", Mode.OFFICE)
TOLD = Told(
    load_offices()["SIE-69-EST"], AT, Mode.OFFICE, "Analyse et décision au fond", DOCUMENTS, AT - timedelta(1)
)
ID = UUID(int=7)


def letter(kind: str, told: Told = TOLD) -> tuple[str, str]:
    centre = ("lons", "CC Pros Lons-le-Saunier")
    written = write(load_letters(), kind, told, agent="Ana Lopez", centre=centre)
    return written.subject, written.text


def test_a_confirmation_says_when_where_and_what_to_bring() -> None:
    subject, text = letter("book")
    assert subject == "Votre rendez-vous du mardi 1er\u00a0décembre 2026 à 9\u00a0h\u00a030"
    assert "mardi 1er\u00a0décembre 2026 à 9\u00a0h\u00a030, dans les locaux du service." in text
    assert "Adresse\u00a0: 1, place de la Démonstration" in text and "- Une pièce d'identité" in text
    assert text.endswith("CC Pros Lons-le-Saunier") and "Ana Lopez" in text


def test_on_the_phone_there_is_no_address_and_a_gap_is_closed() -> None:
    _, text = letter("book", replace(TOLD, mode=Mode.PHONE, documents=()))
    assert "le service vous appellera" in text and "Démonstration" not in text
    assert "Aucun document n'est demandé." in text and "\n\n\n" not in text


@pytest.mark.parametrize("kind", ["book", "move", "cancel", "remind"])
def test_no_letter_leaves_a_blank(kind: str) -> None:
    subject, text = letter(kind)
    assert "{" not in subject + text and "SIE Lyon Est" in text and " :" not in text


def test_a_moved_one_says_when_it_was() -> None:
    assert "prévu le lundi 30\u00a0novembre 2026 à 9\u00a0h\u00a030" in letter("move")[1]


def invitation(**more: object) -> vobject.base.Component:
    made = Invitation(
        ID, 0, "lons@centre.example", "martin@client.example", TOLD, AT + timedelta(minutes=30), NOW
    )
    return vobject.readOne(ics(replace(made, **more)).decode("utf-8"))  # type: ignore[arg-type]


def test_a_second_parser_reads_the_invitation() -> None:
    calendar = invitation()
    event = calendar.vevent
    assert calendar.method.value == "REQUEST"
    assert event.uid.value == str(ID) and event.sequence.value == "0"
    assert (event.dtstart.value, event.dtend.value) == (AT, AT + timedelta(minutes=30))
    assert event.location.value == "1, place de la Démonstration (adresse inventée)"
    assert "Une pièce d'identité" in event.description.value
    assert event.attendee.value == "mailto:martin@client.example"
    assert event.attendee.params["RSVP"] == ["FALSE"]


def test_a_moved_and_a_cancelled_one_are_the_same_entry() -> None:
    later = replace(TOLD, at=AT + timedelta(days=2))
    moved = invitation(sequence=1, told=later, until=later.at + timedelta(minutes=30)).vevent
    gone = invitation(sequence=2, cancelled=True)
    assert moved.uid.value == gone.vevent.uid.value == str(ID)
    assert (moved.sequence.value, gone.vevent.sequence.value) == ("1", "2")
    assert (gone.method.value, gone.vevent.status.value) == ("CANCEL", "CANCELLED")


def test_lines_are_folded_as_the_standard_wants() -> None:
    raw = ics(
        Invitation(ID, 0, "l@centre.example", "m@client.example", TOLD, AT + timedelta(minutes=30), NOW)
    )
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n") and raw.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
