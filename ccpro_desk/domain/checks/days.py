"""Dates, fiscal periods and years."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta

from ccpro_desk.domain.checks.wrong import Wrong

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_CLOSE = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(\d{1,2})(?:er)? ([a-z]+)\.? (\d{4})", re.ASCII)
_MONTH = re.compile(r"(?:(\d{4})-(\d{1,2})|(\d{1,2})[/.\- ](\d{4}))", re.ASCII)
_MONTH_IN_WORDS = re.compile(r"([a-z]+)\.? (\d{4})", re.ASCII)
_QUARTER = re.compile(r"(?:(\d{4})[ \-]?t([1-4])|t([1-4])[ /\-]?(\d{4})|([1-4])t[ /\-]?(\d{4}))", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_FIRST_YEAR = 1900


def day(text: str, today: date, least: int | None = None, most: int | None = None) -> str | Wrong:
    """`AAAA-MM-JJ`. `least`, `most`: how many days from today, at the earliest and at the latest."""
    found = _day(_plain(text))
    if found is None:
        return Wrong("Date incorrecte : elle s'écrit JJ/MM/AAAA, par exemple 31/12/2026.")
    number, month, written = found
    if not 1 <= month <= 12:
        return Wrong(f"Date incorrecte : il n'y a pas de mois {month}.")
    full_year = int(written) + 2000 if len(written) == 2 else int(written)
    if full_year < _FIRST_YEAR:
        return Wrong("Date incorrecte : cette année est trop ancienne.")
    last = monthrange(full_year, month)[1]
    if not 1 <= number <= last:
        return Wrong(f"Cette date n'existe pas : {MONTHS[month - 1]} {full_year} compte {last} jours.")
    return _between(date(full_year, month, number), today, least, most)


def _between(at: date, today: date, least: int | None, most: int | None) -> str | Wrong:
    if most is not None and at > today + timedelta(days=most):
        if most == 0:
            return Wrong("Date incorrecte : elle ne peut pas être à venir.")
        return Wrong(f"Date trop lointaine : le {_said(today + timedelta(days=most))} au plus tard.")
    if least is not None and at < today + timedelta(days=least):
        if least == 0:
            return Wrong("Date incorrecte : elle est déjà passée.")
        return Wrong(f"Date trop ancienne : le {_said(today + timedelta(days=least))} au plus tôt.")
    return at.isoformat()


def _said(at: date) -> str:
    return f"{at:%d/%m/%Y}"


def _day(text: str) -> tuple[int, int, str] | None:
    """Day, month and year as they are written."""
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[3]), int(found[2]), found[1]
    if found := _DAY_FIRST.fullmatch(text) or _CLOSE.fullmatch(text):
        return int(found[1]), int(found[2]), found[3]
    if (found := _IN_WORDS.fullmatch(text)) and (month := _month(found[2])):
        return int(found[1]), month, found[3]
    return None


def period(text: str) -> str | Wrong:
    """`AAAA-MM`, `AAAA-Tn` or `AAAA`."""
    plain = _plain(text)
    if found := _QUARTER.fullmatch(plain):
        a, b, c, d, e, f = found.groups()
        return f"{a or d or f}-T{b or c or e}"
    if _YEAR.fullmatch(plain):
        return plain
    if (found := _MONTH_IN_WORDS.fullmatch(plain)) and (month := _month(found[1])):
        return f"{found[2]}-{month:02d}"
    if found := _MONTH.fullmatch(plain):
        in_year, number = found[1] or found[4], int(found[2] or found[3])
        if 1 <= number <= 12:
            return f"{in_year}-{number:02d}"
        return Wrong(f"Période incorrecte : il n'y a pas de mois {number}.")
    return Wrong("Période incorrecte : un mois (octobre 2026), un trimestre (T3 2026) ou une année (2026).")


def year(text: str, today: date, least: int | None = None, most: int | None = None) -> int | Wrong:
    """A year. `least`, `most`: how many years from this one."""
    plain = _plain(text)
    if not _YEAR.fullmatch(plain):
        return Wrong("Année incorrecte : quatre chiffres sont attendus, par exemple 2026.")
    first = _FIRST_YEAR if least is None else today.year + least
    last = today.year + (1 if most is None else most)
    if not first <= int(plain) <= last:
        return Wrong(f"Année incorrecte : de {first} à {last}.")
    return int(plain)


def _month(word: str) -> int | None:
    """A month's number by its name or by its beginning, without accents."""
    if len(word) < 3:
        return None
    names = [_plain(name) for name in MONTHS]
    found = [number for number, name in enumerate(names, 1) if name.startswith(word)]
    return found[0] if len(found) == 1 else None


def _plain(text: str) -> str:
    """Lower case, without accents, blanks put together."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(bare.replace("\u00a0", " ").replace("\u202f", " ").split())
