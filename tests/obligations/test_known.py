"""Expected and listed, put together; the next one, and its sentence."""

from __future__ import annotations

from datetime import date

import pytest

from ccpro_desk.answers.deadlines import next_due, sentence
from ccpro_desk.answers.french import period_words
from ccpro_desk.domain.obligations import Calendar, Status
from ccpro_desk.domain.usager import Obligation
from ccpro_desk.widgets.file import money
from tests.obligations.conftest import CFE, IS, MONTHLY, SIMPLIFIED, only, usager

TODAY = date(2026, 11, 24)
FROM, TO = date(2026, 9, 1), date(2026, 12, 31)
NBSP = "\u00a0"


def ca3(period: str, due: date, form: str = "3310-CA3-SD", **done: object) -> Obligation:
    return Obligation("TVA", form, period, due, **done)  # type: ignore[arg-type]


def test_what_the_dossier_lists_is_not_doubled_and_has_its_state(calendar: Calendar) -> None:
    listed = (
        ca3("2026-08", date(2026, 9, 21), filed_on=date(2026, 9, 17), paid_on=date(2026, 9, 21)),
        ca3("2026-09", date(2026, 10, 21), "CA3", filed_on=date(2026, 10, 3), amount_cents=900),
        ca3("2026-10", date(2026, 11, 23)),
        Obligation("CFE", "avis CFE", "2026", date(2026, 12, 15), amount_cents=110_000),
    )
    dues = calendar.of(usager(MONTHLY, CFE, obligations=listed), FROM, TO, TODAY).dues
    assert {(due.form, due.period): due.status for due in dues} == {
        ("3310-CA3-SD", "2026-08"): Status.PAID,
        ("3310-CA3-SD", "2026-09"): Status.FILED,
        ("3310-CA3-SD", "2026-10"): Status.LATE,
        ("3310-CA3-SD", "2026-11"): Status.UPCOMING,
        ("avis CFE", "2026"): Status.UPCOMING,
    }


def test_a_date_of_the_dossier_closes_the_window(calendar: Calendar) -> None:
    listed = (ca3("2026-11", date(2026, 12, 22)),)
    due = only(
        calendar.of(usager(MONTHLY, legal="5710", obligations=listed), FROM, TO, TODAY).dues,
        "3310-CA3-SD",
        "2026-11",
    )
    assert (due.first, due.last, due.doubts, due.to_confirm) == (
        date(2026, 12, 22),
        date(2026, 12, 22),
        (),
        "",
    )


def test_what_the_dossier_does_not_hold_is_not_called_late(calendar: Calendar) -> None:
    dues = calendar.of(usager(MONTHLY), FROM, TO, TODAY).dues
    assert only(dues, "3310-CA3-SD", "2026-09").status is Status.UNRECORDED


def test_what_only_the_dossier_knows_is_there(calendar: Calendar) -> None:
    listed = (Obligation("TVA", "3519-SD", "2026-T3", date(2026, 10, 30)),)
    due = only(calendar.of(usager(obligations=listed), FROM, TO, TODAY).dues, "3519-SD", "2026-T3")
    assert due.rule == "" and due.status is Status.LATE


def test_of_two_listed_the_one_that_was_filed_counts(calendar: Calendar) -> None:
    day = date(2026, 11, 23)
    listed = (ca3("2026-10", day), ca3("2026-10", day, filed_on=date(2026, 11, 20)))
    due = only(
        calendar.of(usager(MONTHLY, obligations=listed), FROM, TO, TODAY).dues, "3310-CA3-SD", "2026-10"
    )
    assert due.status is Status.FILED


def test_the_next_one_is_open_and_owed(calendar: Calendar) -> None:
    paid = Obligation("IS", "2571-SD", "2026-A4", date(2026, 12, 15), paid_on=date(2026, 11, 20))
    who = usager(MONTHLY, IS, CFE, obligations=(paid,))
    first = calendar.next_due(who, TODAY)
    assert first is not None and (first.form, first.last) == ("avis CFE", date(2026, 12, 15))
    instalment = calendar.next_due(who, TODAY, form="2571-SD")
    assert instalment is not None and instalment.period == "2027-A1"
    assert calendar.next_due(usager(MONTHLY), TODAY, tax="CFE") is None


@pytest.mark.parametrize(
    ("who", "tax", "said"),
    [
        (
            usager(MONTHLY),
            "TVA",
            "votre prochaine CA3 (novembre 2026) est à déposer et à payer au plus tard le 21_décembre 2026",
        ),
        (
            usager(MONTHLY, legal="5710"),
            "TVA",
            "votre prochaine CA3 (novembre 2026) est à déposer et à payer entre le 21 et le 24_décembre 2026, "
            "au jour affiché dans votre espace professionnel",
        ),
        (
            usager(SIMPLIFIED),
            "TVA",
            "votre prochain acompte de TVA (décembre 2026) est à déposer et à payer entre le 15 "
            "et le 24_décembre 2026, au jour affiché dans votre espace professionnel",
        ),
        (
            usager(IS),
            "IS",
            "votre prochain acompte d'impôt sur les sociétés (4e de 2026) est à déposer et à payer au plus tard "
            "le 15_décembre 2026",
        ),
    ],
)
def test_the_sentence(calendar: Calendar, who: object, tax: str, said: str) -> None:
    assert next_due(calendar, who, date(2026, 11, 25), tax=tax) == said.replace("_", NBSP)  # type: ignore[arg-type]


def test_a_doubt_that_many_share_is_shown_once(calendar: Calendar) -> None:
    found = calendar.of(usager(MONTHLY, legal="5710"), date(2026, 12, 1), date(2027, 3, 31), TODAY)
    lines = [" ".join(block.content.plain for block in blocks) for blocks in money.ahead(found)]
    assert len(lines) == 4 and all("à valider" in line for line in lines)
    assert ["se contredisent" in line for line in lines] == [True, False, False, False]


def test_a_condition_stands_in_the_sentence(calendar: Calendar) -> None:
    dues = calendar.of(usager(CFE), date(2027, 6, 1), date(2027, 6, 30), TODAY).dues
    assert "(seulement si la CFE" in sentence(only(dues, "acompte CFE", "2027"))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("2026-10", "octobre 2026"),
        ("2026-T1", f"1er{NBSP}trimestre 2026"),
        ("2026-2027-A2", "2e de 2026-2027"),
        ("2025-2026", "exercice 2025-2026"),
        ("2026", "2026"),
        ("2026-13", "2026-13"),
    ],
)
def test_a_period_in_words(code: str, words: str) -> None:
    assert period_words(code) == words
