"""The catalogue of acts, as officers write it (`data/acts/`): what is asked, of whom, what comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

_DAY = 86_400


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    PERIOD = "period"
    YEAR = "year"
    SIREN = "siren"
    SIRET = "siret"
    VAT = "vat"
    IBAN = "iban"
    BIC = "bic"
    EMAIL = "email"
    PHONE = "phone"


class Way(StrEnum):
    """Where a request goes that is not for the contact centre."""

    NONE = ""
    SIE = "sie"
    """The SIE, by a referral."""
    ONLINE = "online"
    """The usager's own space, or another public service's."""
    ASSISTANCE = "assistance"


class Opens(StrEnum):
    """What does the act in this application."""

    FORM = ""
    IDENTIFY = "identify"
    REPLY = "reply"
    APPOINTMENT = "appointment"
    REFERRAL = "referral"


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class When:
    """Only while another field has one of these values."""

    field: str
    any: frozenset[str]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that the form asks."""

    id: str
    label: str
    type: FieldType
    required: bool = True
    help: str = ""
    prefill: str = ""
    """A word of the file's vocabulary (`prefill.py`)."""
    choices: tuple[Choice, ...] = ()
    least: int | None = None
    """Money in cents, a number, or days from today for a date."""
    most: int | None = None
    own: bool = False
    """A SIREN, SIRET or VAT number that must be the usager's."""
    when: When | None = None

    @property
    def secret(self) -> bool:
        """Shown whole only at the level that the act asks for."""
        return self.type is FieldType.IBAN


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold for the usager to have the act, and the sentence when it does not."""

    rule: str
    """A word of `eligibility.py`."""
    any: frozenset[str]
    reason: str
    unless: bool = False
    """It must *not* hold."""
    about: str = ""
    """The tax or the field that the rule is about."""
    least: int | None = None
    most: int | None = None
    way: Way = Way.NONE
    when: When | None = None
    since: date | None = None
    until: date | None = None
    """The days on which it is asked."""


@dataclass(frozen=True, slots=True)
class Basis:
    """A text that the act rests on."""

    text: str
    source: str
    """The mark of the source, as the domain file lists them."""
    since: date | None = None
    until: date | None = None
    to_confirm: bool = False
    """Nothing that was read says so: *à valider*."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the catalogue."""

    id: str
    """Its number, `A05`: what commands, matters and documents call it."""
    title: str
    family: str
    level: int
    """The level of identification that it needs."""
    edition: date
    summary: str = ""
    fields: tuple[Field, ...] = ()
    conditions: tuple[Condition, ...] = ()
    bases: tuple[Basis, ...] = ()
    documents: tuple[str, ...] = ()
    """Papers asked of the usager."""
    produces: tuple[str, ...] = ()
    """Kinds of documents that come of it."""
    to_sie: tuple[str, ...] = ()
    """When it goes to the SIE instead, in a sentence each."""
    advice: tuple[str, ...] = ()
    """What the agent tells the usager."""
    four_eyes: bool = False
    duplicate_s: int = 30 * _DAY
    """How long the same request is a duplicate."""
    cancel_s: int = 900
    """How long it stays here before it may leave."""
    approve_s: int = 2 * _DAY
    """How soon another person looks at it."""
    same: tuple[str, ...] = ()
    """Fields that make two requests the same; none: the act alone."""
    against: tuple[str, ...] = ()
    """Acts that contradict this one while they are open."""
    since: date | None = None
    until: date | None = None
    opens: Opens = Opens.FORM
    refers: bool = False
    """Collected here, decided by the SIE: a referral goes with it."""

    def field(self, field_id: str) -> Field | None:
        return next((field for field in self.fields if field.id == field_id), None)

    @property
    def duplicate_window(self) -> timedelta:
        return timedelta(seconds=self.duplicate_s)


@dataclass(frozen=True)
class Catalogue:
    """All acts, in the order of their numbers."""

    items: tuple[Act, ...] = ()

    def __iter__(self) -> Iterator[Act]:
        return iter(self.items)

    def get(self, act_id: str) -> Act | None:
        return self._by_id.get(act_id)

    @cached_property
    def _by_id(self) -> Mapping[str, Act]:
        return {act.id: act for act in self.items}


NO_ACTS = Catalogue()
