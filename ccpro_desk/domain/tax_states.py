"""Where a usager stands with each tax, in a line: what is late, what is next, what is owed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ccpro_desk.domain.obligations.due import Due, Status
from ccpro_desk.domain.usager import Obligation, Regime, Usager, in_force, standing


class Standing(StrEnum):
    LATE = "late"
    """A return or a payment is missing after its day."""
    PART = "part"
    """Paid in part."""
    FILED = "filed"
    """Declared, and not paid."""
    CLEAR = "clear"
    UNKNOWN = "unknown"
    """The dossier lists nothing of it."""


@dataclass(frozen=True, slots=True)
class Next:
    """What is due next. `first` and `last` differ where no text that is available fixes the day."""

    form: str
    period: str
    first: date
    last: date
    amount_cents: int | None = None


@dataclass(frozen=True, slots=True)
class TaxState:
    tax: str
    standing: Standing
    regime: Regime | None = None
    """The one in force."""
    late: Obligation | None = None
    """The last one that is late."""
    lates: int = 0
    next: Next | None = None
    owed_cents: int = 0
    """What is left of its claims."""


def tax_states(usager: Usager, today: date, dues: Iterable[Due] | None = None) -> tuple[TaxState, ...]:
    """By tax, as the dossier orders them. `dues`: what the calendar expects; none: what the dossier lists."""
    coming = list(_next_of(usager, today) if dues is None else _next_due(dues, today))
    return tuple(_state(tax, usager, today, coming) for tax in _taxes(usager))


def _taxes(usager: Usager) -> list[str]:
    """Each once: those under a regime first."""
    parts: tuple[Regime | Obligation, ...] = (*usager.regimes, *usager.obligations)
    return list(dict.fromkeys([*(part.tax for part in parts), *(claim.tax for claim in usager.claims)]))


def _state(tax: str, usager: Usager, today: date, coming: list[tuple[str, Next]]) -> TaxState:
    listed = [one for one in usager.obligations if one.tax == tax]
    lates = sorted((one for one in listed if standing(one, today) == "late"), key=lambda one: one.due_on)
    return TaxState(
        tax=tax,
        standing=_worst({standing(one, today) for one in listed}),
        regime=next((r for r in usager.regimes if r.tax == tax and in_force(r, today)), None),
        late=lates[-1] if lates else None,
        lates=len(lates),
        next=min((found for of, found in coming if of == tax), key=lambda n: (n.last, n.first), default=None),
        owed_cents=sum(claim.balance_cents for claim in usager.claims if claim.tax == tax),
    )


def _worst(standings: set[str]) -> Standing:
    """« expected » alone says nothing bad."""
    for found in (Standing.LATE, Standing.PART, Standing.FILED):
        if found in standings:
            return found
    return Standing.CLEAR if standings else Standing.UNKNOWN


def _next_of(usager: Usager, today: date) -> Iterator[tuple[str, Next]]:
    for one in usager.obligations:
        if standing(one, today) == "expected":
            yield one.tax, Next(one.form, one.period, one.due_on, one.due_on, one.amount_cents)


def _next_due(dues: Iterable[Due], today: date) -> Iterator[tuple[str, Next]]:
    for due in dues:
        if due.is_open and due.status is Status.UPCOMING and due.last >= today:
            yield due.tax, Next(due.form, due.period, due.first, due.last, due.amount_cents)
