"""What the calendar looks at in a dossier: who the usager is, under which regimes, and how large."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from ccpro_desk.domain.motifs import fold
from ccpro_desk.domain.obligations.periods import DECEMBER, Closing
from ccpro_desk.domain.usager import Obligation, Regime, Usager

Sizes = Mapping[tuple[str, int], int]
"""By tax and year: what it came to in cents; `CA` is the turnover."""

_CLOSING = re.compile(r"\bcl[oô]ture au (\d{1,2})/(\d{1,2})\b", re.IGNORECASE)
_LEAST_OF = MappingProxyType(
    dict(
        zip(
            ("00", "01", "02", "03", "11", "12", "21", "22", "31", "32", "41", "42", "51", "52", "53"),
            (0, 1, 3, 6, 10, 20, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10000),
            strict=True,
        )
    )
)
"""Insee's brackets of employees: the smallest number of each (labels of the public registry)."""
_DAYS_OF = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class RegimeWords:
    """How a dossier says that a usager is under one of the calendar's regimes."""

    code: str
    tax: str
    regime: str
    words: str = ""
    """What the label must say besides; empty: anything."""

    def says(self, tax: str, regime: str, label: str) -> bool:
        return (
            fold(tax) == fold(self.tax)
            and fold(regime) == fold(self.regime)
            and fold(self.words) in fold(label)
        )


@dataclass(frozen=True, slots=True)
class Held:
    """A regime of the calendar, and the days on which the usager is under it."""

    code: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    siren: str
    department: str = ""
    legal: str = ""
    """Insee's legal category, four digits."""
    letter: str = ""
    """The first of the name of a person in business on their own."""
    regimes: tuple[Held, ...] = ()
    unknown: tuple[Regime, ...] = ()
    """Regimes that the calendar has no words for."""
    closing: Closing = DECEMBER
    closing_said: bool = False
    sizes: Sizes = field(default_factory=lambda: MappingProxyType({}))
    staff: int | None = None
    """At least so many people, by the registry's bracket."""
    created_on: date | None = None
    ceased: bool = False


def situation_of(usager: Usager, words: tuple[RegimeWords, ...], sizes: Sizes | None = None) -> Situation:
    """The situation that a dossier tells; `sizes` says more about it than the dossier does."""
    coded = [(regime, _code_of(words, regime.tax, regime.regime, regime.label)) for regime in usager.regimes]
    closing = _month_day(usager.closing) or closing_of(usager.regimes)
    ended = usager.ceased_on if usager.state == "C" else None
    return Situation(
        siren=usager.siren,
        department=usager.department,
        legal=usager.legal or "",
        letter=fold(usager.name[:20])[:1].upper(),
        regimes=tuple(Held(code, regime.since, regime.until or ended) for regime, code in coded if code),
        unknown=tuple(regime for regime, code in coded if code is None),
        closing=closing or DECEMBER,
        closing_said=closing is not None,
        sizes=MappingProxyType(sizes_of(usager.obligations) | dict(sizes or {})),
        staff=_LEAST_OF.get(usager.staff or ""),
        created_on=usager.created_on,
        ceased=usager.state == "C",
    )


@lru_cache(maxsize=4096)
def _code_of(words: tuple[RegimeWords, ...], tax: str, regime: str, label: str) -> str | None:
    return next((one.code for one in words if one.says(tax, regime, label)), None)


def closing_of(regimes: Iterable[Regime]) -> Closing | None:
    """The day on which the exercise closes, as the regimes that last say; none: they do not."""
    said = [(regime.until is None, found) for regime in regimes if (found := _CLOSING.search(regime.label))]
    for _, found in sorted(said, key=lambda one: not one[0]):
        day, month = int(found[1]), int(found[2])
        if _is_day(month, day):
            return month, day
    return None


def _month_day(text: str | None) -> Closing | None:
    month, _, day = (text or "").partition("-")
    if not (month.isdigit() and day.isdigit() and _is_day(int(month), int(day))):
        return None
    return int(month), int(day)


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= _DAYS_OF[month - 1]


def sizes_of(obligations: Iterable[Obligation]) -> dict[tuple[str, int], int]:
    """What the dossier's own list tells of sizes: the CFE of a year, its instalment and its balance."""
    cfe: dict[tuple[str, int], int] = {}
    for one in obligations:
        if one.tax == "CFE" and one.amount_cents is not None and one.period.isdigit():
            key = ("CFE", int(one.period))
            cfe[key] = cfe.get(key, 0) + one.amount_cents
    return cfe
