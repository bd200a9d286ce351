"""When an office gives appointments: its week, its exceptions, public holidays, not too soon, not too far ahead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest

from ccpro_desk.domain.appointments.modes import Mode
from ccpro_desk.domain.appointments.office import Office, Span
from ccpro_desk.domain.appointments.slots import slot_at, slots_between, slots_of_day
from ccpro_desk.reference.offices import load_offices
from ccpro_desk.reference.public_holidays import holidays_of
from ccpro_desk.reference.purposes import load_purposes

LYON = holidays_of("69")
MORNING, AFTERNOON = Span(time(9), time(11, 45)), Span(time(14), time(15), frozenset({Mode.PHONE}))
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # a Monday, 9 h in Paris


def office(is_holiday: Callable[[date], bool] = LYON, **more: object) -> Office:
    week = MappingProxyType(dict.fromkeys(range(5), (MORNING, AFTERNOON)))
    return replace(Office("SIE-69-EST", "SIE Lyon Est", week, is_holiday), **more)  # type: ignore[arg-type]


def hours(of: Office, day: date) -> list[str]:
    return [slot.at.astimezone(of.zone).strftime("%H:%M") for slot in slots_of_day(of, day)]


def test_a_span_is_cut_into_whole_slots() -> None:
    """A quarter of an hour is left at the end of the morning: it receives nobody."""
    tuesday = date(2026, 11, 24)
    assert hours(office(), tuesday) == ["09:00", "09:30", "10:00", "10:30", "11:00", "14:00", "14:30"]
    assert hours(office(minutes=45), tuesday) == ["09:00", "09:45", "10:30", "14:00"]


def test_a_span_may_be_of_one_mode() -> None:
    of = office()
    morning = slot_at(of, datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
    afternoon = slot_at(of, datetime(2026, 11, 24, 13, 0, tzinfo=UTC))
    assert morning is not None and morning.modes == {Mode.PHONE, Mode.OFFICE}
    assert afternoon is not None and afternoon.modes == {Mode.PHONE}


@pytest.mark.parametrize(
    ("day", "department", "opens"),
    [
        (date(2026, 11, 28), "69", False),  # Saturday
        (date(2026, 12, 25), "69", False),  # Christmas
        (date(2027, 1, 1), "69", False),
        (date(2027, 3, 26), "67", False),  # Good Friday, Alsace
        (date(2027, 3, 26), "69", True),
        (date(2026, 12, 24), "69", False),  # it closes
        (date(2026, 12, 5), "69", True),  # a Saturday on which it opens
    ],
)
def test_closed_days(day: date, department: str, opens: bool) -> None:
    closed = frozenset({date(2026, 12, 24)})
    extra = MappingProxyType({date(2026, 12, 5): (MORNING,), date(2026, 12, 25): (MORNING,)})
    assert bool(hours(office(holidays_of(department), closed=closed, extra=extra), day)) is opens


def test_not_too_soon_and_not_too_far_ahead() -> None:
    of = office(lead=timedelta(hours=24), horizon=timedelta(days=7))
    found = list(slots_between(of, NOW, NOW + timedelta(days=365), NOW))
    assert found[0].at == NOW + timedelta(hours=24)
    assert found[-1].at == datetime(2026, 11, 27, 13, 30, tzinfo=UTC)
    assert not list(slots_between(of, NOW - timedelta(days=9), NOW, NOW))


def test_the_end_of_what_is_asked_is_not_part_of_it() -> None:
    start = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
    [only] = slots_between(office(), start, start + timedelta(minutes=30), NOW)
    assert only.at == start


@pytest.mark.parametrize("minutes", [1, 15, -30])
def test_a_time_between_two_slots_is_none(minutes: int) -> None:
    assert slot_at(office(), datetime(2026, 11, 25, 8, 0, tzinfo=UTC) + timedelta(minutes=minutes)) is None


def test_hours_follow_the_clock_of_the_office() -> None:
    """Nine o'clock is nine o'clock before and after the change of clocks, and overseas."""
    of = office()
    assert next(slots_of_day(of, date(2026, 10, 23))).at.hour == 7
    assert next(slots_of_day(of, date(2026, 10, 26))).at.hour == 8
    reunion = replace(of, zone=ZoneInfo("Indian/Reunion"))
    assert next(slots_of_day(reunion, date(2026, 10, 26))).at.hour == 5


def test_the_files_hold_invented_offices_only_and_each_purpose_says_what_to_bring() -> None:
    offices, purposes = load_offices(), load_purposes()
    assert len(offices) == 9 and all("inventée" in " ".join(of.address) for of in offices.values())
    assert offices["SIE-69-EST"].capacity == 2
    assert hours(offices["SIE-69-OUEST"], date(2026, 12, 5))[0] == "09:00"
    assert "Une pièce d'identité" in purposes.documents("decision", Mode.OFFICE)
    assert "Une pièce d'identité" not in purposes.documents("decision", Mode.PHONE)
    assert purposes.label("connaissance") == "Connaissance fine du dossier"
