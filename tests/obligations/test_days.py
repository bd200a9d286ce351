"""The trade file's rules and worked examples, day by day."""

from __future__ import annotations

from datetime import date

import pytest

from ccpro_desk.domain.obligations import Calendar
from ccpro_desk.domain.obligations.expected import WINDOW
from ccpro_desk.domain.usager import Regime
from tests.obligations.conftest import (
    CFE,
    DES,
    IS,
    MONTHLY,
    QUARTERLY,
    SIMPLIFIED,
    TODAY,
    closing,
    only,
    usager,
)

FROM, TO = date(2025, 6, 1), date(2030, 12, 31)
BIC = Regime("IR", "BIC réel", "Bénéfices industriels et commerciaux, régime réel")
CVAE = Regime("CVAE", "redevable", "CVAE")


def ts(rhythm: str) -> Regime:
    return Regime("TS", rhythm, "Taxe sur les salaires")


@pytest.mark.parametrize(
    ("regime", "form", "period", "day"),
    [
        (DES, "DES", "2026-11", "2026-12-11"),
        (DES, "DES", "2026-12", "2027-01-13"),
        (DES, "DES", "2026-06", "2026-07-11"),  # a Saturday is a jour ouvrable
        (Regime("EMEBI", "redevable", "EMEBI"), "EMEBI", "2026-11", "2026-12-11"),
        (IS, "2571-SD", "2026-A1", "2026-03-16"),  # 15/03/2026 is a Sunday
        (IS, "2571-SD", "2026-A2", "2026-06-15"),
        (IS, "2571-SD", "2026-A4", "2026-12-15"),
        (IS, "2572-SD", "2025", "2026-05-15"),
        (IS, "2065-SD", "2025", "2026-05-20"),
        (IS, "2065-SD", "2026", "2027-05-19"),
        (BIC, "2031-SD", "2026", "2027-05-19"),
        (closing("30/06"), "2065-SD", "2025-2026", "2026-10-15"),
        (closing("30/06"), "2572-SD", "2025-2026", "2026-10-15"),
        (closing("28/02"), "2065-SD", "2027-2028", "2028-06-15"),  # 29/02/2028, 31/05 and fifteen days
        (SIMPLIFIED, "3517-S-SD", "2025", "2026-05-05"),
        (SIMPLIFIED, "3517-S-SD", "2026", "2027-05-04"),
        (CFE, "avis CFE", "2026", "2026-12-15"),
        (MONTHLY, "3310-CA3-SD", "2026-10", "2026-11-23"),  # 21/11/2026 is a Saturday
        (QUARTERLY, "3310-CA3-SD", "2026-T3", "2026-10-21"),
        (ts("annuel"), "2502-SD", "2025", "2026-01-15"),
        (ts("trimestriel"), "2501-SD", "2026-T1", "2026-04-15"),
        (ts("trimestriel"), "2502-SD", "2026", "2027-02-01"),  # 31/01/2027 is a Sunday
        (ts("mensuel"), "2501-SD", "2026-11", "2026-12-15"),
        (Regime("PAS", "trimestriel", "PAS"), "DSN", "2026-T3", "2026-10-15"),
        (CVAE, "1330-CVAE-SD", "2025", "2026-05-20"),
        (CVAE, "1329-DEF-SD", "2025", "2026-05-05"),
    ],
)
def test_the_day(calendar: Calendar, regime: Regime, form: str, period: str, day: str) -> None:
    due = only(calendar.of(usager(regime), FROM, TO, TODAY).dues, form, period)
    assert (due.first, due.last) == (date.fromisoformat(day), date.fromisoformat(day))


