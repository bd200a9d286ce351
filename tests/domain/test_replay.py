"""A past day played again: who would have waited how long, and no figure of a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import NATIONAL, Contact, Place, Urgency
from ccpro_desk.domain.dispatch import Settings
from ccpro_desk.domain.replay import Day, Moment, Past, Shift, compared, day_of, run
from ccpro_desk.domain.territory import Territory
from ccpro_desk.domain.values import Channel, Role, State
from ccpro_desk.reference.motifs import load_motifs
from tests.domain.people import AGENT, CONNECTOR, NOW, contact

MINUTE = timedelta(minutes=1)
WORK = timedelta(minutes=10)
MOTIFS = load_motifs()
RULES = Settings(
    {Channel.PHONE: 60, Channel.CHAT: 120, Channel.MAIL: 3600, Channel.CALLBACK: 3600},
    territory=Territory({"lons": "Lons", "pau": "Pau"}, {"69": "lons", "33": "pau"}),
    guess_skill=True,
)


def past(n: int, minute: float, department: str = "69", **more: Any) -> Past:
    at = NOW + minute * MINUTE
    urgency = more.pop("urgency", Urgency())
    channel = more.pop("channel", Channel.MAIL)
    made = contact(State.CLOSED, channel, id=UUID(int=n), received_at=at, due_at=at + 60 * MINUTE)
    return Past(replace(made, department=department, place=Place(), urgency=urgency), WORK, **more)


def shift(n: int, centre: str, **more: Any) -> Shift:
    agent = Agent(UUID(int=1000 + n), f"agent{n}", f"Agent {n}", Role.AGENT, centre, **more)
    return Shift(agent, NOW, NOW + timedelta(hours=10), 1)


def day(contacts: list[Past], shifts: list[Shift]) -> Day:
    skills = {s.agent.centre: frozenset(s.agent.all_skills) for s in shifts}
    return Day(tuple(contacts), tuple(shifts), skills | {NATIONAL: frozenset().union(*skills.values())})


def test_one_agent_takes_them_one_after_the_other_in_the_order_of_rank() -> None:
    contacts = [past(1, 0), past(2, 1), past(3, 2, urgency=Urgency(deadline=NOW + 5 * MINUTE))]
    answers = run(day(contacts, [shift(1, "lons")]), RULES, MOTIFS)
    assert answers == {UUID(int=1): NOW, UUID(int=3): NOW + WORK, UUID(int=2): NOW + 2 * WORK}


def test_other_rules_give_other_waits() -> None:
    contacts = [past(n, 0, channel=Channel.PHONE) for n in (1, 2)]
    both = day(contacts, [shift(1, "lons"), shift(2, "pau")])
    kept = run(both, RULES, MOTIFS)
    assert sorted(kept.values()) == [NOW, NOW + WORK]
    assert set(run(both, replace(RULES, shared=frozenset({Channel.PHONE})), MOTIFS).values()) == {NOW}
    later = replace(RULES, overflow_s=MappingProxyType({Channel.PHONE: 180}))
    assert sorted(run(both, later, MOTIFS).values()) == [NOW, NOW + 3 * MINUTE]


def test_a_usager_who_gave_up_gives_up_again_unless_answered_before() -> None:
    gone = past(2, 1, gone_at=NOW + 5 * MINUTE)
    assert UUID(int=2) not in run(day([past(1, 0), gone], [shift(1, "lons")]), RULES, MOTIFS)
    assert run(day([gone], [shift(1, "lons")]), RULES, MOTIFS) == {UUID(int=2): NOW + MINUTE}


def test_skills_and_presence_decide() -> None:
    tva = past(
        1, 0, urgency=Urgency(motif=next(m.code for m in MOTIFS.items if MOTIFS.skill_of(m.code) == "tva"))
    )
    able = shift(2, "lons", skills=("tva",))
    late = replace(able, start=NOW + 30 * MINUTE)
    assert run(day([tva], [shift(1, "lons"), late]), RULES, MOTIFS) == {UUID(int=1): NOW + 30 * MINUTE}
    widened = replace(RULES, skill_s=MappingProxyType({Channel.MAIL: 600}))
    assert run(day([tva], [shift(1, "lons"), late]), widened, MOTIFS) == {UUID(int=1): NOW + 10 * MINUTE}
    assert run(day([tva], [shift(1, "lons")]), RULES, MOTIFS) == {UUID(int=1): NOW}
    assert run(day([tva], [replace(able, end=NOW - MINUTE)]), RULES, MOTIFS) == {}
    guessed_for_the_rank_only = replace(RULES, guess_skill=False)
    assert run(day([tva], [shift(1, "lons"), late]), guessed_for_the_rank_only, MOTIFS) == {UUID(int=1): NOW}


def test_calls_beyond_the_threshold_are_everybodys_at_once() -> None:
    calls = [past(n, 0.1 * n, channel=Channel.PHONE) for n in range(1, 4)]
    both = day(calls, [shift(1, "lons"), shift(2, "pau")])
    kept = run(both, RULES, MOTIFS)
    assert sorted(kept.values())[1:] == [NOW + 0.1 * MINUTE + n * WORK for n in (1, 2)]
    spread = run(both, replace(RULES, overflow_waiting=MappingProxyType({Channel.PHONE: 1})), MOTIFS)
    assert spread[UUID(int=2)] == NOW + 0.1 * MINUTE + WORK and spread[UUID(int=3)] == NOW + 0.3 * MINUTE
    late = run(both, replace(RULES, overflow_oldest_s=MappingProxyType({Channel.PHONE: 6})), MOTIFS)
    assert late == spread


def test_an_agent_en_accompagnement_plays_their_motifs_one_at_a_time() -> None:
    codes = [m.code for m in MOTIFS.items if MOTIFS.skill_of(m.code) == "tva"][:2]
    contacts = [past(n, 0, urgency=Urgency(motif=code)) for n, code in enumerate((*codes, codes[0]), start=1)]
    contacts.append(past(4, 0))
    guided = shift(1, "lons", accompanied=(codes[0],))
    answers = run(day(contacts, [replace(guided, hands=3)]), RULES, MOTIFS)
    assert answers == {UUID(int=1): NOW, UUID(int=3): NOW + WORK}


def test_a_level_is_asked_for_and_given_up_in_time() -> None:
    code = next(m.code for m in MOTIFS.items if MOTIFS.skill_of(m.code) == "tva")
    items = tuple(replace(m, level=3) if m.code == code else m for m in MOTIFS.items)
    motifs = replace(MOTIFS, items=items)
    hard = past(1, 0, urgency=Urgency(motif=code))
    expert = replace(shift(2, "lons", skills=("tva",), levels={"tva": 3}), start=NOW + 30 * MINUTE)
    usual = shift(1, "lons", skills=("tva",))
    both = Day((hard,), (usual, expert), {"lons": frozenset({"general", "tva", "tva:2", "tva:3"})})
    assert run(both, RULES, motifs) == {UUID(int=1): NOW + 30 * MINUTE}
    widened = replace(RULES, skill_s=MappingProxyType({Channel.MAIL: 600}))
    assert run(both, widened, motifs) == {UUID(int=1): NOW + 10 * MINUTE}


def test_the_day_is_read_from_the_events() -> None:
    other = replace(AGENT, id=UUID(int=50))
    agents = {a.id: a for a in (AGENT, other, CONNECTOR)}
    first, gone = past(1, 0).contact, past(2, 1).contact
    moments = [
        moment("contact.received", 0, 1, "usager"),
        moment("contact.assigned", 2, 1, AGENT),
        moment("contact.changed", 5, 1, AGENT, frozenset({"lease", "state"})),
        moment("contact.closed", 6, 2, CONNECTOR),
        moment("contact.assigned", 7, 1, other),
        moment("contact.changed", 8, 1, other, frozenset({"messages"})),
        moment("contact.closed", 11, 1, other),
    ]
    read = day_of([first, gone], moments, agents, NATIONAL)
    [one, two] = read.contacts
    assert one.work == 7 * MINUTE and one.answered_at == NOW + 2 * MINUTE and one.gone_at is None
    assert one.by == {AGENT.id, other.id}
    assert two.work == 7 * MINUTE and two.answered_at is None and two.gone_at == NOW + 6 * MINUTE
    assert {(s.agent.id, s.start, s.end, s.hands) for s in read.shifts} == {
        (AGENT.id, NOW + 2 * MINUTE, NOW + 5 * MINUTE, 1),
        (other.id, NOW + 7 * MINUTE, NOW + 11 * MINUTE, 1),
    }


def moment(
    type_: str, minute: float, contact_id: int, actor: Agent | str, changed: frozenset[str] = frozenset()
) -> Moment:
    who = actor if isinstance(actor, str) else str(actor.id)
    return Moment(type_, NOW + minute * MINUTE, UUID(int=contact_id), who, changed)


def test_nothing_is_said_of_fewer_than_five_agents() -> None:
    people = [UUID(int=100 + n) for n in range(6)]
    five = [past(n, n, answered_at=NOW + (n + 2) * MINUTE, by=frozenset({people[n]})) for n in range(5)]
    four = [
        past(10 + n, n, "33", answered_at=NOW + (n + 90) * MINUTE, by=frozenset({people[n]}))
        for n in range(4)
    ]
    alone = past(20, 0, "2A", answered_at=NOW, by=frozenset({people[5]}))

    def name(asked: Contact) -> tuple[str, str]:
        return asked.department or "", "mail"

    played = {p.contact.id: p.contact.received_at for p in (*five, *four, alone)}
    lines = compared(Day((*five, *four, alone), (), {}), name, played, {})
    assert [(line.queue, line.contacts) for line in lines] == [("69", 5), ("autres files", 5)]
    [ours, others] = lines
    assert (ours.then.median_s, ours.then.late) == (120, 0) and others.then.late == 4
    assert (ours.present.median_s, ours.present.ninth_s, ours.present.late) == (0, 0, 0)
    assert ours.other.median_s is None and ours.other.late == 5
    few = compared(Day(tuple(four), (), {}), name, played, {})
    assert few == []
