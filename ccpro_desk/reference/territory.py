"""`data/territory/` → centres, what each serves, and when it answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from ccpro_desk.domain.hours import PARIS, Hours, Span
from ccpro_desk.domain.territory import Territory
from ccpro_desk.reference.files import read_toml
from ccpro_desk.reference.public_holidays import holidays_of

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def read_territory() -> Territory:
    """Raises `DataError`, `KeyError`, `TypeError`."""
    centres = read_toml("territory/centres.toml")["centre"]
    demo = read_toml("territory/demo.toml")
    offices = demo.get("sie", ())
    return Territory(
        centres=MappingProxyType({c["id"]: c["name"] for c in centres}),
        centre_of_department=MappingProxyType({d: c["id"] for c in centres for d in c["serves"]}),
        centre_of_sie=MappingProxyType({o["code"]: o["centre"] for o in offices if o.get("centre")}),
        centre_of_plateau=MappingProxyType({p["id"]: p["centre"] for p in demo.get("plateau", ())}),
        offices=MappingProxyType({o["code"]: o["name"] for o in offices}),
        department_of_office=MappingProxyType({o["code"]: o["department"] for o in offices}),
    )


def read_hours() -> Mapping[str, Hours]:
    """By centre: its own week, else the common one. Raises `DataError`, and what a wrong value raises."""
    table = read_toml("territory/hours.toml")
    own = table.get("centre", {})
    return MappingProxyType(
        {
            centre["id"]: _hours(own.get(centre["id"], table["common"]), centre["department"])
            for centre in read_toml("territory/centres.toml")["centre"]
        }
    )


def _hours(table: Mapping[str, Any], department: str) -> Hours:
    week = {n: tuple(read_span(text) for text in table[day]) for n, day in enumerate(DAYS) if day in table}
    zone = ZoneInfo(table["zone"]) if "zone" in table else PARIS
    return Hours(MappingProxyType(week), holidays_of(department), zone)


def read_span(text: str) -> Span:
    """« 09:00-12:00 ». Raises `ValueError`."""
    start, end = (time.fromisoformat(part.strip()) for part in text.split("-"))
    if start >= end:
        raise ValueError(text)
    return start, end
