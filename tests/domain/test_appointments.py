"""Booking, moving and cancelling an appointment: what is refused and why, and which seat is whose."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from ccpro_desk.domain import commands as c
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.appointments import booking
from ccpro_desk.domain.appointments import events as a
from ccpro_desk.domain.appointments.detail import (
    AppointmentDetail,
    AppointmentState,
    free_seat,
    seat_key,
    seats_of,
    slot_of_seat,
    to_remind,
)
from ccpro_desk.domain.appointments.modes import Attendance, Mode
from ccpro_desk.domain.contact import Contact, Origin
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.evolve import evolve_all
from ccpro_desk.domain.identification import Identification
from ccpro_desk.domain.lifecycle import decide
from ccpro_desk.domain.matter import Matter
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.usager import ContactPoint, Usager
from ccpro_desk.domain.values import Channel, Role, State
from ccpro_desk.reference.offices import load_offices
from ccpro_desk.reference.purposes import load_purposes
from tests.domain.people import AGENT, NOW, command, contact, context

OFFICE = load_offices()["SIE-69-EST"]
SLOT = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)  # a Tuesday, 9 h 30 in Paris
SIREN = "732829320"
OFFICER = Agent(UUID(int=4), "sie1", "Agnès Tournier", Role.SIE, office=OFFICE.code)
FIRST, SECOND = (seat_key(OFFICE.code, SLOT, place) for place in (1, 2))


def linked(**more: Any) -> Contact:
    return contact(**{"siren": SIREN, "usager_name": "SARL Fournil"} | more)


def seen(**more: Any) -> Context:
    return context(**{"office": OFFICE, "purposes": load_purposes()} | more)


def book(**more: Any) -> c.BookAppointment:
    fields: dict[str, Any] = {
        "sie": OFFICE.code,
        "slot": SLOT,
        "mode": Mode.OFFICE,
        "siren": SIREN,
        "purpose": "Demande de décision",
        "topic": "decision",
    }
    return c.BookAppointment(**(fields | more))


def booked(of: Contact | None = None, **more: Any) -> a.AppointmentBooked:
    decision = decide(of or linked(), command(book()), seen(**more))
    assert not isinstance(decision, Refusal), decision
    [event] = decision
    assert isinstance(event, a.AppointmentBooked)
    return event


def detail(matter: Matter) -> AppointmentDetail:
    assert isinstance(matter.detail, AppointmentDetail)
    return matter.detail


def refused(body: c.Body, of: Contact | None = None, **more: Any) -> Refusal:
    decision = decide(of or linked(), command(body), seen(**more))
    assert isinstance(decision, Refusal), decision
    return decision


def test_it_takes_the_first_seat_that_is_left() -> None:
    event = booked()
    assert (event.takes, event.frees) == ((FIRST,), ())
    assert (event.matter.due_at, event.matter.office) == (SLOT, OFFICE.code)
    assert event.matter.title == "Analyse et décision au fond"
    assert detail(event.matter).until == SLOT + timedelta(minutes=30)
    assert booked(seats={FIRST}).takes == (SECOND,)


def test_a_full_slot_is_taken() -> None:
    refusal = refused(book(), seats={FIRST, SECOND})
    assert refusal == Refusal(Code.SLOT_TAKEN, "Ce créneau vient d'être pris. Voici les trois suivants.")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"slot": NOW - timedelta(days=7)}, booking.PAST),
        ({"slot": SLOT + timedelta(minutes=7)}, booking.CLOSED),
        ({"slot": SLOT + timedelta(hours=12)}, booking.CLOSED),
        ({"slot": datetime(2026, 12, 25, 8, 30, tzinfo=UTC)}, booking.HOLIDAY),
        ({"slot": datetime(2026, 12, 24, 8, 30, tzinfo=UTC)}, booking.HOLIDAY),
        ({"slot": datetime(2026, 11, 28, 8, 30, tzinfo=UTC)}, booking.HOLIDAY),
        ({"slot": datetime(2026, 11, 23, 10, 0, tzinfo=UTC)}, booking.SOON.format(24)),
        ({"slot": datetime(2027, 3, 2, 8, 30, tzinfo=UTC)}, booking.FAR.format(60)),
        ({"slot": datetime(2026, 12, 1, 13, 0, tzinfo=UTC)}, booking.ONLY[Mode.PHONE]),
        ({"siren": "404833048"}, booking.OTHER_USAGER),
        ({"topic": "inconnu"}, "L'objet du rendez-vous est inconnu : choisissez-le dans la liste."),
    ],
)
def test_what_is_invalid_and_why(more: dict[str, Any], says: str) -> None:
    assert refused(book(**more)) == Refusal(Code.INVALID, says)


def test_an_office_without_hours_gives_none() -> None:
    assert refused(book(), office=None, office_unknown=True).message == booking.NO_OFFICE


def test_where_the_office_is_not_known_only_the_past_is_refused() -> None:
    """A desk previews: the central decides."""
    decision = decide(linked(), command(book()), context())
    assert not isinstance(decision, Refusal)
    assert refused(book(slot=NOW - timedelta(1)), office=None).message == booking.PAST


@pytest.mark.parametrize("state", [State.WAITING, State.PARKED, State.CLOSED])
def test_only_whoever_has_the_contact_books(state: State) -> None:
    assert refused(book(), linked(state=state)).code in (Code.LEASE_LOST, Code.CLOSED)


MAIL = Usager(
    SIREN, "SARL Fournil", contacts=(ContactPoint("phone", "0478"), ContactPoint("email", "f@x.example"))
)


@pytest.mark.parametrize(
    ("channel", "origin", "usager", "mail"),
    [
        (Channel.MAIL, Origin(address="m@c.example"), MAIL, "m@c.example"),
        (Channel.PHONE, Origin(number="0639980012"), MAIL, "f@x.example"),
        (Channel.PHONE, Origin(number="0639980012"), None, ""),
        (Channel.CHAT, Origin(address="c@c.example"), None, "c@c.example"),
    ],
)
def test_where_it_is_confirmed(channel: Channel, origin: Origin, usager: Usager | None, mail: str) -> None:
    assert detail(booked(linked(channel=channel, origin=origin), usager=usager).matter).mail == mail


def test_moving_it_gives_its_seat_back_and_counts_for_calendars() -> None:
    matter, later = booked().matter, SLOT + timedelta(days=1)
    body = c.MoveAppointment(matter.id, later)
    [event] = decide(linked(), command(body), seen(matter=matter))  # type: ignore[misc]
    assert isinstance(event, a.AppointmentMoved)
    assert (event.takes, event.frees) == ((seat_key(OFFICE.code, later, 1),), (FIRST,))
    assert (event.matter.version, event.matter.due_at, detail(event.matter).sequence) == (2, later, 1)
    full = {seat_key(OFFICE.code, later, place) for place in (1, 2)}
    assert refused(body, matter=matter, seats=full).code is Code.SLOT_TAKEN
    assert refused(replace(body, slot=later + timedelta(hours=9)), matter=matter).code is Code.INVALID


def test_cancelling_it_frees_its_seat_once() -> None:
    matter = booked().matter
    body = c.CancelAppointment(matter.id, "Réglé au téléphone")
    [event] = decide(linked(), command(body), seen(matter=matter))  # type: ignore[misc]
    assert isinstance(event, a.AppointmentCancelled) and event.frees == (FIRST,)
    assert (event.matter.state, detail(event.matter).why) == (
        AppointmentState.CANCELLED,
        "Réglé au téléphone",
    )
    assert refused(body, matter=event.matter).code is Code.WRONG_STATE
    assert refused(replace(body, reason=" "), matter=matter).code is Code.INVALID


def test_what_is_over_is_neither_moved_nor_cancelled() -> None:
    matter, after = booked().matter, SLOT + timedelta(minutes=1)
    for body in (c.MoveAppointment(matter.id, SLOT + timedelta(7)), c.CancelAppointment(matter.id, "x")):
        assert refused(body, matter=matter, now=after).code is Code.TOO_LATE


def test_who_has_not_shown_who_they_are_changes_only_what_was_booked_in_this_contact() -> None:
    elsewhere = replace(booked().matter, contact_id=UUID(int=77))
    body = c.CancelAppointment(elsewhere.id, "Empêchement")
    assert refused(body, matter=elsewhere).code is Code.IDENTIFICATION_REQUIRED
    known = linked(identification=Identification(1, ("amount", "notice"), NOW))
    assert not isinstance(decide(known, command(body), seen(matter=elsewhere)), Refusal)
    assert refused(body, replace(known, siren="404833048"), matter=elsewhere).code is Code.NOT_FOUND
    assert refused(body).code is Code.NOT_FOUND


def test_it_is_no_snooze() -> None:
    """Whatever becomes of the contact, and whatever the usager writes, it stands."""
    before = linked()
    after = evolve_all(before, [booked()], str(AGENT.id))
    assert (after.state, after.resume_at, after.lease) == (before.state, None, before.lease)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(Attendance.HELD, AppointmentState.HELD), (Attendance.NO_SHOW, AppointmentState.NO_SHOW)],
)
def test_the_office_says_who_came(outcome: Attendance, state: AppointmentState) -> None:
    matter = booked().matter
    body = c.AppointmentOutcome(matter.id, outcome)
    during = SLOT + timedelta(minutes=5)

    def decided(actor: Agent, now: datetime, of: Matter = matter) -> Any:
        told = command(body, lease_token=None, base_version=None)
        return decide(linked(state=State.CLOSED), told, seen(actor=actor, matter=of, now=now))

    [event] = decided(OFFICER, during)
    assert (event.matter.state, event.takes, event.frees) == (state, (), ())
    assert decided(OFFICER, SLOT - timedelta(minutes=1)).code is Code.WRONG_STATE
    assert decided(OFFICER, during, event.matter).code is Code.WRONG_STATE
    for other in (AGENT, replace(OFFICER, office="SIE-69-OUEST")):
        assert decided(other, during).code is Code.FORBIDDEN


def test_seats_are_in_the_order_of_time() -> None:
    start, end = seats_of(OFFICE, SLOT, SLOT + timedelta(days=31))
    assert start < FIRST < SECOND < end and slot_of_seat(SECOND) == SLOT
    assert not start < seat_key(OFFICE.code, SLOT + timedelta(days=31), 1) < end
    assert free_seat(OFFICE, SLOT, {FIRST, SECOND}) is None


@pytest.mark.parametrize(
    ("made_before", "now_before", "due"),
    [
        (timedelta(days=5), timedelta(hours=24), True),
        (timedelta(days=5), timedelta(minutes=1), True),
        (timedelta(days=5), timedelta(hours=25), False),
        (timedelta(days=5), timedelta(0), False),
        (timedelta(hours=30), timedelta(hours=20), False),
    ],
)
def test_when_the_usager_is_reminded(made_before: timedelta, now_before: timedelta, due: bool) -> None:
    assert to_remind(SLOT, SLOT - made_before, SLOT - now_before) is due
