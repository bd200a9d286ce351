"""What waits in the centre, and what a search finds: as far as the reader may read."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle import Asked, Query
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.values import Channel, Role, Sending, State
from ccpro_desk.wire.listing import FoundView, ListedView
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import Sender
from tests.support.central import SIREN, Bench

CLOSE = {"motifs": [{"code": "autre.autre", "outcome": "answered"}]}


async def listed(central: Bench, reader: Agent, asked: Asked) -> list[ListedView]:
    return (await central.handle.contacts(reader, asked))[0]


async def found(central: Bench, reader: Agent, **sought: object) -> list[FoundView]:
    return (await central.handle.found(reader, Query(**sought)))[0]  # type: ignore[arg-type]


def ids(views: list[FoundView] | list[ListedView]) -> set[UUID]:
    return {view.id for view in views}


# -- the queue


async def test_the_queue_is_narrowed_by_channel_motif_and_lateness_and_says_for_whom(central: Bench) -> None:
    agent = await central.add("agent1")
    await central.bring(department="69", subject="Avis de CFE", body="Mon avis de CFE est introuvable.")
    call = (await central.bring(channel=Channel.CALLBACK, department="69", body=None)).view.id
    central.later(days=1)
    late = await listed(central, agent, Asked(State.WAITING, late=True))
    assert ids(late) == {call}, "a callback is promised within hours, a mail within two days"
    assert ids(await listed(central, agent, Asked(State.WAITING, Channel.CALLBACK))) == {call}
    [cfe] = await listed(central, agent, Asked(State.WAITING, Channel.MAIL))
    assert cfe.guessed is not None and cfe.guessed.startswith("cfe.") and cfe.pool == "lons"
    assert ids(await listed(central, agent, Asked(State.WAITING, motif="cfe"))) == {cfe.id}
    assert ids(await listed(central, agent, Asked(State.WAITING, motif=cfe.guessed))) == {cfe.id}
    assert await listed(central, agent, Asked(State.WAITING, motif="paiement")) == []
    _, _, total = await central.handle.contacts(agent, Asked(State.WAITING, Channel.MAIL))
    assert total == 1


async def test_names_are_for_those_who_may_read_the_centre(central: Bench) -> None:
    agent = await central.add("agent1")
    chief = await central.add("chef1", Role.SUPERVISOR)
    far = await central.add("chef2", Role.SUPERVISOR, centre="pau")
    mine = (await central.bring(department="69")).view.id
    nation = (await central.bring()).view.id
    asked = Asked(State.WAITING, names=True)
    assert {v.who for v in await listed(central, agent, asked)} == {None}
    assert {v.id: v.who for v in await listed(central, chief, asked)} == {mine: "Mme Martin", nation: None}
    assert {v.id: v.who for v in await listed(central, far, asked)} == {nation: None}


async def test_who_is_waited_for_is_named(central: Bench) -> None:
    agent = await central.add("agent1")
    await central.add("agent2")
    await central.bring()
    given = await central.take("agent1")
    body = {"to": {"agent": "agent2"}, "summary": "Question de TVA, rien de fait."}
    await central.do("agent1", "contact.transfer", body, given)
    [view] = await listed(central, agent, Asked(State.WAITING))
    assert view.waits_for == "Agent2"


# -- search


async def test_an_agent_finds_what_is_theirs_and_nothing_else(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    await central.bring(subject="Remboursement de crédit de TVA")
    central.later(minutes=1)
    await central.bring(subject="Avis de CFE introuvable")
    closed, held = await central.take("agent1"), await central.take("agent1")
    await central.bring(subject="Une autre question")
    theirs = await central.take("agent2")
    await central.bring(subject="En attente")
    await central.do("agent1", "contact.reply", {"text": "Voici."}, closed)
    await central.do(
        "agent1", "contact.close", {"motifs": [{"code": "tva.remboursement", "outcome": "answered"}]}, closed
    )
    me = await central.agent("agent1")
    every = await found(central, me)
    assert [view.id for view in every] == [held.contact.id, closed.contact.id], "the last received first"
    assert [view.mine for view in every] == [True, True] and theirs.contact.id not in ids(every)
    assert ids(await found(central, me, q="crédit")) == {closed.contact.id}
    assert ids(await found(central, me, q="CREDIT remboursement")) == {closed.contact.id}
    assert ids(await found(central, me, q="mme martin")) == ids(every), "a name that one may read"
    assert ids(await found(central, me, q="martin@client.example")) == ids(every), "and an address"
    assert ids(await found(central, me, motif="tva")) == {closed.contact.id}
    assert ids(await found(central, me, state=State.ACTIVE)) == {held.contact.id}
    assert await found(central, me, channel=Channel.PHONE) == []
    [view] = await found(central, me, state=State.CLOSED)
    assert view.closed_at is not None and view.reopen_until is not None and view.who == "Mme Martin"
    [reply] = view.replies
    assert reply.mine and reply.status is Sending.QUEUED
    assert ids(await found(central, me, reference=str(held.contact.id)[-8:].upper())) == {held.contact.id}
    reference = held.contact.external_id
    assert ids(await found(central, me, reference=f"<{reference}>")) == {held.contact.id}
    assert await found(central, me, reference=theirs.contact.external_id) == []


async def test_a_day_is_what_is_open_and_what_was_closed_since(central: Bench) -> None:
    await central.add("agent1")
    for _ in range(3):
        await central.bring()
    old, new = await central.take("agent1"), await central.take("agent1")
    await central.do("agent1", "contact.close", CLOSE, old)
    central.later(hours=20)
    midnight = central.clock.now() - timedelta(hours=1)
    await central.handle.renew({(await central.agent("agent1")).id: central.clock.now()})
    await central.do("agent1", "contact.close", CLOSE, new)
    held = await central.take("agent1")
    day = await found(central, await central.agent("agent1"), mine=True, handled_since=midnight)
    assert ids(day) == {new.contact.id, held.contact.id}


async def test_who_holds_a_contact_of_a_usager_finds_their_others(central: Bench) -> None:
    await central.usager()
    await central.add("agent1")
    await central.add("agent2")
    await central.bring(siren=SIREN, subject="La première")
    await central.bring(siren=SIREN, subject="La seconde")
    first = await central.take("agent1")
    stranger = await central.agent("agent2")
    assert await found(central, stranger, siren=SIREN) == []
    second = await central.take("agent2")
    both = await found(central, stranger, siren=SIREN)
    assert ids(both) == {first.contact.id, second.contact.id}
    assert {view.mine for view in both} == {True, False}
    assert ids(await found(central, stranger, mine=True)) == {second.contact.id}


async def test_a_supervisor_finds_all_of_their_centre(central: Bench) -> None:
    await central.add("agent1")
    chief = await central.add("chef1", Role.SUPERVISOR)
    far = await central.add("chef2", Role.SUPERVISOR, centre="pau")
    waiting = (await central.bring(department="69")).view.id
    nation = (await central.bring(subject="National")).view.id
    assert ids(await found(central, chief)) == {waiting}, "the national queue is nobody's yet"
    for _ in range(2):
        taken = await central.take("agent1")
        await central.do("agent1", "contact.close", CLOSE, taken)
    assert ids(await found(central, chief)) == {waiting, nation}
    assert await found(central, far) == []
    central.later(days=40)
    assert await found(central, chief) == [], "a month back, unless a date is given"
    since = central.clock.now() - timedelta(days=60)
    assert ids(await found(central, chief, since=since)) == {waiting, nation}
    assert ids(await found(central, await central.agent("agent1"))) == {waiting, nation}


async def test_pages_of_a_search_hold_each_contact_once(central: Bench) -> None:
    await central.add("agent1", slots={Channel.MAIL: 7})
    brought = set()
    for _ in range(7):
        brought.add((await central.bring()).view.id)
        await central.take("agent1")
    me, seen, cursor = await central.agent("agent1"), list[UUID](), None
    while True:
        page, cursor = await central.handle.found(me, Query(), limit=3, cursor=cursor)
        seen += [view.id for view in page]
        if cursor is None:
            break
    assert len(seen) == 7 and set(seen) == brought


@pytest.mark.parametrize("login", ["soutien1", "connecteur"])
async def test_a_search_is_for_those_who_handle_contacts(central: Bench, login: str) -> None:
    if login == "soutien1":
        await central.add(login, Role.SUPPORT)
    with pytest.raises(ProblemError) as problem:
        await central.handle.found(await central.agent(login), Query())
    assert problem.value.code is ProblemCode.FORBIDDEN


async def test_a_reference_too_short_says_so(central: Bench) -> None:
    me = await central.add("agent1")
    with pytest.raises(ProblemError) as problem:
        await central.handle.found(me, Query(reference="<ab>"))
    assert problem.value.code is ProblemCode.INVALID


async def test_a_sender_of_many_spellings_is_one(central: Bench) -> None:
    await central.add("agent1")
    for number in ("+33639980012", "06 39 98 00 12"):
        await central.bring(channel=Channel.CALLBACK, sender=Sender(number=number), body=None)
    given = await central.take("agent1")
    [other] = await central.handle.alike(await central.agent("agent1"), given.contact.id)
    assert other.why == ("sender",)
