"""French as it is printed: dates, money, no-break spaces. All no-break spaces are U+00A0."""

from __future__ import annotations

import re
from datetime import date

NBSP = "\u00a0"

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

_BEFORE = re.compile(r"(?<=\S) (?=[:;!?»%€])")
_AFTER = re.compile(r"(?<=«) (?=\S)")
_NUMBER = re.compile(r"\bn° (?=[\w⟦])")
_HOUR = re.compile(r"(?<=\d) h (?=\d\d)")
_DAY = re.compile(rf"(\b\d{{1,2}}|\b1er) (?=(?:{'|'.join(MONTHS)})\b)")


def typography(text: str) -> str:
    """`text` with no-break spaces where French wants them."""
    text = _AFTER.sub(NBSP, _BEFORE.sub(NBSP, text))
    text = _DAY.sub(rf"\1{NBSP}", _HOUR.sub(f"{NBSP}h{NBSP}", text))
    return _NUMBER.sub(f"n°{NBSP}", text)


def long_date(day: date) -> str:
    """« 1er janvier 2027 », « 4 mai 2027 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{MONTHS[day.month - 1]} {day.year}"


def thousands(number: int) -> str:
    return f"{number:,}".replace(",", NBSP)


def money(cents: int) -> str:
    """« 1 234,50 € »; cents are left out when there are none."""
    euros, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}{thousands(euros)}{f',{rest:02d}' if rest else ''}{NBSP}€"


def percent(hundredths: int) -> str:
    """« 5,5 % » from 550, « 0,20 % » from 20: hundredths of a per cent."""
    whole, rest = divmod(hundredths, 100)
    digits = "" if not rest else f",{rest:02d}" if whole == 0 else f",{rest:02d}".rstrip("0")
    return f"{whole}{digits}{NBSP}%"


def count(number: int, singular: str, plural: str) -> str:
    """« 60 jours », « 1 jour »."""
    return f"{thousands(number)}{NBSP}{plural if number > 1 else singular}"
