"""What a return is about: a month, a quarter, a calendar year, an exercise, one of its instalments.

Their codes are those of the dossier: `2026-10`, `2026-T3`, `2026`, `2025-2026`, `2026-A4`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

Closing = tuple[int, int]
"""Month and day on which an exercise closes; the last of February stands for both of its last days."""

DECEMBER: Closing = (12, 31)


class Every(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    EXERCISE = "exercise"
    INSTALMENT = "instalment"


@dataclass(frozen=True, slots=True)
class Period:
    code: str
    start: date
    end: date
    part: int = 1
    """Which month, quarter or instalment of its year."""


def periods(every: Every, year: int, closing: Closing = DECEMBER) -> Iterator[Period]:
    """Those that end in `year`; the instalments of the exercise that does."""
    match every:
        case Every.MONTH:
            for month in range(1, 13):
                yield Period(f"{year}-{month:02d}", date(year, month, 1), month_end(year, month), month)
        case Every.QUARTER:
            for part in range(1, 5):
                start, end = date(year, 3 * part - 2, 1), month_end(year, 3 * part)
                yield Period(f"{year}-T{part}", start, end, part)
        case Every.YEAR:
            yield Period(str(year), date(year, 1, 1), date(year, 12, 31))
        case Every.EXERCISE:
            yield exercise(year, closing)
        case Every.INSTALMENT:
            whole = exercise(year, closing)
            for part in range(1, 5):
                yield Period(f"{whole.code}-A{part}", whole.start, whole.end, part)


def exercise(year: int, closing: Closing) -> Period:
    """The exercise that closes in `year`."""
    start, end = closed_on(year - 1, closing) + timedelta(days=1), closed_on(year, closing)
    code = str(year) if start.year == year else f"{start.year}-{year}"
    return Period(code, start, end)


def exercise_of(day: date, closing: Closing) -> Period:
    """The exercise that `day` stands in."""
    year = day.year if day <= closed_on(day.year, closing) else day.year + 1
    return exercise(year, closing)


def closed_on(year: int, closing: Closing) -> date:
    month, day = closing
    last = month_end(year, month)
    return last if month == 2 and day >= 28 else date(year, month, min(day, last.day))


@lru_cache(maxsize=4096)
def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def month_after(day: date, months: int) -> date:
    """The first of the month that lies `months` after the one of `day`."""
    count = 12 * day.year + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
