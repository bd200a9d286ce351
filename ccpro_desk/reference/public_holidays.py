"""Public holidays of France by department, with those of Alsace-Moselle and of the overseas ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

SUBDIVISION: Mapping[str, str] = MappingProxyType(
    {"67": "6AE", "68": "6AE", "57": "57"}
    | {code: code for code in ("971", "972", "973", "974", "976")}
    | {"975": "PM", "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC"}
)
"""Departments and collectivities with holidays of their own, as the `holidays` library names them."""


def holidays_of(department: str) -> Callable[[date], bool]:
    """Whether a day is a public holiday there (Code du travail, L3133-1, L3134-13 and L3422-2)."""
    subdivision = SUBDIVISION.get(department)

    def is_holiday(day: date) -> bool:
        return day in _year(subdivision, day.year)

    return is_holiday


@cache
def _year(subdivision: str | None, year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays("FR", subdiv=subdivision, years=year))
