"""The usager's file (*dossier*): what the administration knows of a professional, and who may see which part.

The names are those of the contract's `usagers import`. A field above the reader's level is never sent: it is
`None` and named in `masked`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PUBLIC = (
    "siren",
    "name",
    "legal",
    "naf",
    "activity",
    "address",
    "city",
    "state",
    "vat",
    "siret",
    "created_on",
)
"""Level 0: the fields of the public registry."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the usager has its seat."""

    lines: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """A number or an address at which the usager can be reached."""

    kind: str
    """`phone` or `email`."""
    value: str
    person: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Regime:
    """Under which rules the usager pays a tax, since when."""

    tax: str
    regime: str
    label: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """A return that is due, or was filed."""

    tax: str
    form: str
    period: str
    due_on: date
    filed_on: date | None = None
    paid_on: date | None = None
    amount_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A debt and what is left of it."""

    tax: str
    period: str
    nature: str
    principal_cents: int
    penalties_cents: int
    balance_cents: int


@dataclass(frozen=True, slots=True)
class Account:
    """A bank account, its number but for the end withheld."""

    iban_last4: str
    use: str = ""
    bic: str | None = None
    rum: str | None = None


@dataclass(frozen=True, slots=True)
class Representative:
    """Who may speak for the usager, and about what."""

    name: str
    role: str
    scope: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """The SIE in charge."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Usager:
    """The whole file; what a reader's level does not open is left out of it."""

    siren: str
    name: str
    department: str = ""
    siret: str | None = None
    vat: str | None = None
    naf: str | None = None
    activity: str | None = None
    legal: str | None = None
    address: Address = Address()
    city: str = ""
    state: str = "A"
    """A: active, C: closed (as the registry says)."""
    created_on: date | None = None
    sie: Office | None = None
    contacts: tuple[ContactPoint, ...] = ()
    regimes: tuple[Regime, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    claims: tuple[Claim, ...] = ()
    accounts: tuple[Account, ...] = ()
    representatives: tuple[Representative, ...] = ()


LEVEL_OF: dict[str, int] = {
    **dict.fromkeys(PUBLIC, 0),
    "department": 0,
    "sie": 0,
    "contacts": 1,
    "regimes": 1,
    "obligations": 1,
    "claims": 1,
    "accounts": 1,
    "representatives": 1,
}
"""From which level of identification each field is shown."""


def masked_fields(level: int) -> tuple[str, ...]:
    """The names of the fields that this level does not open."""
    return tuple(name for name, needed in LEVEL_OF.items() if needed > level)
