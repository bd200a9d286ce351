"""Rank, choice and widening: who gets which contact, why, and what happens when nobody does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import settings as trial
from hypothesis import strategies as st

from ccpro_desk.domain import commands as c
from ccpro_desk.domain.contact import NATIONAL, Contact, Place, Reason, Urgency
from ccpro_desk.domain.crisis import Crisis, matching
from ccpro_desk.domain.dispatch import (
    Choice,
    Head,
    Settings,
    came_back,
    choose,
    explained,
    keys_of,
    place_of,
    ranked,
    widen_at,
    widened,
)
from ccpro_desk.domain.evolve import evolve_all
from ccpro_desk.domain.hours import Hours
from ccpro_desk.domain.lifecycle import decide
from ccpro_desk.domain.motifs import GENERAL_SKILL
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.territory import Territory
from ccpro_desk.domain.values import Channel, MotifOutcome, Outcome, State
from ccpro_desk.reference.motifs import load_motifs
from tests.domain.people import AGENT, NOW, OTHER, command, contact, context

HOUR = timedelta(hours=1)
ALLOWANCE = {Channel.PHONE: 60, Channel.CHAT: 120, Channel.MAIL: 172_800, Channel.CALLBACK: 14_400}
WEEK = MappingProxyType({day: ((time(9), time(12)), (time(14), time(17))) for day in range(5)})
OPEN = Hours(WEEK, lambda day: day == date(2026, 12, 25))
TERRITORY = Territory(
    {"lons": "CC Pros Lons", "pau": "CC Pros Pau"},
    {"69": "lons", "33": "pau"},
    {"SIE-33": "pau"},
    {"lons-1": "lons"},
)


def settings(**more: Any) -> Settings:
    values: dict[str, Any] = {"allowance_s": ALLOWANCE, "territory": TERRITORY}
    return Settings(**(values | more))


def waiting(**more: Any) -> Contact:
    return contact(State.WAITING, **more)


@pytest.mark.parametrize(
    ("channel", "sie", "department", "shared", "pool"),
    [
        (Channel.MAIL, None, "69", (), "lons"),
        (Channel.MAIL, "SIE-33", "69", (), "pau"),
        (Channel.MAIL, None, "2A", (), NATIONAL),
        (Channel.MAIL, None, None, (), NATIONAL),
        (Channel.PHONE, "SIE-33", "69", (Channel.PHONE,), NATIONAL),
        (Channel.MAIL, "SIE-33", "69", (Channel.PHONE,), "pau"),
    ],
)
def test_the_forwarded_line_decides_before_the_department(
    channel: Channel, sie: str | None, department: str | None, shared: tuple[Channel, ...], pool: str
) -> None:
    rules = settings(shared=frozenset(shared))
    assert place_of(channel, NOW, rules, sie=sie, department=department).pool == pool


def test_a_call_to_a_closed_centre_goes_to_those_that_are_open() -> None:
    shut = Hours(WEEK, lambda day: True)
    monday = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    rules = settings(hours={"lons": shut, "pau": OPEN})
    assert place_of(Channel.PHONE, monday, rules, department="69").pool == NATIONAL
    assert place_of(Channel.MAIL, monday, rules, department="69").pool == "lons"
    assert place_of(Channel.PHONE, monday, rules, department="33").pool == "pau"
    nobody = settings(hours={"lons": shut, "pau": shut})
    assert place_of(Channel.PHONE, monday, nobody, department="69").pool == "lons"


def test_each_input_moves_the_rank() -> None:
    rules = settings(
        motif_factor={"acces": 0.5, "paiement.delai": 0.25}, came_back_factor=0.25, deadline_margin_s=86_400
    )
    hours = {
        Urgency(): 48,
        Urgency(motif="tva.depot"): 48,
        Urgency(motif="acces.creation"): 24,
        Urgency(motif="paiement.delai"): 12,
        Urgency(deadline=NOW + 30 * HOUR): 6,
        Urgency(deadline=NOW + 300 * HOUR): 48,
        Urgency(deadline=NOW - HOUR): 0,
        Urgency(came_back_at=NOW + 2 * HOUR): 14,
        Urgency(crisis="Panne", crisis_s=3600): 1,
    }
    for urgency, expected in hours.items():
        assert ranked(Channel.MAIL, NOW, urgency, rules) == NOW + expected * HOUR, urgency


@given(
    st.builds(
        Urgency,
        motif=st.sampled_from([None, "acces.creation", "tva.depot"]),
        deadline=st.none() | st.datetimes(timezones=st.just(UTC), min_value=datetime(2020, 1, 1)),
        came_back_at=st.none() | st.datetimes(timezones=st.just(UTC), min_value=datetime(2020, 1, 1)),
    )
)
def test_urgency_only_brings_forward_and_never_before_the_arrival(urgency: Urgency) -> None:
    rules = settings(motif_factor={"acces": 0.5}, came_back_factor=0.5, deadline_margin_s=3600)
    try:
        rank = ranked(Channel.MAIL, NOW, urgency, rules)
    except OverflowError:
        return
    assert NOW <= rank <= ranked(Channel.MAIL, NOW, Urgency(), rules)


def test_who_comes_back_is_not_sent_to_the_end() -> None:
    rules = settings(came_back_factor=0.25)
    closed = contact(State.CLOSED)
    place, urgency = came_back(closed, NOW + HOUR, rules)
    assert place.rank == NOW + 13 * HOUR and urgency.came_back_at == NOW + HOUR


def test_the_sentence_names_every_input() -> None:
    motif = load_motifs().items[0]
    urgent = Urgency(
        motif.code, True, ("créer mon espace", "inscription"), NOW + 48 * HOUR, NOW, "Panne du portail", 60
    )
    overflown = waiting(urgency=urgent, department="69", place=Place(NATIONAL, GENERAL_SKILL, NOW))
    said = why(overflown).text
    for words in (
        "relève de CC Pros Lons, ouvert à tous les centres",
        "d'après «\u00a0créer mon espace\u00a0», «\u00a0inscription\u00a0»",
        "Panne du portail",
        "revenu le 23/11/2026",
        "échéance fiscale du 25/11/2026",
        motif.label,
        "probable",
    ):
        assert words in said
    corrected = replace(urgent, guessed=False)
    assert "probable" not in why(waiting(urgency=corrected)).text
    assert why(waiting()) == Reason("deadline", "Base.")
    assert why(waiting(place=Place(NATIONAL, GENERAL_SKILL, NOW), department="2A")).text == "Base."
    again = why(waiting(), again=True)
    assert again.code == "again" and "personne d'autre n'est disponible" in again.text


def why(contact: Contact, **more: Any) -> Reason:
    return explained(Reason("deadline", "Base."), contact, load_motifs(), TERRITORY, **more)


def test_levels_move_the_choice_and_no_more() -> None:
    tva = Head(UUID(int=1), Channel.MAIL, Place("lons", "tva", NOW), NOW)
    cfe = Head(UUID(int=2), Channel.MAIL, Place("lons", "locaux", NOW + timedelta(minutes=10)), NOW)
    shifts = {1: 1800, 3: -1800}
    agent = replace(AGENT, skills=("tva", "locaux"))
    assert _chosen(agent, [tva, cfe], shifts) == 1
    assert _chosen(replace(agent, levels={"tva": 1}), [tva, cfe], shifts) == 2
    assert _chosen(replace(agent, levels={"locaux": 3}), [tva, cfe], shifts) == 2
    assert _chosen(replace(agent, levels={"tva": 1}), [tva], shifts) == 1


def _chosen(agent: Any, heads: list[Head], shifts: dict[int, int]) -> int:
    choice = choose(agent, heads, shifts)
    assert isinstance(choice, Choice)
    return choice.contact_id.int


def test_an_agent_serves_their_plateau_and_the_crisis_lines() -> None:
    agent = replace(AGENT, plateau="lons-1")
    keys = {(k.pool, k.skill) for k in keys_of(agent, (Channel.MAIL,), ["crisis:1"])}
    assert keys == {
        ("lons", GENERAL_SKILL),
        (NATIONAL, GENERAL_SKILL),
        ("lons", "crisis:1"),
        (NATIONAL, "crisis:1"),
        ("lons", "plateau:lons-1"),
    }


def test_a_contact_is_widened_step_by_step_until_everybody_may_take_it() -> None:
    rules = settings(skill_s={Channel.MAIL: 600}, overflow_s={Channel.MAIL: 1200}, owned_s={Channel.MAIL: 60})
    now = waiting(place=Place("lons", "tva", NOW), bound_to=AGENT.id)
    assert widen_at(now, rules, NOW) == NOW + timedelta(seconds=60)
    seen = []
    while happened := widened(now, rules):
        now = evolve_all(now, happened)
        seen.append((now.bound_to, now.place.pool, now.place.skill, now.place.rank))
    assert seen == [
        (None, "lons", "tva", NOW),
        (None, "lons", GENERAL_SKILL, NOW),
        (None, NATIONAL, GENERAL_SKILL, NOW),
    ]
    assert widen_at(now, rules, NOW) is None


@trial(deadline=None)
@given(
    st.sampled_from(list(Channel)),
    st.sampled_from(["lons", NATIONAL]),
    st.sampled_from([GENERAL_SKILL, "tva", "plateau:lons-1", "crisis:x"]),
    st.sampled_from([None, AGENT.id]),
    st.sampled_from(["known", "transferred", "call_interrupted", "undelivered", "received"]),
)
def test_nothing_is_stranded_under_the_shipped_settings(
    channel: Channel, pool: str, skill: str, bound_to: UUID | None, code: str
) -> None:
    rules = context().settings
    now = waiting(channel=channel, place=Place(pool, skill, NOW), bound_to=bound_to, reason=Reason(code, ""))
    for _ in range(6):
        assert (widen_at(now, rules, NOW) is None) == (not widened(now, rules))
        now = evolve_all(now, widened(now, rules))
    assert now.bound_to is None and now.place.skill == GENERAL_SKILL


def test_an_interrupted_call_becomes_a_callback_for_all() -> None:
    rules = settings(owned_s={Channel.PHONE: 1800})
    call = waiting(channel=Channel.PHONE, bound_to=AGENT.id, reason=Reason("call_interrupted", ""))
    after = evolve_all(call, widened(call, rules))
    assert (after.channel, after.bound_to, after.version) == (Channel.CALLBACK, None, call.version + 1)
    handed = replace(call, reason=Reason("transferred", ""))
    live = settings(owned_s={Channel.PHONE: 1800}, skill_s={Channel.PHONE: 30})
    assert widen_at(handed, live, NOW) == NOW + timedelta(seconds=30)
    assert evolve_all(handed, widened(handed, live)).channel is Channel.PHONE


def test_delays_run_in_opening_hours() -> None:
    friday = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)
    assert OPEN.is_open(friday) and not OPEN.is_open(friday + HOUR)
    assert OPEN.after(friday, 3600) == datetime(2026, 11, 30, 8, 30, tzinfo=UTC)
    assert OPEN.next_open(friday + HOUR) == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    assert OPEN.next_open(friday) == friday
    christmas = datetime(2026, 12, 25, 9, 0, tzinfo=UTC)
    assert OPEN.next_open(christmas) == datetime(2026, 12, 28, 8, 0, tzinfo=UTC)
    never = Hours(MappingProxyType({}), lambda day: False)
    assert never.next_open(friday) is None and never.after(friday, 60) == friday + timedelta(minutes=1)
    rules = settings(hours={"lons": OPEN}, overflow_s={Channel.MAIL: 3600})
    assert widen_at(waiting(), rules, friday) == datetime(2026, 11, 30, 8, 30, tzinfo=UTC)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), st.integers(0, 500_000)
)
def test_open_time_never_ends_while_closed(at: datetime, seconds: int) -> None:
    end = OPEN.after(at, seconds)
    assert end >= at + timedelta(seconds=seconds) or seconds == 0
    assert seconds == 0 or OPEN.is_open(end - timedelta(microseconds=1))


def test_a_crisis_is_known_by_its_line_or_its_words_while_it_is_open() -> None:
    base = Crisis(
        UUID(int=1), "Panne", NOW, NOW + HOUR, 60, words=("espace indisponible",), numbers=("0199005678",)
    )
    other = replace(base, id=UUID(int=2), pool="pau", opened_at=NOW + timedelta(minutes=1))
    crises = [base, other]
    at = NOW + timedelta(minutes=2)
    assert matching(crises, at, "lons", None, "Mon Espace  indisponible !") is base
    assert matching(crises, at, "pau", None, "espace indisponible") is other
    assert matching(crises, at, "lons", "+33 1 99 00 56 78", "") is base
    assert matching(crises, at, "lons", "0199005679", "mon espace") is None
    assert matching(crises, NOW + 2 * HOUR, "lons", "0199005678", "") is None
    assert matching([replace(base, closed_at=NOW)], at, "lons", "0199005678", "") is None


@pytest.mark.parametrize(
    ("to", "pool", "skill", "bound"),
    [
        ({"centre": "pau"}, "pau", GENERAL_SKILL, None),
        ({"skill": "tva"}, "lons", "tva", None),
        ({"centre": "pau", "skill": "tva"}, "pau", "tva", None),
        ({"plateau": "lons-1"}, "lons", "plateau:lons-1", None),
        ({"assistance": True}, NATIONAL, "assistance", None),
        ({"agent": "agent2"}, "lons", GENERAL_SKILL, OTHER.id),
    ],
)
def test_a_transfer_moves_the_contact_and_keeps_the_summary(
    to: dict[str, Any], pool: str, skill: str, bound: UUID | None
) -> None:
    body = c.Transfer(c.TransferTo(**to), "Attend un rappel avant midi.")
    before = contact(draft="Bonjour")
    happened = decide(before, command(body), context(target=OTHER))
    assert isinstance(happened, list)
    after = evolve_all(before, happened, str(AGENT.id))
    assert (after.state, after.lease, after.owner) == (State.WAITING, None, None)
    assert (after.place.pool, after.place.skill, after.bound_to) == (pool, skill, bound)
    assert after.place.rank == before.place.rank and after.draft == "Bonjour"
    assert after.messages[-1].text == "Attend un rappel avant midi."
    assert AGENT.name in after.reason.text


@pytest.mark.parametrize(
    ("to", "summary", "code"),
    [
        ({}, "Voir", Code.INVALID),
        ({"centre": "nulle-part"}, "Voir", Code.INVALID),
        ({"skill": "danse"}, "Voir", Code.INVALID),
        ({"plateau": "x"}, "Voir", Code.INVALID),
        ({"agent": "x", "centre": "pau"}, "Voir", Code.INVALID),
        ({"centre": "pau"}, " \n", Code.INVALID),
        ({"agent": "x"}, "Voir", Code.NOT_FOUND),
    ],
)
def test_a_transfer_to_nowhere_is_refused(to: dict[str, Any], summary: str, code: Code) -> None:
    refused = decide(
        contact(), command(c.Transfer(c.TransferTo(**to), summary)), context(target_unknown=True)
    )
    assert isinstance(refused, Refusal) and refused.code is code


def test_the_agents_motif_corrects_the_guess() -> None:
    guessed = contact(urgency=Urgency("tva.depot", True), place=Place("lons", "tva", NOW))
    motif = next(m for m in load_motifs().items if m.family == "acces")
    body = c.SetMotifs((MotifOutcome(motif.code, Outcome.ANSWERED),))
    happened = decide(guessed, command(body), context())
    assert isinstance(happened, list)
    after = evolve_all(guessed, happened)
    assert (after.urgency.motif, after.urgency.guessed, after.place.skill) == (motif.code, False, "acces")
    assert after.place.rank == ranked(Channel.MAIL, NOW, after.urgency, context().settings)
