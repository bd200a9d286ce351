"""The tax calendar of a dossier as this workstation has it: with the central or without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from ccpro_desk.domain.obligations import Due, Dues
from ccpro_desk.domain.obligations.periods import month_after, month_end
from ccpro_desk.domain.usager import Obligation, Regime, Usager
from ccpro_desk.reference.calendar import load_calendar
from ccpro_desk.wire.views import DossierView

MASKED = (
    "Les régimes et les obligations sont masqués à ce niveau d'identification : aucune échéance calculée."
)

T = TypeVar("T", Regime, Obligation)


def upcoming(known: DossierView | Usager, today: date, months: int) -> tuple[Due, ...]:
    """What is due from `today` to the end of the month that lies `months` ahead. Raises `ContentError`."""
    end = month_after(today, months)
    return dues(known, today, month_end(end.year, end.month), today).dues


def dues(known: DossierView | Usager, first: date, last: date, today: date) -> Dues:
    """What is due between two days, and what cannot be told. Raises `ContentError`."""
    if isinstance(known, DossierView) and {"regimes", "obligations"} & set(known.masked):
        return Dues((), (MASKED,))
    return load_calendar().of(usager_of(known), first, last, today)


def usager_of(known: DossierView | Usager) -> Usager:
    """What the calendar looks at in a dossier, however it came; what cannot be read is left out."""
    if isinstance(known, Usager):
        return known
    if isinstance(known.fields, Usager):
        return known.fields
    read = known.fields.get
    return Usager(
        siren=known.siren,
        name=str(read("name") or ""),
        department=str(read("department") or ""),
        legal=str(read("legal") or ""),
        state=str(read("state") or "A"),
        created_on=_day(read("created_on")),
        ceased_on=_day(read("ceased_on")),
        closing=read("closing"),
        staff=read("staff"),
        regimes=tuple(_each(Regime, read("regimes"))),
        obligations=tuple(_each(Obligation, read("obligations"))),
    )


def _each(kind: type[T], items: Any) -> Iterator[T]:
    names = {field.name for field in fields(kind)}
    for item in items or ():
        if isinstance(item, kind):
            yield item
        elif isinstance(item, Mapping):
            try:
                yield kind(**{name: _value(name, item[name]) for name in names & set(item)})
            except (TypeError, ValueError):  # a field that this version needs is not there, or no date
                continue


def _value(name: str, value: Any) -> Any:
    return _day(value) if name.endswith("_on") or name in ("since", "until") else value


def _day(value: Any) -> date | None:
    if isinstance(value, date) or value is None:
        return value
    return date.fromisoformat(str(value)[:10])
