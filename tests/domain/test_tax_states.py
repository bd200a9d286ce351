"""The line of each tax: what is late, what is next, what is owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ccpro_desk.domain.obligations import Does, Due, Status
from ccpro_desk.domain.tax_states import Next, Standing, TaxState, tax_states
from ccpro_desk.domain.usager import Claim, Obligation, Regime, Usager

TODAY = date(2026, 11, 24)
CA3 = Obligation("TVA", "3310-CA3-SD", "2026-10", date(2026, 11, 23))
EARLIER = replace(CA3, period="2026-09", due_on=date(2026, 10, 21))
REAL = Regime("TVA", "réel normal", "CA3 mensuelle", date(2020, 1, 1))
FORMER = Regime("TVA", "franchise", "", date(2015, 1, 1), date(2019, 12, 31))


def only(*obligations: Obligation, **more: object) -> TaxState:
    [state] = tax_states(Usager("732829320", "SARL", obligations=obligations, **more), TODAY)  # type: ignore[arg-type]
    return state


@pytest.mark.parametrize(
    ("obligations", "standing", "lates"),
    [
        ((), Standing.UNKNOWN, 0),
        ((CA3,), Standing.LATE, 1),
        ((CA3, EARLIER), Standing.LATE, 2),
        ((replace(CA3, due_on=TODAY),), Standing.CLEAR, 0),
        ((replace(CA3, filed_on=TODAY, amount_cents=0),), Standing.CLEAR, 0),
        ((replace(CA3, filed_on=TODAY, amount_cents=100),), Standing.FILED, 0),
        ((replace(CA3, filed_on=TODAY, paid_on=TODAY, amount_cents=100, paid_cents=40),), Standing.PART, 0),
        ((replace(EARLIER, filed_on=TODAY, amount_cents=100), CA3), Standing.LATE, 1),
        ((replace(CA3, filed_on=TODAY, paid_on=TODAY, amount_cents=100),), Standing.CLEAR, 0),
    ],
)
def test_the_worst_of_a_tax_is_its_standing(
    obligations: tuple[Obligation, ...], standing: Standing, lates: int
) -> None:
    state = only(*obligations, regimes=(FORMER, REAL))
    assert (state.standing, state.lates, state.regime) == (standing, lates, REAL)
    assert state.late == (CA3 if lates else None), "the last one that is late"


def test_what_is_next_comes_from_the_calendar_else_from_the_dossier() -> None:
    usager = Usager(
        "732829320", "SARL", obligations=(CA3, replace(CA3, period="2026-11", due_on=date(2026, 12, 21)))
    )
    [listed] = tax_states(usager, TODAY)
    assert listed.next == Next("3310-CA3-SD", "2026-11", date(2026, 12, 21), date(2026, 12, 21))
    due = Due(
        "ca3", "TVA", "3310-CA3-SD", "CA3", True, Does.BOTH, "2026-11", date(2026, 12, 15), date(2026, 12, 24)
    )
    maybe = replace(due, period="x", first=TODAY, last=TODAY, condition="si la TVA dépasse 4 000 €")
    done = replace(due, period="y", first=TODAY, last=TODAY, status=Status.PAID)
    [known] = tax_states(usager, TODAY, [maybe, done, due])
    assert known.next == Next("3310-CA3-SD", "2026-11", date(2026, 12, 15), date(2026, 12, 24))
    assert tax_states(usager, TODAY, ())[0].next is None


def test_taxes_that_only_a_claim_names_are_there_with_what_is_owed() -> None:
    claims = (
        Claim("CFE", "2024", "rôle", 100_00, 10_00, 60_00),
        Claim("CFE", "2025", "rôle", 50_00, 0, 50_00),
    )
    states = tax_states(Usager("732829320", "SARL", regimes=(REAL,), claims=claims), TODAY)
    assert [(state.tax, state.owed_cents) for state in states] == [("TVA", 0), ("CFE", 110_00)]
