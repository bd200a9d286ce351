"""The plateau's rules: whom a scope includes, small groups, whose word, closing time, what is given back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact, Reason
from ccpro_desk.domain.evolve import evolve_all
from ccpro_desk.domain.hours import Hours
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.plateau import (
    GROUP_MIN,
    Scope,
    Word,
    absent,
    available,
    closing,
    counted,
    reassigned,
    word_for,
)
from ccpro_desk.domain.values import Channel, Role, State, Status

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WEEK = Hours({0: ((time(8, 30), time(12, 0)), (time(13, 0), time(18, 0)))}, lambda day: False)


def agent(
    role: Role = Role.AGENT,
    status: Status = Status.AVAILABLE,
    centre: str = "lons",
    plateau: str = "lons-1",
) -> Agent:
    return Agent(new_id(), "agent1", "Camille Roux", role, centre, plateau, status=status)


def contact(state: State, channel: Channel = Channel.MAIL, **more: object) -> Contact:
    made = Contact(new_id(), 3, state, channel, new_id(), "x@client.example", NOW, NOW)
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_scope_includes_those_who_handle_contacts_there() -> None:
    plateau, centre = Scope("lons", "lons-1"), Scope("lons")
    assert plateau.includes(agent()) and centre.includes(agent())
    assert not plateau.includes(agent(plateau="lons-2")) and centre.includes(agent(plateau="lons-2"))
    assert not centre.includes(agent(centre="pau"))
    for role in (Role.SUPPORT, Role.REFERENT, Role.TRAINEE, Role.CONNECTOR):
        assert not centre.includes(agent(role))


@given(st.lists(st.sampled_from(Status), max_size=12))
def test_a_group_is_counted_from_five_on(statuses: list[Status]) -> None:
    people = [agent(status=status) for status in statuses]
    group = counted(people)
    assert (group is None) == (len(people) < GROUP_MIN)
    ready = statuses.count(Status.AVAILABLE)
    assert len(available(people)) == ready
    assert group is None or (group.agents, group.available[Channel.MAIL]) == (len(people), ready)


def test_a_word_is_the_plateaus_before_the_centres_while_it_stands() -> None:
    later = NOW + timedelta(hours=1)
    centre, plateau = Word("lons", "", "Centre", later, "A"), Word("lons", "lons-1", "Plateau", later, "B")
    words = [plateau, centre, Word("pau", "", "Ailleurs", later, "C")]
    assert word_for(agent(), words, NOW) == plateau
    assert word_for(agent(plateau="lons-2"), words, NOW) == centre
    assert word_for(agent(centre="brest"), words, NOW) is None
    assert word_for(agent(), words, later) is None


def test_closing_is_the_end_of_the_day_or_of_the_next_open_one() -> None:
    assert closing(WEEK, NOW) == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    assert closing(WEEK, NOW + timedelta(hours=9)) == datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    assert closing(None, NOW) == closing(Hours({}, lambda day: False), NOW) == NOW + timedelta(hours=12)


def test_only_what_is_theirs_and_not_at_hand_is_given_back() -> None:
    who, other = agent(), agent()
    assert absent(contact(State.PARKED, owner=other.id), who, NOW) == []
    assert absent(contact(State.ACTIVE, owner=who.id), who, NOW) == []
    assert absent(contact(State.WAITING), who, NOW) == []
    assert absent(contact(State.WAITING, bound_to=other.id), who, NOW) == []
    for mine in (contact(State.PARKED, owner=who.id), contact(State.WAITING, bound_to=who.id)):
        after = evolve_all(mine, absent(mine, who, NOW))
        assert (after.state, after.owner, after.bound_to) == (State.WAITING, None, None)
        assert after.version > mine.version and after.reason.code == "absent"


def test_a_draft_is_never_lost() -> None:
    who, by, to = agent(), agent(Role.SUPERVISOR), agent()
    mine = contact(State.PARKED, owner=who.id, draft="Bonjour, je vérifie")
    for happened in (absent(mine, who, NOW), reassigned(mine, by, who, NOW, to=to)):
        after = evolve_all(mine, happened)
        assert after.draft is None
        assert [(d.author_id, d.text) for d in after.late_drafts] == [(who.id, "Bonjour, je vérifie")]


def test_nobody_else_is_rung_for_a_call_that_was_set_aside_or_broke_off() -> None:
    who, by, to = agent(), agent(Role.SUPERVISOR), agent()
    broken = Reason("call_interrupted", "Appel interrompu : à rappeler.")
    set_aside = contact(State.PARKED, Channel.PHONE, owner=who.id)
    interrupted = contact(State.WAITING, Channel.PHONE, bound_to=who.id, reason=broken)
    for call in (set_aside, interrupted):
        assert evolve_all(call, absent(call, who, NOW)).channel is Channel.CALLBACK
        moved = evolve_all(call, reassigned(call, by, who, NOW, to=to))
        assert (moved.channel, moved.bound_to) == (Channel.CALLBACK, to.id)
    waiting = contact(State.WAITING, Channel.PHONE)
    moved = evolve_all(waiting, reassigned(waiting, by, None, NOW, to=None, plateau="lons-2"))
    assert (moved.channel, moved.place.skill) == (Channel.PHONE, "plateau:lons-2")
