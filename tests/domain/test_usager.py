"""The usager's file: every field has its level; what holds on a day; where an obligation stands."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from ccpro_desk.domain.usager import (
    LEVEL_OF,
    Obligation,
    Regime,
    Representative,
    Usager,
    expected_first,
    in_force,
    masked_fields,
    standing,
)

TODAY = date(2026, 11, 24)
YESTERDAY = date(2026, 11, 23)


def test_every_field_has_its_level() -> None:
    assert set(LEVEL_OF) == {field.name for field in fields(Usager)}


def test_what_the_registry_does_not_publish_is_not_public() -> None:
    published, withheld = set(masked_fields(0)), set(masked_fields(0, "P"))
    assert withheld - published == {"address", "establishments", "directors"}
    assert masked_fields(1, "P") == () and masked_fields(1, "N") == ()


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (date(2026, 11, 25), None, False),
        (date(2022, 1, 1), YESTERDAY, False),
    ],
)
def test_a_mandate_holds_to_its_last_day(since: date | None, until: date | None, holds: bool) -> None:
    assert in_force(Representative("CABINET", "expert-comptable", "TVA", since, until), TODAY) is holds
    assert in_force(Regime("TVA", "franchise", since=since, until=until), TODAY) is holds


@pytest.mark.parametrize(
    ("filed", "paid", "amount", "of_it", "due", "stands"),
    [
        (None, None, None, None, TODAY, "expected"),
        (None, None, 100, None, YESTERDAY, "late"),
        (YESTERDAY, None, 100, None, YESTERDAY, "filed"),
        (YESTERDAY, None, 0, None, YESTERDAY, "done"),
        (YESTERDAY, None, None, None, YESTERDAY, "done"),
        (None, YESTERDAY, 100, None, YESTERDAY, "done"),
        (YESTERDAY, YESTERDAY, 100, 60, YESTERDAY, "part"),
        (YESTERDAY, YESTERDAY, 100, 100, YESTERDAY, "done"),
    ],
)
def test_where_an_obligation_stands(
    filed: date | None, paid: date | None, amount: int | None, of_it: int | None, due: date, stands: str
) -> None:
    obligation = Obligation("TVA", "3310-CA3-SD", "2026-10", due, filed, paid, amount, of_it)
    assert standing(obligation, TODAY) == stands


def test_what_is_expected_comes_first() -> None:
    days = (date(2026, 9, 21), date(2026, 10, 21), date(2026, 12, 15), date(2026, 11, 23))
    filed = [Obligation("TVA", "CA3", str(day), day, filed_on=day) for day in days[:2]]
    open_ = [Obligation("TVA", "CA3", str(day), day) for day in days[2:]]
    order = [obligation.due_on for obligation in expected_first([*filed, *open_])]
    assert order == [days[3], days[2], days[1], days[0]]
