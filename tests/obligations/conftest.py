"""Dossiers for the calendar, and the calendar of `data/`."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ccpro_desk.domain.obligations import Calendar, Due
from ccpro_desk.domain.usager import Regime, Usager
from ccpro_desk.reference.calendar import load_calendar

TODAY = date(2026, 1, 1)
MONTHLY = Regime("TVA", "réel normal", "Réel normal, CA3 mensuelle")
QUARTERLY = Regime("TVA", "réel normal", "Réel normal, CA3 trimestrielle")
SIMPLIFIED = Regime("TVA", "réel simplifié", "Réel simplifié, CA12 et acomptes")
IS = Regime("IS", "réel normal", "Impôt sur les sociétés, clôture au 31/12")
CFE = Regime("CFE", "redevable", "Cotisation foncière des entreprises")
DES = Regime("DES", "redevable", "Déclaration européenne de services")


def usager(*regimes: Regime, **more: Any) -> Usager:
    """A company of the Rhône under these regimes."""
    values: dict[str, Any] = {
        "siren": "732829320",
        "name": "SARL FOURNIL",
        "department": "69",
        "legal": "5499",
        "regimes": regimes,
    }
    return Usager(**values | more)


def closing(day: str) -> Regime:
    return Regime("IS", "réel normal", f"Impôt sur les sociétés, clôture au {day}")


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return load_calendar()


def only(dues: tuple[Due, ...], form: str, period: str) -> Due:
    """The one obligation of this form and period."""
    found = [due for due in dues if due.form == form and due.period == period]
    assert len(found) == 1, [(due.form, due.period) for due in dues]
    return found[0]
