"""French as it is printed: dates, money, no-break spaces. All no-break spaces are U+00A0."""

from __future__ import annotations

import re
import unicodedata
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
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(\d{4})-T([1-4])")
_INSTALMENT = re.compile(r"(\d{4}(?:-\d{4})?)-A([1-4])")
_EXERCISE = re.compile(r"\d{4}-\d{4}")
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


def of(name: str) -> str:
    """« de Camille », « d'Agnès »: before an H, which may be either, nothing is cut."""
    first = unicodedata.normalize("NFD", name[:1]).lower()[:1]
    return f"d'{name}" if first and first in "aeiouyœæ" else f"de {name}"


def period_words(code: str) -> str:
    """« octobre 2026 », « 3e trimestre 2026 », « 4e de 2026 », « exercice 2025-2026 »; else the code."""
    if found := _MONTH.fullmatch(code):
        return f"{MONTHS[int(found[2]) - 1]} {found[1]}"
    if found := _QUARTER.fullmatch(code):
        return f"{_rank(found[2])}{NBSP}trimestre {found[1]}"
    if found := _INSTALMENT.fullmatch(code):
        return f"{_rank(found[2])} de {found[1]}"
    return f"exercice {code}" if _EXERCISE.fullmatch(code) else code


def _rank(digit: str) -> str:
    return "1er" if digit == "1" else f"{digit}e"


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
