"""`data/territory/offices.toml`, `demo_offices.toml` → when the offices (SIE) give appointments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from ccpro_desk.domain.appointments.modes import Mode
from ccpro_desk.domain.appointments.office import Office, Span
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.reference import DataError
from ccpro_desk.reference.files import read_toml
from ccpro_desk.reference.public_holidays import holidays_of
from ccpro_desk.reference.territory import DAYS, read_span

_MODES = {"accueil": frozenset({Mode.OFFICE}), "téléphone": frozenset({Mode.PHONE}), "": frozenset(Mode)}
_FILES = "data/territory/offices.toml ou demo_offices.toml"


@cache
def load_offices() -> Mapping[str, Office]:
    """By code; an office that declares no hours is not among them. Raises `DataError`."""
    try:
        table = read_toml("territory/offices.toml")
        declared = (*table["office"], *read_toml("territory/demo_offices.toml").get("office", ()))
        known = {sie["code"]: sie for sie in read_toml("territory/demo.toml").get("sie", ())}
        offices = (_office({**table["common"], **entry}, known) for entry in declared)
        return MappingProxyType({office.code: office for office in offices})
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"{_FILES} : {error!r} manque ou est mal écrit.") from error


def _office(entry: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> Office:
    sie = known.get(entry["sie"], {})
    week = {n: _spans(entry[day]) for n, day in enumerate(DAYS) if day in entry}
    extra = {date.fromisoformat(day): _spans(spans) for day, spans in entry.get("extra", {}).items()}
    minutes, capacity = int(entry["minutes"]), int(entry["capacity"])
    if minutes < 1 or capacity < 1:
        raise ValueError(f"{entry['sie']} : minutes, capacity")
    return Office(
        code=entry["sie"],
        name=entry.get("name") or sie["name"],
        week=MappingProxyType(week),
        is_holiday=holidays_of(entry.get("department") or sie["department"]),
        address=tuple(entry.get("address", ())),
        minutes=minutes,
        capacity=capacity,
        lead=timedelta(hours=int(entry["lead_hours"])),
        horizon=timedelta(days=int(entry["horizon_days"])),
        closed=frozenset(entry.get("closed", ())),
        extra=MappingProxyType(extra),
        zone=ZoneInfo(entry["zone"]) if "zone" in entry else PARIS,
    )


def _spans(texts: list[str]) -> tuple[Span, ...]:
    return tuple(_span(*text.partition(" ")[::2]) for text in texts)


def _span(hours: str, mode: str) -> Span:
    return Span(*read_span(hours), _MODES[mode.strip()])
