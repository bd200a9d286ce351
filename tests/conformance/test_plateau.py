"""The plateau over both engines: what waits, absence, reassignment, the word, renfort, who may."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from ccpro_desk.central.audit.purge import purge, would_purge
from ccpro_desk.central.audit.sealer import seal_all
from ccpro_desk.central.errors import ProblemError
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.values import Channel, Role, State
from ccpro_desk.reference.retention import load_retention
from ccpro_desk.wire.plateau import Absence, AskRenfort, NewWord, Reassign, ReassignTo
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.views import FeedEvent, NextView
from tests.support.central import Bench

CLOSE = {"motifs": [{"code": "autre.autre", "outcome": "answered"}]}


async def supervisor(central: Bench, login: str = "encadrant1", **more: str) -> Agent:
    return await central.add(login, Role.SUPERVISOR, available=False, **({"plateau": "lons-1"} | more))


async def parked(central: Bench, login: str, **more: Any) -> NextView:
    """A contact that `login` set aside with half a reply."""
    await central.bring(department="69", **more)
    given = await central.take(login)
    if given.contact.channel.live:
        accepted = await central.do(login, "contact.accept", {}, given)
        assert accepted.view is not None
        await central.do(login, "contact.park", {"reason": "attend une pièce"}, accepted.view)
        return given
    await central.do(login, "draft.save", {"text": "Bonjour, je vérifie"}, given)
    done = await central.do(login, "contact.park", {"reason": "attend une pièce"}, given)
    assert done.status == "applied"
    return given


async def stored(central: Bench, contact_id: UUID) -> Contact:
    found = await central.store.contact(contact_id)
    assert found is not None
    return found


async def told(central: Bench, since: str, agent: Agent) -> list[FeedEvent]:
    """The notices for `agent` since a position."""
    events, _ = await central.store.events_after(since, 100)
    return [e.event for e in events if e.event.type == "notice" and e.audience.includes(agent)]


async def refused(code: ProblemCode, call: object) -> None:
    with pytest.raises(ProblemError) as problem:
        await call  # type: ignore[misc]
    assert problem.value.code is code


async def test_what_waits_by_channel_and_queue(central: Bench) -> None:
    actor = await supervisor(central)
    await central.bring(department="69", subject="Bonjour", body="Une question.")
    central.later(minutes=10)
    await central.bring(department="69", subject="Bonjour", body="Une question.")
    await central.bring(department="33", subject="Ailleurs", body="Une question.")
    await central.bring(channel=Channel.CALLBACK, subject=None, body=None)
    seen = await central.handle.plateau.seen(actor)
    assert [(q.pool, q.channel, q.skill, q.waiting, q.oldest_s, q.late) for q in seen.queues] == [
        ("lons", Channel.MAIL, "general", 2, 600, 0),
        ("national", Channel.CALLBACK, "general", 1, 0, 0),
    ]
    waits = {wait.channel: (wait.waiting, wait.oldest_s, wait.late) for wait in seen.channels}
    assert waits[Channel.MAIL] == (2, 600, 0) and waits[Channel.PHONE] == (0, 0, 0)
    central.later(days=30)
    seen = await central.handle.plateau.seen(actor)
    assert {q.channel: q.late for q in seen.queues} == {Channel.MAIL: 2, Channel.CALLBACK: 1}


async def test_a_usager_who_came_back_waits_from_then_on(central: Bench) -> None:
    actor = await supervisor(central)
    await central.add("agent1")
    brought = await central.bring(department="69", thread_id="fil-1")
    await central.do("agent1", "contact.close", CLOSE, await central.take("agent1"))
    central.later(days=60)
    again = await central.bring(department="69", thread_id="fil-1")
    assert again.appended and again.view.id == brought.view.id
    central.later(minutes=5)
    [queue] = (await central.handle.plateau.seen(actor)).queues
    assert queue.waiting == 1 and queue.oldest_s == 300


async def test_who_is_available_and_small_groups_are_not_counted(central: Bench) -> None:
    actor = await supervisor(central)
    for number in range(1, 4):
        await central.add(f"agent{number}", plateau="lons-1", channels=(Channel.MAIL,))
    await central.add("agent8", plateau="lons-2")
    await central.add("agent9", plateau="lons-1", available=False)
    seen = await central.handle.plateau.seen(actor)
    assert [a.login for a in seen.available] == ["agent1", "agent2", "agent3"]
    assert seen.available[0].channels == (Channel.MAIL,)
    assert seen.group is not None and seen.group.agents == 5
    assert seen.group.available == {c: 3 if c is Channel.MAIL else 0 for c in Channel}
    small = await supervisor(central, "encadrant2", plateau="lons-2")
    seen = await central.handle.plateau.seen(small)
    assert [a.login for a in seen.available] == ["agent8"] and seen.group is None
    head = await central.add("chef1", Role.HEAD)
    seen = await central.handle.plateau.seen(head)
    assert seen.group is not None and seen.group.agents == 8


async def test_the_contacts_of_somebody_absent_wait_for_all_with_their_drafts(central: Bench) -> None:
    actor = await supervisor(central)
    agent = await central.add("agent1")
    given = await parked(central, "agent1")
    other = await central.add("agent2")
    assert await central.next("agent2") is None
    gone = await central.handle.plateau.absence(actor, Absence("agent1"))
    assert gone.agent == agent.id and gone.returned == (given.contact.id,)
    contact = await stored(central, given.contact.id)
    assert (contact.state, contact.owner, contact.draft) == (State.WAITING, None, None)
    assert [(d.author_id, d.text) for d in contact.late_drafts] == [(agent.id, "Bonjour, je vérifie")]
    taken = await central.take("agent2")
    assert taken.contact.id == contact.id and taken.contact.late_drafts[0].agent == agent.id
    again = await central.handle.plateau.absence(actor, Absence(str(agent.id)))
    assert again.returned == () and other.id != agent.id


async def test_what_somebody_absent_has_in_hand_stays_until_its_lease_ends(central: Bench) -> None:
    actor = await supervisor(central)
    await central.add("agent1")
    await central.bring(department="69")
    held = await central.take("agent1")
    assert (await central.handle.plateau.absence(actor, Absence("agent1"))).returned == ()
    assert (await stored(central, held.contact.id)).state is State.ACTIVE


async def test_a_call_set_aside_becomes_a_callback(central: Bench) -> None:
    actor = await supervisor(central)
    await central.add("agent1", channels=(Channel.PHONE,))
    call = await parked(central, "agent1", channel=Channel.PHONE, body=None, subject=None)
    await central.handle.plateau.absence(actor, Absence("agent1"))
    contact = await stored(central, call.contact.id)
    assert (contact.state, contact.channel) == (State.WAITING, Channel.CALLBACK)


async def test_an_interrupted_call_of_somebody_absent_is_a_callback_of_all(central: Bench) -> None:
    actor = await supervisor(central)
    await central.add("agent1", channels=(Channel.PHONE,))
    await central.bring(channel=Channel.PHONE, body=None, subject=None, department="69")
    given = await central.take("agent1")
    await central.do("agent1", "contact.accept", {}, given)
    central.later(minutes=5)
    await central.handle.tick()
    assert (await stored(central, given.contact.id)).bound_to is not None
    gone = await central.handle.plateau.absence(actor, Absence("agent1"))
    contact = await stored(central, given.contact.id)
    assert gone.returned == (contact.id,) and contact.bound_to is None
    assert (contact.state, contact.channel) == (State.WAITING, Channel.CALLBACK)


async def test_a_supervisor_gives_a_contact_to_somebody(central: Bench) -> None:
    actor = await supervisor(central)
    await central.add("agent1")
    second = await central.add("agent2")
    given = await parked(central, "agent1")
    asked = Reassign(given.contact.id, ReassignTo(agent="agent2"))
    await central.handle.plateau.reassign(actor, asked)
    contact = await stored(central, given.contact.id)
    assert (contact.state, contact.bound_to) == (State.WAITING, second.id)
    assert contact.late_drafts[0].text == "Bonjour, je vérifie"
    assert await central.next("agent1") is None
    taken = await central.take("agent2")
    assert taken.contact.id == contact.id and "Réaffecté par Encadrant1" in taken.reason.text
    await refused(ProblemCode.CONFLICT, central.handle.plateau.reassign(actor, asked))


async def test_a_supervisor_gives_a_contact_to_a_plateau(central: Bench) -> None:
    actor = await supervisor(central)
    await central.add("agent1", plateau="lons-1")
    await central.add("agent3", plateau="lons-2")
    brought = await central.bring(department="69")
    asked = Reassign(brought.view.id, ReassignTo(plateau="lons-2"))
    await central.handle.plateau.reassign(actor, asked)
    assert await central.next("agent1") is None
    assert (await central.take("agent3")).contact.id == brought.view.id


async def test_whom_and_what_a_supervisor_may_move(central: Bench) -> None:
    actor = await supervisor(central)
    stranger = await supervisor(central, "encadrant7", centre="pau", plateau="pau-1")
    await central.add("agent1", channels=(Channel.MAIL,))
    await central.add("agent7", centre="pau")
    given = await parked(central, "agent1")
    call = await central.bring(channel=Channel.PHONE, body=None, subject=None, department="69")
    plateau = central.handle.plateau

    def to(contact_id: UUID, **where: str) -> Reassign:
        return Reassign(contact_id, ReassignTo(**where))

    here = given.contact.id
    await refused(ProblemCode.FORBIDDEN, plateau.absence(stranger, Absence("agent1")))
    await refused(ProblemCode.FORBIDDEN, plateau.reassign(stranger, to(here, agent="agent7")))
    await refused(ProblemCode.NOT_FOUND, plateau.absence(actor, Absence("personne")))
    await refused(ProblemCode.NOT_FOUND, plateau.reassign(actor, to(UUID(int=7), agent="agent1")))
    await refused(ProblemCode.NOT_FOUND, plateau.reassign(actor, to(here, agent="personne")))
    await refused(ProblemCode.INVALID, plateau.reassign(actor, to(here, agent="agent7")))
    await refused(ProblemCode.INVALID, plateau.reassign(actor, to(here, agent="connecteur")))
    await refused(ProblemCode.INVALID, plateau.reassign(actor, to(here, plateau="pau-1")))
    await refused(ProblemCode.INVALID, plateau.reassign(actor, to(here)))
    await refused(ProblemCode.INVALID, plateau.reassign(actor, to(here, agent="agent1", plateau="lons-1")))
    await refused(ProblemCode.INVALID, plateau.reassign(actor, to(call.view.id, agent="agent1")))
    assert (await stored(central, here)).state is State.PARKED


async def test_the_word_stands_until_closing_for_its_plateau(central: Bench) -> None:
    central.clock.at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, 10:00 in Paris
    actor = await supervisor(central)
    first = await central.add("agent1", plateau="lons-1")
    second = await central.add("agent2", plateau="lons-2")
    since = await central.store.position()
    tomorrow = central.clock.now() + timedelta(days=1)
    word = await central.handle.plateau.set_word(
        actor, NewWord("Panne\x1b[31m du portail : patience.", tomorrow)
    )
    assert word is not None and word.text == "Panne du portail : patience."
    assert word.until == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    assert (await central.handle.me(first)).word == word
    assert (await central.handle.me(second)).word is None
    [notice] = await told(central, since, first)
    assert notice.changed == ("word",) and await told(central, since, second) == []
    past = NewWord("Trop tard", central.clock.now() - timedelta(minutes=1))
    await refused(ProblemCode.INVALID, central.handle.plateau.set_word(actor, past))
    central.later(hours=8)
    assert (await central.handle.me(first)).word is None
    await central.store.forget_plateau(central.clock.now())
    assert await central.store.words("lons", central.clock.now() - timedelta(days=1)) == []


async def test_a_centres_word_gives_way_to_a_plateaus_and_can_be_taken_away(central: Bench) -> None:
    central.clock.at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    actor = await supervisor(central)
    head = await central.add("chef1", Role.HEAD)
    agent = await central.add("agent1", plateau="lons-1")
    await central.handle.plateau.set_word(head, NewWord("Pour le centre"))
    await central.handle.plateau.set_word(actor, NewWord("Pour le plateau"))
    word = (await central.handle.me(agent)).word
    assert word is not None and (word.text, word.plateau) == ("Pour le plateau", "lons-1")
    assert await central.handle.plateau.set_word(actor, NewWord("")) is None
    word = (await central.handle.me(agent)).word
    assert word is not None and word.text == "Pour le centre"


async def test_a_renfort_is_asked_for_and_answered(central: Bench) -> None:
    actor = await supervisor(central)
    stranger = await supervisor(central, "encadrant7", centre="pau", plateau="pau-1")
    agent = await central.add("agent1", plateau="lons-1")
    plateau, since = central.handle.plateau, await central.store.position()
    asked, new = await plateau.ask(agent, AskRenfort(Channel.PHONE))
    assert new and await plateau.ask(agent, AskRenfort()) == (asked, False)
    [notice] = await told(central, since, actor)
    assert notice.about == asked.id and await told(central, since, stranger) == []
    assert (await plateau.seen(actor)).renforts == (asked,)
    await refused(ProblemCode.FORBIDDEN, plateau.answer(stranger, asked.id, "J'arrive."))
    await refused(ProblemCode.NOT_FOUND, plateau.answer(actor, UUID(int=7), "J'arrive."))
    await refused(ProblemCode.INVALID, plateau.answer(actor, asked.id, "\u200b"))
    since = await central.store.position()
    await plateau.answer(actor, asked.id, "J'arrive\ndans cinq minutes.")
    [notice] = await told(central, since, agent)
    assert notice.changed == ("renfort",)
    mine = (await central.handle.me(agent)).renfort
    assert mine is not None and mine.answer == "J'arrive dans cinq minutes."
    await refused(ProblemCode.CONFLICT, plateau.answer(actor, asked.id, "Encore."))
    assert (await plateau.ask(agent, AskRenfort()))[1]
    central.later(hours=13)
    assert (await central.handle.me(agent)).renfort is None
    assert (await plateau.ask(agent, AskRenfort()))[1]


async def test_a_race_for_a_parked_contact_is_lost_or_won_once(central: Bench) -> None:
    actor = await supervisor(central)
    await central.add("agent1")
    await central.add("agent2")
    given = await parked(central, "agent1")
    resumed = await central.do("agent1", "contact.resume", {}, given)
    assert resumed.status == "applied"
    asked = Reassign(given.contact.id, ReassignTo(agent="agent2"))
    await refused(ProblemCode.CONFLICT, central.handle.plateau.reassign(actor, asked))
    assert (await stored(central, given.contact.id)).state is State.ACTIVE


async def test_that_somebody_was_absent_is_not_kept_longer_than_sign_ins(central: Bench) -> None:
    actor = await supervisor(central)
    await central.add("agent1")
    await parked(central, "agent1")
    await central.handle.plateau.absence(actor, Absence("agent1"))
    await seal_all(central.store, central.clock.now())
    rules = [rule for rule in load_retention() if rule.id == "sign_ins"]
    later = central.clock.now() + timedelta(days=40)
    due = await would_purge(central.store, rules, later)
    removed = await purge(central.store, rules, later)
    statuses = 1
    assert [each.count for each in due] == [each.count for each in removed] == [statuses + 2]
