"""Public holidays where a centre stands, and what they do to its delays."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest

from ccpro_desk.domain.hours import Hours
from ccpro_desk.reference.public_holidays import holidays_of

WEEK = MappingProxyType({day: ((time(9), time(17)),) for day in range(5)})
GOOD_FRIDAY, SAINT_STEPHEN = date(2026, 4, 3), date(2026, 12, 26)


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 5, 1), date(2026, 7, 14), date(2026, 12, 25)])
@pytest.mark.parametrize("department", ["69", "2A", "67", "974", ""])
def test_the_holidays_of_all(department: str, day: date) -> None:
    """Code du travail, L3133-1."""
    assert holidays_of(department)(day)


@pytest.mark.parametrize("department", ["57", "67", "68"])
def test_alsace_and_moselle_have_two_more(department: str) -> None:
    """Code du travail, L3134-13."""
    closed = holidays_of(department)
    assert closed(GOOD_FRIDAY) and closed(SAINT_STEPHEN)
    elsewhere = holidays_of("54")
    assert not elsewhere(GOOD_FRIDAY) and not elsewhere(SAINT_STEPHEN)


@pytest.mark.parametrize(
    ("department", "day"),
    [
        ("971", date(2026, 5, 27)),
        ("972", date(2026, 5, 22)),
        ("973", date(2026, 6, 10)),
        ("974", date(2026, 12, 20)),
        ("976", date(2026, 4, 27)),
    ],
)
def test_overseas_the_abolition_of_slavery_has_its_day(department: str, day: date) -> None:
    """Code du travail, L3422-2."""
    assert holidays_of(department)(day) and not holidays_of("69")(day)


def test_a_delay_does_not_run_on_a_holiday_of_the_centres_own() -> None:
    thursday = datetime(2026, 4, 2, 14, 0, tzinfo=UTC)  # 16:00 in Paris
    strasbourg, lyon = Hours(WEEK, holidays_of("67")), Hours(WEEK, holidays_of("69"))
    assert lyon.after(thursday, 7200) == datetime(2026, 4, 3, 8, 0, tzinfo=UTC)
    assert strasbourg.after(thursday, 7200) == datetime(2026, 4, 7, 8, 0, tzinfo=UTC)  # after Easter Monday


def test_a_centre_overseas_answers_in_its_own_time() -> None:
    reunion = Hours(WEEK, holidays_of("974"), ZoneInfo("Indian/Reunion"))
    assert reunion.is_open(datetime(2026, 11, 23, 5, 0, tzinfo=UTC))
    assert not reunion.is_open(datetime(2026, 11, 23, 13, 0, tzinfo=UTC))
