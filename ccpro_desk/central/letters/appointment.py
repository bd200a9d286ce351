"""The letter of an appointment: booked, moved, cancelled, or to be remembered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ccpro_desk.answers.french import NBSP, long_date, typography
from ccpro_desk.domain.appointments.modes import Mode
from ccpro_desk.domain.appointments.office import Office
from ccpro_desk.reference.letters import Letters
from ccpro_desk.reference.territory import DAYS

_GAPS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Told:
    """What a letter says of an appointment."""

    office: Office
    at: datetime
    mode: Mode
    purpose: str
    documents: tuple[str, ...] = ()
    was: datetime | None = None
    """When it was to be before it was moved."""


@dataclass(frozen=True, slots=True)
class Written:
    subject: str
    text: str


def write(letters: Letters, kind: str, told: Told, *, agent: str, centre: tuple[str, str]) -> Written:
    """The letter of this kind, signed by `agent` of `centre` (id, name)."""
    letter, blanks = letters.of[kind], _blanks(letters, told)
    key, name = centre
    foot = letters.signatures.get(key, "{agent}").format(agent=agent, centre=name)
    text = _GAPS.sub("\n\n", letter.text.format_map(blanks)).strip()
    whole = f"{text}\n\n{foot}"
    return Written(typography(letter.subject.format_map(blanks)), typography(whole.strip()))


def day_of(at: datetime, zone: ZoneInfo) -> str:
    """« mardi 1er décembre 2026 »."""
    day = at.astimezone(zone).date()
    return f"{DAYS[day.weekday()]} {long_date(day)}"


def time_of(at: datetime, zone: ZoneInfo) -> str:
    """« 9 h 30 »."""
    shown = at.astimezone(zone)
    return f"{shown.hour}{NBSP}h{NBSP}{shown.minute:02d}"


def _blanks(letters: Letters, told: Told) -> dict[str, str]:
    zone = told.office.zone
    address = [", ".join(told.office.address)] if told.mode is Mode.OFFICE and told.office.address else []
    return {
        "office": told.office.name,
        "address": "".join(f"\nAdresse : {line}" for line in address),
        "day": day_of(told.at, zone),
        "time": time_of(told.at, zone),
        "mode": letters.mode[told.mode],
        "purpose": told.purpose,
        "documents": _documents(letters, told.documents),
        "was_day": day_of(told.was, zone) if told.was else "",
        "was_time": time_of(told.was, zone) if told.was else "",
    }


def _documents(letters: Letters, documents: tuple[str, ...]) -> str:
    if not documents:
        return letters.no_documents
    return "\n".join((letters.documents, *(f"- {document}" for document in documents)))
