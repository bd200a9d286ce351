"""Declaring somebody's absence, on some days, and taking it back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ccpro_desk.screens.form import Field, FormScreen
from ccpro_desk.screens.when import read_day
from ccpro_desk.widgets import present, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from ccpro_desk.screens.giving import Target
    from ccpro_desk.wire.plateau import AbsenceView

WHAT = "Ce qui est mis de côté attendra tous les agents ; ses rappels promis seront à tous, à leur heure."
_DAYS = "aujourd'hui, demain, vendredi ou 24/12"


def absence_form(target: Target) -> FormScreen:
    """Asks for the first day, today by default, and the last, the same by default."""
    fields = (
        Field("Premier jour (vide : aujourd'hui)", _DAYS, longest=20, fault=_day_fault),
        Field("Dernier jour compris (vide : le même)", _DAYS, longest=20, fault=_day_fault),
    )
    return FormScreen(f"Absence : {target.label}", fields, yes="Déclarer l'absence", said=WHAT)


def days_of(typed: tuple[str, ...]) -> tuple[date, date]:
    """The days that were typed in the form."""
    now = present.now()
    first = read_day(typed[0], now) or words.local(now).date()
    return first, read_day(typed[1], now) or first


def _day_fault(typed: str) -> str:
    return "" if not typed or read_day(typed, present.now()) else f"Jour à venir attendu : {_DAYS}."


def told(
    target: Target, first: date, last: date, tell: Callable[[str], None]
) -> Callable[[AbsenceView], None]:
    """What to do with the central's answer: say what became of the contacts."""

    def say(view: AbsenceView) -> None:
        number = len(view.returned)
        plural = "s" if number > 1 else ""
        if first > words.local(present.now()).date():
            shared = f"{number} rappel{plural} promis ouvert{plural} à tous à leur heure" if number else ""
            noted = f"{target.label} : absence notée du {first:%d/%m} au {last:%d/%m}"
            tell(f"{noted}, {shared}." if shared else f"{noted}.")
        elif number:
            tell(f"{target.label} : {number} contact{plural} remis en file.")
        else:
            tell("Rien à remettre.")

    return say
