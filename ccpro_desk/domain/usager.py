"""The usager's file (*dossier*): what the administration knows of a professional, and who may see which part.

The names are those of the contract's `usagers import`. A field above the reader's level is never sent: it is
`None` and named in `masked`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ccpro_desk.domain.usager_parts import (
    NOWHERE,
    Account,
    Address,
    Claim,
    ContactPoint,
    Delegate,
    Director,
    Establishment,
    Obligation,
    Office,
    OnlineSpace,
    Regime,
    Representative,
    Request,
    expected_first,
    in_force,
    standing,
)

__all__ = [
    "LEVEL_OF",
    "LONG_LISTS",
    "PAGE",
    "PUBLIC",
    "Account",
    "Address",
    "Claim",
    "ContactPoint",
    "Delegate",
    "Director",
    "Establishment",
    "Obligation",
    "Office",
    "OnlineSpace",
    "Regime",
    "Representative",
    "Request",
    "Usager",
    "expected_first",
    "in_force",
    "masked_fields",
    "standing",
]

PUBLIC = (
    "siren",
    "name",
    "acronym",
    "usual_name",
    "legal",
    "legal_label",
    "naf",
    "naf25",
    "activity",
    "address",
    "city",
    "state",
    "vat",
    "siret",
    "establishments",
    "directors",
    "staff",
    "created_on",
    "ceased_on",
    "diffusion",
)
"""Level 0: the fields of the public registry."""

_WITHHELD = frozenset({"address", "establishments", "directors"})
"""What the registry does not publish of an enterprise that asked for partial diffusion."""

LONG_LISTS = ("obligations", "establishments")
"""Lists that may be so long that they are read page by page."""
PAGE = 50
"""How many of their items a page has."""


@dataclass(frozen=True, slots=True)
class Usager:
    """The whole file; what a reader's level does not open is left out of it."""

    siren: str
    name: str
    department: str = ""
    siret: str | None = None
    """The seat's."""
    vat: str | None = None
    naf: str | None = None
    """NAF rév. 2."""
    naf25: str | None = None
    """NAF 2025, which takes its place on 01/01/2027."""
    activity: str | None = None
    """The label of `naf`."""
    legal: str | None = None
    """Insee's legal category, four digits."""
    legal_label: str | None = None
    acronym: str | None = None
    usual_name: str | None = None
    address: Address = NOWHERE
    city: str = ""
    state: str = "A"
    """A: active, C: closed (as the registry says)."""
    diffusion: str = "O"
    """O: all is published; P: in part; N: nothing."""
    staff: str | None = None
    """Insee's bracket of the number of employees, its code."""
    created_on: date | None = None
    ceased_on: date | None = None
    establishments: tuple[Establishment, ...] = ()
    directors: tuple[Director, ...] = ()
    sie: Office | None = None
    closing: str | None = None
    """The accounts' closing day, `MM-DD`."""
    contacts: tuple[ContactPoint, ...] = ()
    regimes: tuple[Regime, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    claims: tuple[Claim, ...] = ()
    accounts: tuple[Account, ...] = ()
    space: OnlineSpace | None = None
    representatives: tuple[Representative, ...] = ()
    requests: tuple[Request, ...] = ()
    dated: Mapping[str, date] = field(default_factory=dict)
    """The day that each field above was given as true, by the field's name."""


LEVEL_OF: dict[str, int] = {
    **dict.fromkeys(PUBLIC, 0),
    "department": 0,
    "sie": 0,
    "dated": 0,
    "closing": 1,
    "contacts": 1,
    "regimes": 1,
    "obligations": 1,
    "claims": 1,
    "accounts": 1,
    "space": 1,
    "representatives": 1,
    "requests": 1,
}
"""From which level of identification each field is shown."""


def masked_fields(level: int, diffusion: str = "O") -> tuple[str, ...]:
    """The names of the fields that this level does not open of a usager with that status of diffusion."""
    return tuple(name for name, needed in LEVEL_OF.items() if max(needed, _raised(name, diffusion)) > level)


def _raised(name: str, diffusion: str) -> int:
    return int(diffusion != "O" and name in _WITHHELD)
