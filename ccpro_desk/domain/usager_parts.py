"""What a usager's file is made of. Each part may say the day it was true (`as_of`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Address:
    """Where the usager has its seat."""

    lines: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""


NOWHERE = Address()
"""No address is known."""


@dataclass(frozen=True, slots=True)
class Establishment:
    """A place of business, as the registry has it."""

    siret: str
    name: str = ""
    """Its sign (*enseigne*)."""
    address: Address = NOWHERE
    naf: str | None = None
    head: bool = False
    state: str = "A"
    """A: open, F: closed."""
    created_on: date | None = None
    closed_on: date | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Director:
    """Who leads the enterprise, as the registry says: public, hence no proof of anything."""

    name: str
    role: str = ""
    since: date | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """A number or an address at which the usager can be reached."""

    kind: str
    """`phone` or `email`."""
    value: str
    person: str = ""
    role: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Regime:
    """Under which rules the usager pays a tax, since when."""

    tax: str
    regime: str
    label: str = ""
    since: date | None = None
    until: date | None = None
    option: str = ""
    """What was opted for, in words."""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """A return or a payment that is due, or was done."""

    tax: str
    form: str
    period: str
    due_on: date
    filed_on: date | None = None
    paid_on: date | None = None
    amount_cents: int | None = None
    paid_cents: int | None = None
    """What was paid of the amount; none: the source does not say."""
    status: str | None = None
    """In the source's words; none: read it from the dates (`standing`)."""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A debt and what is left of it."""

    tax: str
    period: str
    nature: str
    principal_cents: int
    penalties_cents: int
    balance_cents: int
    due_on: date | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A bank account, its number but for the end withheld, with its direct debit mandate."""

    iban_last4: str
    use: str = ""
    bic: str | None = None
    rum: str | None = None
    """The mandate's reference (*référence unique de mandat*)."""
    holder: str = ""
    scheme: str | None = None
    """`B2B` or `CORE`."""
    status: str | None = None
    """The mandate's: `active`, `pending` (not yet at the bank), `refused`, `revoked`."""
    signed_on: date | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Representative:
    """Who may speak for the usager, and about what."""

    name: str
    role: str
    scope: str = ""
    since: date | None = None
    until: date | None = None
    siren: str | None = None
    """The firm's own."""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Delegate:
    """Who uses the online space beside its holder."""

    name: str
    role: str = ""
    """`suppléant`, `délégué`."""
    services: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OnlineSpace:
    """The access to the espace professionnel."""

    mode: str = ""
    """`simplifié` or `expert`."""
    holder: str = ""
    opened_on: date | None = None
    services: tuple[str, ...] = ()
    """Those that the enterprise has joined."""
    delegates: tuple[Delegate, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked of the administration and not yet answered."""

    reference: str
    kind: str
    """What is asked, in words."""
    filed_on: date | None = None
    state: str = ""
    """Where it stands, in words."""
    amount_cents: int | None = None
    office: str = ""
    """Who answers it."""
    expected_on: date | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """The SIE in charge."""

    code: str
    name: str


class Dated(Protocol):
    """What holds for a time: a mandate, a regime, a delegation."""

    @property
    def since(self) -> date | None: ...

    @property
    def until(self) -> date | None: ...


def in_force(what: Dated, day: date) -> bool:
    """Whether it holds on that day, both ends included; an end that is not known is open."""
    begun = what.since is None or what.since <= day
    return begun and (what.until is None or day <= what.until)


def standing(obligation: Obligation, today: date) -> str:
    """`done`, `part` (paid in part), `filed` (not paid), `late` or `expected`.

    Neither filed nor paid after its day is late; what is only paid (an assessment) is done by its payment.
    """
    if obligation.paid_on is not None or _is_nil(obligation):
        return "part" if _is_short(obligation) else "done"
    if obligation.filed_on is not None:
        return "filed" if obligation.amount_cents else "done"
    return "late" if obligation.due_on < today else "expected"


def _is_nil(obligation: Obligation) -> bool:
    return obligation.filed_on is not None and obligation.amount_cents == 0


def _is_short(obligation: Obligation) -> bool:
    paid, due = obligation.paid_cents, obligation.amount_cents
    return paid is not None and due is not None and paid < due


def expected_first(obligations: Iterable[Obligation]) -> list[Obligation]:
    """What is not done, the earliest first; then what is, the latest first."""
    return sorted(obligations, key=_place)


def _place(obligation: Obligation) -> tuple[bool, int, str, str]:
    done = obligation.filed_on is not None or obligation.paid_on is not None
    day = obligation.due_on.toordinal()
    return done, -day if done else day, obligation.tax, obligation.form
