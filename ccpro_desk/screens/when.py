"""A moment as an agent types it: « 15 h 30 », « 14:00 », « demain 10 h », « 25/11 9 h »."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from ccpro_desk.widgets import words

_HOUR = re.compile(r"(\d{1,2})\s*(?:h|:)?\s*(\d{2})?")
_DATED = re.compile(
    r"(?:le\s+)?(\d{1,2})\s*/\s*(\d{1,2})(?:\s*/\s*(\d{4}|\d{2}))?\s*(?:[aà,]?\s+|\s*,\s*)(.+)"
)
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def read_hour(typed: str, now: datetime) -> datetime | None:
    """The next time the centre's clocks show what is typed; none when it is no hour."""
    at = _time(typed)
    if at is None:
        return None
    here = words.local(now)
    day = here.date() if at > here.time() else here.date() + timedelta(days=1)
    return _on(day, at, now)


def read_moment(typed: str, now: datetime) -> datetime | None:
    """The next such moment, with a day before the hour if there is one; none when it says neither."""
    said = " ".join(typed.lower().replace("\u2019", "'").split())
    first, _, rest = said.partition(" ")
    today = words.local(now).date()
    if first in ("demain", "aujourd'hui"):
        at = _time(_hour_of(rest))
        return _on(today + timedelta(days=first == "demain"), at, now) if at else None
    if first in _DAYS:
        at = _time(_hour_of(rest))
        ahead = (_DAYS.index(first) - today.weekday()) % 7 or 7
        return _on(today + timedelta(days=ahead), at, now) if at else None
    if dated := _DATED.fullmatch(said):
        return _dated(dated, today, now)
    return read_hour(typed, now)


def read_day(typed: str, now: datetime) -> date | None:
    """The next such day, today among them: « vendredi », « demain », « 12/12 », « 12/12/2026 »."""
    said = " ".join(typed.lower().split())
    at = read_moment(f"{said} 23 h 59", now) if said else None
    return words.local(at).date() if at is not None and at >= now else None


def _dated(match: re.Match[str], today: date, now: datetime) -> datetime | None:
    at = _time(_hour_of(match[4]))
    year = int(match[3]) if match[3] else today.year
    try:
        day = date(year if year > 99 else 2000 + year, int(match[2]), int(match[1]))
    except ValueError:
        return None
    if not match[3] and day < today:
        day = day.replace(year=day.year + 1)
    return _on(day, at, now) if at else None


def _hour_of(typed: str) -> str:
    return typed.strip().removeprefix("a ").removeprefix("à ").strip()


def _time(typed: str) -> time | None:
    match = _HOUR.fullmatch(typed.strip().lower())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    return time(hour, minute) if hour <= 23 and minute <= 59 else None


def _on(day: date, at: time, now: datetime) -> datetime:
    return datetime.combine(day, at, words.local(now).tzinfo).astimezone(UTC)
