"""Who serves which queue: levels of a skill, motifs of an agent en accompagnement, offers let go, overflow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest

from ccpro_desk.domain import commands as c
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import NATIONAL, Contact, LetGo, Place, Reason, Urgency
from ccpro_desk.domain.dispatch import (
    Colleague,
    Head,
    Pressure,
    Settings,
    choose,
    keys_of,
    nobody_else,
    overflowed,
    pressure_of,
    ranked,
    serves,
    spared,
    widened,
)
from ccpro_desk.domain.dispatch.skills import level_in, said, skill_in, spellings
from ccpro_desk.domain.effects import offer_expired
from ccpro_desk.domain.evolve import evolve_all
from ccpro_desk.domain.hours import Hours
from ccpro_desk.domain.lifecycle import decide
from ccpro_desk.domain.motifs import GENERAL_SKILL
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.territory import Territory
from ccpro_desk.domain.transfer import skills_of
from ccpro_desk.domain.values import UNSAID, Channel, EndedBy, MotifOutcome, Outcome, State, Status
from ccpro_desk.reference.motifs import load_motifs
from tests.domain.people import AGENT, CONNECTOR, NOW, OTHER, command, contact, context

HOUR = timedelta(hours=1)
RULES = Settings(
    dict.fromkeys(Channel, 3600),
    territory=Territory({"lons": "CC Pros Lons", "pau": "CC Pros Pau"}, {"69": "lons", "33": "pau"}),
    declined_s={Channel.PHONE: 300},
)
LATER = NOW + timedelta(seconds=300)


def call(**more: Any) -> Contact:
    return contact(State.WAITING, Channel.PHONE, **({"lease": None} | more))


def free(agent: Agent, held: int = 0, hands: int = 0, **more: Any) -> Colleague:
    return Colleague(replace(agent, **({"status": Status.AVAILABLE} | more)), held, hands)


# -- what was let go


def test_who_declined_or_let_it_run_out_is_spared_it_for_a_time_and_the_reason_is_kept() -> None:
    offered = contact(State.OFFERED, Channel.PHONE)
    happened = decide(offered, command(c.Decline("Je termine un dossier.")), context(settings=RULES))
    assert isinstance(happened, list)
    declined = evolve_all(offered, happened, str(AGENT.id))
    assert declined.reason == Reason(
        "declined", "Refusé par l'agent à qui il était proposé : Je termine un dossier."
    )
    assert AGENT.name not in declined.reason.text
    expired = evolve_all(offered, offer_expired(offered, NOW, RULES))
    for waits in (declined, expired):
        assert waits.state is State.WAITING and waits.let_go == (LetGo(AGENT.id, LATER),)
        assert spared(waits, AGENT.id, NOW) and not spared(waits, OTHER.id, NOW)
        assert not spared(waits, AGENT.id, LATER)
    once_more = evolve_all(replace(declined, lease=offered.lease), offer_expired(offered, LATER, RULES))
    assert [each.agent for each in once_more.let_go] == [AGENT.id]


def test_a_reason_is_short_and_plain_and_need_not_be_given() -> None:
    offered = contact(State.OFFERED, Channel.PHONE)
    for unsaid in (UNSAID, ".", "\u200b"):
        silent = decide(offered, command(c.Decline(unsaid)), context(settings=RULES))
        assert isinstance(silent, list)
        assert evolve_all(offered, silent).reason.text == "Refusé par l'agent à qui il était proposé."
    happened = decide(offered, command(c.Decline("\x1b[31m" + "x" * 900)), context(settings=RULES))
    assert isinstance(happened, list)
    text = evolve_all(offered, happened).reason.text
    assert "\x1b" not in text and len(text) < 200


def test_nothing_of_it_stays_on_a_call_that_was_given_up() -> None:
    waits = call(let_go=(LetGo(AGENT.id, LATER),))
    happened = decide(waits, command(c.End(EndedBy.USAGER)), context(CONNECTOR, settings=RULES))
    assert isinstance(happened, list)
    closed = evolve_all(waits, happened)
    assert (closed.state, closed.let_go) == (State.CLOSED, ())


def test_settings_that_remember_nothing_and_a_taker_who_wipes_it_out() -> None:
    offered = contact(State.OFFERED, Channel.CHAT)
    assert evolve_all(offered, offer_expired(offered, NOW, RULES)).let_go == ()
    taken = contact(State.OFFERED, Channel.PHONE, let_go=(LetGo(OTHER.id, LATER),))
    happened = decide(taken, command(c.Accept()), context(settings=RULES))
    assert isinstance(happened, list) and evolve_all(taken, happened).let_go == ()


def test_it_is_offered_again_when_nobody_else_could_take_it() -> None:
    waits = call(let_go=(LetGo(AGENT.id, LATER),))
    assert nobody_else(waits, [], NOW)
    assert not nobody_else(waits, [free(OTHER)], NOW)
    for other in (
        free(OTHER, status=Status.PAUSE),
        free(OTHER, channels=(Channel.MAIL,)),
        free(OTHER, centre="pau"),
        free(OTHER, held=1, hands=1),
        free(OTHER, accompanied=("tva.date",)),
    ):
        assert nobody_else(waits, [other], NOW), other
    both = replace(waits, let_go=(*waits.let_go, LetGo(OTHER.id, LATER)))
    assert nobody_else(both, [free(OTHER)], NOW) and not nobody_else(both, [free(OTHER)], LATER)
    lesson = replace(waits, urgency=Urgency("tva.date", True))
    guided = free(OTHER, accompanied=("tva.date",))
    assert not nobody_else(lesson, [guided], NOW)
    assert nobody_else(lesson, [replace(guided, hands=1)], NOW)


def test_who_serves_a_contact() -> None:
    assert serves(AGENT, call()) and serves(AGENT, call(place=Place(NATIONAL, rank=NOW)))
    assert serves(AGENT, call(place=Place("lons", "crisis:1", NOW)))
    assert not serves(AGENT, call(place=Place("lons", "tva", NOW)))
    assert not serves(AGENT, call(place=Place("pau", rank=NOW)))
    assert serves(replace(AGENT, plateau="lons-1"), call(place=Place("lons", "plateau:lons-1", NOW)))


# -- levels


@pytest.mark.parametrize(
    ("queue", "skill", "level"),
    [
        ("tva", "tva", 1),
        ("tva:2", "tva", 2),
        ("tva:3", "tva", 3),
        ("general", "general", 1),
        ("plateau:3", "plateau:3", 1),
        ("crisis:2", "crisis:2", 1),
        ("tva:9", "tva:9", 1),
    ],
)
def test_a_queue_names_a_skill_and_a_level(queue: str, skill: str, level: int) -> None:
    assert (skill_in(queue), level_in(queue)) == (skill, level)


def test_skills_as_they_are_written() -> None:
    assert said(("general", "tva:3", "locaux")) == (("general", "tva", "locaux"), {"tva": 3})
    assert spellings("tva") == ("tva", "tva:1", "tva:2", "tva:3")
    assert spellings("tva:2") == ("tva", "tva:2", "tva:3") and spellings("tva:3") == ("tva:3",)


@pytest.mark.parametrize(
    ("levels", "queues"),
    [
        ({"tva": 1}, {"tva"}),
        ({}, {"tva", "tva:2"}),
        ({"tva": 3}, {"tva", "tva:2", "tva:3"}),
    ],
)
def test_an_agent_serves_their_level_and_those_below(levels: dict[str, int], queues: set[str]) -> None:
    agent = replace(AGENT, skills=("tva",), levels=levels)
    served = {key.skill for key in keys_of(agent, (Channel.MAIL,))}
    assert served - {GENERAL_SKILL} == queues


def test_a_motif_may_ask_for_a_level_and_a_transfer_too() -> None:
    motifs = load_motifs()
    code = next(m.code for m in motifs.items if m.family == "tva")
    hard = replace(motifs, items=tuple(replace(m, level=3) if m.code == code else m for m in motifs.items))
    assert motifs.queue_of(code) == "tva" and hard.queue_of(code) == "tva:3"
    body = c.SetMotifs((MotifOutcome(code, Outcome.ANSWERED),))
    happened = decide(contact(), command(body), context(motifs=hard))
    assert isinstance(happened, list) and evolve_all(contact(), happened).place.skill == "tva:3"
    assert {"tva", "tva:2", "tva:3", "general", "assistance"} <= skills_of(motifs)
    assert "general:2" not in skills_of(motifs) and "tva:4" not in skills_of(motifs)


def test_a_level_that_nobody_free_has_is_given_up_first() -> None:
    rules = replace(RULES, skill_s={Channel.MAIL: 600})
    now, seen = contact(State.WAITING, place=Place("lons", "tva:3", NOW)), []
    while happened := widened(now, rules):
        now = evolve_all(now, happened)
        seen.append(now.place.skill)
    assert seen == ["tva", GENERAL_SKILL]


@pytest.mark.parametrize(
    ("queue", "levels", "words"),
    [
        ("tva", {}, "compétence «\u00a0TVA\u00a0», territoire"),
        ("tva", {"tva": 3}, "dont vous êtes expert"),
        ("tva:2", {}, "niveau confirmé demandé"),
        ("tva:3", {"tva": 3}, "niveau expert demandé"),
        ("assistance", {}, "assistance technique"),
        ("plateau:lons-1", {}, "votre plateau"),
        ("crisis:1", {}, "ligne de crise"),
    ],
)
def test_why_me_in_words(queue: str, levels: dict[str, int], words: str) -> None:
    head = Head(UUID(int=1), Channel.MAIL, Place("lons", queue, NOW), NOW)
    agent = replace(AGENT, skills=("tva",), levels=levels)
    choice = choose(agent, [head], skill_names={"tva": "TVA"})
    assert choice is not None and words in choice.reason.text


# -- en accompagnement


def test_an_agent_en_accompagnement_serves_their_motifs_and_nothing_else() -> None:
    agent = replace(AGENT, accompanied=("tva.date", "cfe.avis"), skills=("tva", "locaux"), plateau="lons-1")
    keys = {(k.pool, k.motif) for k in keys_of(agent, (Channel.MAIL,), ["crisis:1"])}
    assert keys == {(pool, motif) for pool in ("lons", NATIONAL) for motif in ("tva.date", "cfe.avis")}
    waits = contact(State.WAITING)
    known = replace(waits, urgency=Urgency("tva.date"))
    assert serves(agent, known) and not serves(agent, waits)
    assert serves(agent, replace(known, place=Place("lons", "tva", NOW)))
    assert not serves(agent, replace(waits, urgency=Urgency("tva.vies", True)))
    for queue in ("plateau:lons-1", "crisis:1", "tva:3", "assistance"):
        assert not serves(agent, replace(known, place=Place("lons", queue, NOW))), queue
    choice = choose(agent, [Head(UUID(int=1), Channel.MAIL, known.place, NOW)])
    assert choice is not None and "motif de votre accompagnement" in choice.reason.text


def test_a_contact_of_another_motif_is_not_transferred_to_an_agent_en_accompagnement() -> None:
    guided = replace(OTHER, accompanied=("tva.date",))
    handed = command(c.Transfer(c.TransferTo(agent="agent2"), "À toi."))
    refused = decide(contact(), handed, context(target=guided))
    assert isinstance(refused, Refusal) and refused.code is Code.INVALID
    assert "accompagnement" in refused.message
    of_motif = contact(urgency=Urgency("tva.date"))
    assert isinstance(decide(of_motif, handed, context(target=guided)), list)


# -- the usager's next fiscal deadline


def test_linking_an_usager_brings_their_deadline_into_the_rank() -> None:
    rules = replace(RULES, allowance_s={Channel.MAIL: 172_800}, deadline_margin_s=86_400)
    link = command(c.LinkUsager("732829320"))
    plain = decide(contact(), link, context(settings=rules))
    assert isinstance(plain, list)
    assert evolve_all(contact(), plain).place.rank == NOW + 48 * HOUR
    soon = decide(contact(), link, context(settings=rules, deadline=NOW + 30 * HOUR))
    assert isinstance(soon, list)
    after = evolve_all(contact(), soon)
    assert (after.place.rank, after.urgency.deadline) == (NOW + 6 * HOUR, NOW + 30 * HOUR)
    assert after.place.rank == ranked(Channel.MAIL, NOW, after.urgency, rules)
    other = decide(after, link, context(settings=rules))
    assert isinstance(other, list) and evolve_all(after, other).urgency.deadline is None


# -- overflow by threshold

PLACE = Place("lons", GENERAL_SKILL, NOW)
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
WEEK = Hours(MappingProxyType({day: ((time(9), time(17)),) for day in range(5)}), lambda day: False)
SHUT = replace(WEEK, is_holiday=lambda day: True)


def pool(pressure: Pressure, now: datetime = MONDAY, channel: Channel = Channel.PHONE, **more: Any) -> str:
    thresholds = {"overflow_waiting": {Channel.PHONE: 3}, "overflow_oldest_s": {Channel.PHONE: 120}}
    return overflowed(PLACE, channel, now, pressure, replace(RULES, **(thresholds | more))).pool


def test_beyond_the_number_waiting_an_arrival_is_everybodys() -> None:
    assert pool(Pressure(2, MONDAY)) == "lons" and pool(Pressure(3, MONDAY)) == NATIONAL
    assert pool(Pressure(3, MONDAY), channel=Channel.MAIL) == "lons"
    assert pool(Pressure(9, MONDAY), overflow_waiting={}) == "lons"
    assert pool(Pressure()) == "lons"


def test_beyond_the_wait_of_the_first_an_arrival_is_everybodys() -> None:
    first = MONDAY - timedelta(seconds=119)
    assert pool(Pressure(1, first)) == "lons"
    assert pool(Pressure(1, first - timedelta(seconds=1))) == NATIONAL
    assert pool(Pressure(1, MONDAY - HOUR), overflow_oldest_s={}) == "lons"
    assert pressure_of([MONDAY, first]) == Pressure(2, first) and pressure_of([]) == Pressure()


def test_the_wait_runs_in_opening_hours_and_nothing_goes_where_nobody_answers() -> None:
    crowd = Pressure(3, MONDAY)
    assert pool(crowd, hours={"lons": WEEK, "pau": WEEK}) == NATIONAL
    assert pool(crowd, hours={"lons": WEEK, "pau": SHUT}) == "lons"
    assert pool(crowd, hours={"lons": SHUT}) == NATIONAL
    assert pool(crowd, territory=Territory({"lons": "CC Pros Lons"})) == "lons"
    friday = datetime(2026, 11, 20, 15, 59, tzinfo=UTC)
    monday = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    hours = {"lons": WEEK, "pau": WEEK}
    assert pool(Pressure(1, friday), monday + timedelta(seconds=59), hours=hours) == "lons"
    assert pool(Pressure(1, friday), monday + timedelta(seconds=60), hours=hours) == NATIONAL


def test_overflow_keeps_queue_and_rank() -> None:
    crowded = Place("lons", "tva", NOW + HOUR)
    rules = replace(RULES, overflow_waiting={Channel.PHONE: 0})
    assert overflowed(crowded, Channel.PHONE, NOW, Pressure(), rules) == replace(crowded, pool=NATIONAL)
    everywhere = Place(NATIONAL, "tva", NOW)
    assert overflowed(everywhere, Channel.PHONE, NOW, Pressure(99, NOW), rules) is everywhere
