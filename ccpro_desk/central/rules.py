"""What the central decides by: motifs, identity checks, durations, territory, mailboxes, tax calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, TypeVar

from ccpro_desk.answers.library import answer_levels
from ccpro_desk.domain.acts.catalogue import NO_ACTS, Catalogue
from ccpro_desk.domain.appointments.office import Office
from ccpro_desk.domain.appointments.purposes import NO_PURPOSES, Purposes
from ccpro_desk.domain.dispatch import Settings
from ccpro_desk.domain.identification import Checks
from ccpro_desk.domain.motifs import Motifs
from ccpro_desk.domain.obligations import Calendar
from ccpro_desk.domain.referral.perimeter import NO_PERIMETER, Perimeter
from ccpro_desk.reference import DataError
from ccpro_desk.reference.acts import load_acts
from ccpro_desk.reference.calendar import load_calendar
from ccpro_desk.reference.faults import ContentError
from ccpro_desk.reference.files import read_toml
from ccpro_desk.reference.identification import load_checks
from ccpro_desk.reference.letters import Letters, load_letters
from ccpro_desk.reference.motifs import load_motifs
from ccpro_desk.reference.offices import load_offices
from ccpro_desk.reference.perimeter import load_perimeter
from ccpro_desk.reference.purposes import load_purposes
from ccpro_desk.reference.settings import load_settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mail:
    """How replies by mail are written."""

    domain: str
    """The right-hand side of Message-IDs and of the centres' addresses."""

    def mailbox(self, centre: str) -> str:
        """The address that a centre writes from."""
        return f"{centre or 'national'}@{self.domain}"

    def message_id(self, reply_id: object) -> str:
        """A reply's Message-ID, fixed when it is written."""
        return f"<{reply_id}@{self.domain}>"


@dataclass(frozen=True, slots=True)
class Rules:
    motifs: Motifs
    checks: Checks
    settings: Settings
    mail: Mail
    calendar: Calendar
    acts: Catalogue = NO_ACTS
    offices: Mapping[str, Office] = field(default_factory=dict)
    """Those that give appointments, by code."""
    purposes: Purposes = NO_PURPOSES
    letters: Letters | None = None
    perimeter: Perimeter = NO_PERIMETER
    answer_levels: Callable[[], Mapping[str, int]] = dict
    """From which level each scripted answer may be given; read with the first reply that names one."""


def load_rules(**overrides: Any) -> Rules:
    """The rules of `data/`, with fields of `Settings` overridden. Raises `DataError`."""
    settings = replace(load_settings(), **overrides)
    mail = Mail(domain=str(read_toml("mail.toml")["domain"]))
    return Rules(
        load_motifs(),
        load_checks(),
        settings,
        mail,
        offices=load_offices(),
        purposes=load_purposes(),
        letters=load_letters(),
        perimeter=load_perimeter(),
        acts=_content(load_acts),
        calendar=_content(load_calendar),
        answer_levels=cache(answer_levels),
    )


def _content(load: Callable[[], T]) -> T:
    """What officers edit, its first mistake told with the file's place. Raises `DataError`."""
    try:
        return load()
    except ContentError as error:
        raise DataError(f"data/{error.faults[0]}") from error
