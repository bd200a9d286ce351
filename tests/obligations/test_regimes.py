"""What regimes, sizes and the life of the business do to the list."""

from __future__ import annotations

from datetime import date

from ccpro_desk.domain.obligations import Calendar, Due
from ccpro_desk.domain.obligations.calendar import NO_REGIME
from ccpro_desk.domain.usager import Obligation, Regime, Usager
from tests.obligations.conftest import CFE, IS, MONTHLY, SIMPLIFIED, TODAY, only, usager

FROM, TO = date(2026, 1, 1), date(2029, 12, 31)
REAL = Regime("TVA", "réel normal", "Réel normal")
TS = Regime("TS", "redevable", "Taxe sur les salaires")


def periods(
    calendar: Calendar, who: Usager, form: str, sizes: dict[tuple[str, int], int] | None = None
) -> list[str]:
    return [due.period for due in calendar.of(who, FROM, TO, TODAY, sizes).dues if due.form == form]


def test_the_simplified_regime_ends_with_2026(calendar: Calendar) -> None:
    who = usager(SIMPLIFIED)
    assert periods(calendar, who, "3517-S-SD") == ["2025", "2026"]
    assert periods(calendar, who, "3514-SD") == ["2026-07", "2026-12"]
    assert periods(calendar, who, "3310-CA3-SD")[:2] == ["2027-T1", "2027-T2"]


def test_a_shifted_year_keeps_it_until_its_exercise_ends(calendar: Calendar) -> None:
    who = usager(SIMPLIFIED, closing="06-30")
    assert periods(calendar, who, "3517-S-SD") == ["2025-2026", "2026-2027"]
    assert periods(calendar, who, "3514-SD") == ["2026-07", "2026-12"]
    assert periods(calendar, who, "3310-CA3-SD")[:2] == ["2027-T3", "2027-T4"]
    last = only(calendar.of(who, FROM, TO, TODAY).dues, "3517-S-SD", "2026-2027")
    assert last.last == date(2027, 9, 30)


def test_turnover_makes_the_ca3_of_2027_monthly(calendar: Calendar) -> None:
    quarterly = only(calendar.of(usager(SIMPLIFIED), FROM, TO, TODAY).dues, "3310-CA3-SD", "2027-T1")
    assert any("trimestrielle supposée" in doubt for doubt in quarterly.doubts)
    large = {("CA", 2026): 120_000_000}
    assert periods(calendar, usager(SIMPLIFIED), "3310-CA3-SD", large)[:2] == ["2027-01", "2027-02"]


def test_a_rhythm_that_is_not_told_is_assumed_and_said(calendar: Calendar) -> None:
    dues = calendar.of(usager(REAL), FROM, date(2026, 12, 31), TODAY).dues
    assert any("mensuel supposé" in doubt for doubt in only(dues, "3310-CA3-SD", "2026-05").doubts)
    small = {("TVA", 2025): 399_900}
    assert periods(calendar, usager(REAL), "3310-CA3-SD", small)[1:3] == ["2026-T1", "2026-T2"]


def test_a_rhythm_that_nobody_can_guess_is_not_guessed(calendar: Calendar) -> None:
    found = calendar.of(usager(TS), FROM, TO, TODAY)
    assert found.dues == () and "ne donne pas" in found.remarks[0]
    for cents, forms in (
        (399_999, ["2502-SD"]),
        (400_000, ["2501-SD"] * 3 + ["2502-SD"]),
        (1_000_001, ["2501-SD"] * 11 + ["2502-SD"]),
    ):
        sized = calendar.of(usager(TS), date(2026, 2, 5), date(2027, 2, 5), TODAY, {("TS", 2025): cents})
        assert sorted(due.form for due in sized.dues) == forms


def test_the_instalment_of_cfe_goes_by_the_year_before(calendar: Calendar) -> None:
    year = (date(2026, 1, 1), date(2026, 12, 31), TODAY)

    def instalment(amount: int | None) -> list[Due]:
        listed = (Obligation("CFE", "avis CFE", "2025", date(2025, 12, 15), amount_cents=amount),)
        dues = calendar.of(usager(CFE, obligations=listed), *year).dues
        return [due for due in dues if due.form == "acompte CFE"]

    assert instalment(299_999) == []
    assert [due.condition for due in instalment(300_000)] == [""]
    assert ["3 000 €" in due.condition for due in instalment(None)] == [True]


def test_the_year_of_creation(calendar: Calendar) -> None:
    young = usager(MONTHLY, IS, CFE, created_on=date(2026, 3, 2))
    dues = calendar.of(young, FROM, date(2027, 12, 31), TODAY).dues
    assert only(dues, "1447-C-SD", "2026").last == date(2026, 12, 31)
    assert [due.period for due in dues if due.form == "avis CFE"] == ["2027"]
    assert min(due.period for due in dues if due.form == "2571-SD") == "2027-A1"
    assert min(due.period for due in dues if due.form == "3310-CA3-SD") == "2026-03"


def test_a_business_that_ended_files_sooner(calendar: Calendar) -> None:
    """Sixty days for the results and the CA12; the CFE of the year is owed all the same."""
    ended = usager(SIMPLIFIED, IS, CFE, state="C", ceased_on=date(2026, 9, 30))
    dues = calendar.of(ended, FROM, TO, TODAY).dues
    assert only(dues, "3517-S-SD", "2026").last == date(2026, 11, 30)  # the 29th is a Sunday
    assert only(dues, "2065-SD", "2026").last == date(2026, 11, 30)
    assert [due.period for due in dues if due.form == "2571-SD"] == ["2026-A1", "2026-A2", "2026-A3"]
    assert [due.period for due in dues if due.form == "avis CFE"] == ["2026"]
    owed = [due.last for due in dues if due.form != "2572-SD" and not due.condition]
    assert max(owed) == date(2026, 12, 15)


def test_a_change_of_regime_changes_the_list_from_its_day(calendar: Calendar) -> None:
    monthly = Regime("TVA", "réel normal", "CA3 mensuelle", until=date(2026, 6, 30))
    quarterly = Regime("TVA", "réel normal", "CA3 trimestrielle", since=date(2026, 7, 1))
    found = periods(calendar, usager(monthly, quarterly), "3310-CA3-SD")
    assert found[:9] == ["2025-12", *(f"2026-{month:02d}" for month in range(1, 7)), "2026-T3", "2026-T4"]


def test_what_is_not_known_is_said(calendar: Calendar) -> None:
    odd = Regime("TVA", "forfait", "Forfait de 1950")
    assert "Forfait de 1950" in calendar.of(usager(odd), FROM, TO, TODAY).remarks[0]
    assert calendar.of(usager(), FROM, TO, TODAY).remarks == (NO_REGIME,)
    no_closing = Regime("IS", "réel normal", "Impôt sur les sociétés")
    dues = calendar.of(usager(no_closing), FROM, TO, TODAY).dues
    assert any("Clôture supposée" in doubt for doubt in only(dues, "2065-SD", "2026").doubts)


def test_a_payroll_return_goes_by_the_number_of_people(calendar: Calendar) -> None:
    employer = Regime("PAS", "mensuel", "Prélèvement à la source")
    days = {
        staff: only(calendar.of(usager(employer, staff=staff), FROM, TO, TODAY).dues, "DSN", "2026-09")
        for staff in ("12", "21", None)
    }
    assert {staff: (due.first.day, due.last.day) for staff, due in days.items()} == {
        "12": (15, 15),
        "21": (5, 5),
        None: (5, 15),
    }
    assert any("effectif" in doubt for doubt in days[None].doubts)
