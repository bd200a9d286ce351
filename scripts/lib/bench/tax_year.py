"""A year's tax calendar of ten thousand dossiers, no two alike; as many bare dates made in the same run."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta

from figures import Figure, Series

from ccpro_desk.domain.obligations import Calendar
from ccpro_desk.domain.usager import Obligation, Regime, Usager
from ccpro_desk.reference import data_dir
from ccpro_desk.reference.calendar import FOLDER, open_days, read_rules

DOSSIERS = 10_000
FIRST, LAST, TODAY = date(2027, 1, 1), date(2027, 12, 31), date(2026, 11, 24)
_LEGAL = ("1000", "5202", "5499", "5599", "5699", "5710", "5785", "6540", "9220")
_DEPARTMENTS = ("69", "75", "33", "67", "92", "974", "2A", "57", "13", "971")
_CLOSINGS = ("12-31", "12-31", "12-31", "06-30", "09-30", "03-31")


def measure(rounds: int) -> list[Figure]:
    """Processor time, as the machine has other work."""
    rules = read_rules(data_dir() / FOLDER)
    dossiers, series, found = _dossiers(), Series(), 0
    for _ in range(rounds):
        calendar = Calendar(rules, open_days)  # nothing worked out before
        began = time.process_time()
        found = sum(len(calendar.of(one, FIRST, LAST, TODAY).dues) for one in dossiers)
        series.add({"calendar": time.process_time() - began})
        series.add({"dates": _bare_dates(found)})
    seconds = series.median("calendar")
    each = f"{found / DOSSIERS:.0f} obligations each, {1e6 * seconds / found:.0f} µs an obligation"
    floor = f"{found} dates in {series.median('dates'):.2f} s"
    return [
        Figure(f"a year's calendar of {DOSSIERS} dossiers", seconds, "s", 10, each),
        Figure("the same, against bare dates", series.ratio("calendar", "dates"), "× dates", 100, floor),
    ]


def _bare_dates(count: int) -> float:
    began, step = time.process_time(), timedelta(days=1)
    made = [date(2027, 1 + n % 12, 1 + n % 28) + step for n in range(count)]
    made.sort()
    return time.process_time() - began


def _dossiers() -> list[Usager]:
    some = random.Random(20261124)
    return [_dossier(some, n) for n in range(DOSSIERS)]


def _dossier(some: random.Random, n: int) -> Usager:
    vat = some.choice(
        (
            ("réel normal", "CA3 mensuelle"),
            ("réel normal", "CA3 trimestrielle"),
            ("réel simplifié", "CA12 et acomptes"),
            ("franchise en base", "Franchise"),
        )
    )
    regimes = (
        Regime("TVA", *vat, since=date(2020, 1, 1)),
        Regime("IS", "réel normal", "Impôt sur les sociétés"),
        Regime("CFE", "redevable", "Cotisation foncière des entreprises"),
        *([Regime("TS", "trimestriel", "Taxe sur les salaires")] if some.random() < 0.1 else ()),
        *([Regime("DES", "redevable", "Déclaration européenne de services")] if some.random() < 0.2 else ()),
    )
    listed = tuple(
        Obligation("TVA", "3310-CA3-SD", f"2027-{month:02d}", date(2027, month % 12 + 1, 20))
        for month in range(1, some.randint(1, 6))
    )
    return Usager(
        siren=f"{some.randrange(10**9):09d}",
        name=f"ENTREPRISE {n}",
        department=some.choice(_DEPARTMENTS),
        legal=some.choice(_LEGAL),
        closing=some.choice(_CLOSINGS),
        created_on=date(some.randint(1990, 2027), some.randint(1, 12), 1),
        regimes=regimes,
        obligations=listed,
    )