@pytest.mark.parametrize(
    ("department", "legal", "name", "siren", "days"),
    [
        ("75", "1000", "ABEL", "1", (15, 15)),
        ("93", "1000", "IGOR", "1", (17, 17)),
        ("69", "1000", "ÉLUARD", "1", (16, 16)),
        ("69", "1000", "MARTIN", "1", (19, 19)),
        ("75", "5499", "X", "68", (19, 19)),
        ("92", "6540", "X", "69", (20, 20)),
        ("94", "5202", "X", "79", (21, 21)),
        ("75", "5599", "X", "74", (23, 23)),
        ("75", "5699", "X", "75", (24, 24)),
        ("75", "9220", "X", "50", (24, 24)),
        ("69", "5499", "X", "50", (21, 21)),
        ("69", "5599", "X", "50", (24, 24)),
        ("69", "9220", "X", "50", (24, 24)),
        ("69", "5710", "X", "50", (21, 24)),  # SAS: the sources disagree
        ("75", "5710", "X", "50", (19, 23)),
        ("69", "3120", "X", "50", (19, 24)),  # foreign: of the EU or not
        ("69", "", "X", "50", (19, 24)),  # no legal category
        ("", "5499", "X", "50", (19, 21)),  # no department
    ],
)
def test_the_day_of_a_ca3_goes_by_the_taxpayer(
    calendar: Calendar, department: str, legal: str, name: str, siren: str, days: tuple[int, int]
) -> None:
    """For August 2026: no day from 15 to 24 September but the 19th and 20th is closed."""
    who = usager(MONTHLY, department=department, legal=legal, name=name, siren=siren.ljust(9, "0"))
    due = only(calendar.of(who, FROM, TO, TODAY).dues, "3310-CA3-SD", "2026-08")
    opened = {19: 21, 20: 21}
    assert (due.first.day, due.last.day) == tuple(opened.get(day, day) for day in days)
    assert (WINDOW in due.doubts) == due.is_window


def test_a_window_says_why(calendar: Calendar) -> None:
    sas = only(calendar.of(usager(MONTHLY, legal="5710"), FROM, TO, TODAY).dues, "3310-CA3-SD", "2026-08")
    assert any("se contredisent" in note for note in sas.doubts)
    advance = only(calendar.of(usager(SIMPLIFIED), FROM, TO, TODAY).dues, "3514-SD", "2026-12")
    assert (advance.first, advance.last) == (date(2026, 12, 15), date(2026, 12, 24))
    assert WINDOW in advance.doubts


@pytest.mark.parametrize(
    ("closes", "days"),
    [
        ("20/11", "2026-03-16 2026-06-15 2026-09-15 2026-12-15"),
        ("31/12", "2026-03-16 2026-06-15 2026-09-15 2026-12-15"),
        ("19/02", "2025-03-17 2025-06-16 2025-09-15 2025-12-15"),
        ("20/02", "2025-06-16 2025-09-15 2025-12-15 2026-03-16"),
        ("19/05", "2025-06-16 2025-09-15 2025-12-15 2026-03-16"),
        ("20/05", "2025-09-15 2025-12-15 2026-03-16 2026-06-15"),
        ("19/08", "2025-09-15 2025-12-15 2026-03-16 2026-06-15"),
        ("20/08", "2025-12-15 2026-03-16 2026-06-15 2026-09-15"),
        ("19/11", "2025-12-15 2026-03-16 2026-06-15 2026-09-15"),
    ],
)
def test_instalments_of_is_go_by_the_closing_in_2026(calendar: Calendar, closes: str, days: str) -> None:
    dues = calendar.of(usager(closing(closes)), date(2024, 1, 1), TO, TODAY).dues
    year = "2026" if closes == "31/12" else "2025-2026"
    instalments = [only(dues, "2571-SD", f"{year}-A{n}") for n in range(1, 5)]
    assert [str(due.last) for due in instalments] == days.split()


@pytest.mark.parametrize(
    ("department", "period", "day"),
    [
        ("69", "2026-03", date(2026, 4, 13)),
        ("67", "2026-03", date(2026, 4, 14)),  # Good Friday, 3 April
        ("57", "2026-11", date(2026, 12, 11)),
        ("69", "2026-05", date(2026, 6, 11)),
        ("973", "2026-05", date(2026, 6, 12)),  # abolition of slavery, 10 June
    ],
)
def test_the_holidays_are_those_of_the_territory(
    calendar: Calendar, department: str, period: str, day: date
) -> None:
    dues = calendar.of(usager(DES, department=department), FROM, TO, TODAY).dues
    assert only(dues, "DES", period).last == day


def test_the_term_of_those_who_file_online_names_the_legal_day(calendar: Calendar) -> None:
    dues = calendar.of(usager(IS), FROM, TO, TODAY).dues
    assert only(dues, "2065-SD", "2025").legal == date(2026, 5, 5)
    assert only(dues, "2065-SD", "2026").legal == date(2027, 5, 4)


def test_a_moved_day_names_the_one_it_was(calendar: Calendar) -> None:
    first = only(calendar.of(usager(IS), FROM, TO, TODAY).dues, "2571-SD", "2026-A1")
    assert first.moved_from == date(2026, 3, 15)
