"""What holds whatever the dossier: nothing twice, nothing on a closed day where it is moved, ranges add up."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ccpro_desk.domain.obligations.open_days import OpenDays
from ccpro_desk.domain.usager import Obligation, Regime, Usager
from ccpro_desk.reference.calendar import load_calendar, open_days

CALENDAR = load_calendar()
RULES = {rule.id: rule for rule in CALENDAR.rules.rules}
TODAY = date(2026, 11, 24)
days = st.dates(date(2025, 1, 1), date(2029, 12, 31))
regimes = st.builds(
    lambda words, since, until: Regime(words.tax, words.regime, words.words, since, until),
    st.sampled_from(CALENDAR.rules.regimes),
    st.none() | days,
    st.none() | days,
)
obligations = st.builds(
    Obligation,
    st.sampled_from(("TVA", "CFE")),
    st.sampled_from(("3310-CA3-SD", "avis CFE", "autre")),
    st.sampled_from(("2026-10", "2026-T3", "2026", "2027-01")),
    days,
    st.none() | days,
)
usagers = st.builds(
    Usager,
    siren=st.from_regex(r"[0-9]{9}", fullmatch=True),
    name=st.sampled_from(("", "ABEL", "Éluard", "42")),
    department=st.sampled_from(("", "69", "75", "67", "57", "971", "974", "2A")),
    legal=st.sampled_from((None, "1000", "5499", "5599", "5710", "6540", "9220", "3120", "2210", "0000")),
    closing=st.sampled_from((None, "12-31", "06-30", "02-28", "02-29", "01-31", "13-01")),
    staff=st.sampled_from((None, "00", "12", "53", "NN")),
    created_on=st.none() | days,
    state=st.sampled_from("AC"),
    ceased_on=st.none() | days,
    regimes=st.lists(regimes, max_size=5).map(tuple),
    obligations=st.lists(obligations, max_size=4).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(usagers, days, st.integers(0, 400), st.integers(0, 400))
def test_two_ranges_side_by_side_are_the_whole(who: Usager, first: date, one: int, other: int) -> None:
    middle, last = first + timedelta(one), first + timedelta(one + other + 1)
    whole = CALENDAR.of(who, first, last, TODAY).dues
    parts = CALENDAR.of(who, first, middle, TODAY).dues
    parts += CALENDAR.of(who, middle + timedelta(1), last, TODAY).dues
    names = [(due.tax, due.form, due.period) for due in whole]
    assert sorted(names) == sorted((due.tax, due.form, due.period) for due in parts)
    assert len(names) == len(set(names))
    assert list(whole) == sorted(whole, key=lambda due: due.last)


@settings(max_examples=60, deadline=None)
@given(usagers, days)
def test_what_is_moved_stands_on_a_working_day(who: Usager, first: date) -> None:
    closed: OpenDays = open_days(who.department)
    for due in CALENDAR.of(who, first, first + timedelta(400), TODAY).dues:
        assert due.first <= due.last
        if not due.known and RULES[due.rule].moves:
            assert closed.is_ouvre(due.first) and closed.is_ouvre(due.last)
            assert due.moved_from is None or not closed.is_ouvre(due.moved_from)
