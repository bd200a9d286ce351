"""What a form knows already: the words that a field of the catalogue may be filled from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from ccpro_desk.domain.acts.catalogue import Act
from ccpro_desk.domain.acts.detail import Value
from ccpro_desk.domain.acts.eligibility import Asking, quality_of
from ccpro_desk.domain.usager import ContactPoint, Usager, in_force

Filled = Callable[[Usager, Asking, date], Value | None]


def prefill(
    act: Act, usager: Usager, contact: Asking, today: date, masked: Collection[str] = ()
) -> dict[str, Value]:
    """The values that the file and the contact give, by field; the agent may change them."""
    found: dict[str, Value] = {}
    for field in act.fields:
        if not field.prefill or NEEDS.get(field.prefill) in masked:
            continue
        value = WORDS[field.prefill](usager, contact, today)
        if value is not None and value != "":
            found[field.id] = value
    return found


def _point(kind: str) -> Filled:
    def first(usager: Usager, contact: Asking, today: date) -> str | None:
        points: tuple[ContactPoint, ...] = usager.contacts
        return next((point.value for point in points if point.kind == kind), None)

    return first


def _regime(tax: str) -> Filled:
    def now(usager: Usager, contact: Asking, today: date) -> str | None:
        return next((r.regime for r in usager.regimes if r.tax == tax and in_force(r, today)), None)

    return now


def _director(usager: Usager, contact: Asking, today: date) -> str | None:
    if usager.directors:
        return usager.directors[0].name
    leaders = (
        point.person for point in usager.contacts if "gérant" in point.role or "président" in point.role
    )
    return next(leaders, None)


def _created_on(usager: Usager, contact: Asking, today: date) -> str | None:
    return usager.created_on.isoformat() if usager.created_on else None


def _last_month(usager: Usager, contact: Asking, today: date) -> str:
    return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"


def _last_month_end(usager: Usager, contact: Asking, today: date) -> str:
    return (today.replace(day=1) - timedelta(days=1)).isoformat()


def _owed(usager: Usager, contact: Asking, today: date) -> int | None:
    return sum(claim.balance_cents for claim in usager.claims) or None


def _origin(name: str) -> Filled:
    return lambda usager, contact, today: getattr(contact.origin, name) if contact.origin else None


def _account(name: str) -> Filled:
    def first(usager: Usager, contact: Asking, today: date) -> str | None:
        return getattr(usager.accounts[0], name) if usager.accounts else None

    return first


WORDS: Mapping[str, Filled] = MappingProxyType(
    {
        "siren": lambda usager, contact, today: usager.siren,
        "siret": lambda usager, contact, today: usager.siret,
        "vat": lambda usager, contact, today: usager.vat,
        "name": lambda usager, contact, today: usager.name,
        "address": lambda usager, contact, today: _address(usager),
        "activity": lambda usager, contact, today: usager.activity,
        "created_on": _created_on,
        "director": _director,
        "email": _point("email"),
        "phone": _point("phone"),
        "regime.tva": _regime("TVA"),
        "regime.is": _regime("IS"),
        "regime.ir": _regime("IR"),
        "account.bic": _account("bic"),
        "account.rum": _account("rum"),
        "account.holder": _account("holder"),
        "owed": _owed,
        "caller.name": _origin("name"),
        "caller.email": _origin("address"),
        "caller.phone": _origin("number"),
        "caller.quality": lambda usager, contact, today: quality_of(contact.identification),
        "today": lambda usager, contact, today: today.isoformat(),
        "this_year": lambda usager, contact, today: today.year,
        "last_year": lambda usager, contact, today: today.year - 1,
        "last_month": _last_month,
        "last_month_end": _last_month_end,
    }
)
"""The words of `prefill` in `data/acts/`."""
NEEDS: Mapping[str, str] = MappingProxyType(
    {
        "email": "contacts",
        "phone": "contacts",
        "regime.tva": "regimes",
        "regime.is": "regimes",
        "regime.ir": "regimes",
        "account.bic": "accounts",
        "account.rum": "accounts",
        "account.holder": "accounts",
        "owed": "claims",
    }
)
"""The field of the file that a word looks at, when a level may mask it."""


def _address(usager: Usager) -> str:
    parts = (*usager.address.lines, f"{usager.address.postcode} {usager.address.city}".strip())
    return ", ".join(part for part in parts if part)
