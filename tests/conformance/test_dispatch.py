"""Dispatch over both engines: guesses, who knows the usager, what is widened, transfers, crisis lines."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg

from ccpro_desk.central.handle import Handle
from ccpro_desk.central.rules import load_rules
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.statements import statements
from ccpro_desk.central.store.values import Change, CrisisChange
from ccpro_desk.domain.crisis import Crisis
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.values import Channel, State
from tests.conformance.test_plans import FILL, NEXT, sqlite_plan
from tests.support.central import SIREN, Bench
from tests.support.plans import planned_part


async def place(central: Bench, contact_id: object) -> tuple[str, str]:
    contact = await central.store.contact(contact_id)  # type: ignore[arg-type]
    assert contact is not None
    return contact.place.pool, contact.place.skill


def set_to(central: Bench, **settings: Any) -> None:
    """The centre with other settings of dispatch."""
    central.rules = load_rules(**settings)
    central.handle = Handle(central.store, central.clock, central.rules)


async def test_a_guess_is_said_but_keeps_nobody_away(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2", skills=("general", "tva"))
    brought = await central.bring(department="69", subject="TVA : déclaration CA3")
    assert await place(central, brought.view.id) == ("lons", "general")
    given = await central.take("agent1")
    assert given.contact.id == brought.view.id
    assert (
        "motif probable «\u00a0Date de dépôt de la CA3\u00a0» d'après «\u00a0CA3\u00a0»" in given.reason.text
    )


async def test_a_guess_asks_for_its_skill_where_the_centre_says_so(central: Bench) -> None:
    set_to(central, guess_skill=True)
    await central.add("agent1")
    await central.add("agent2", skills=("general", "tva"))
    brought = await central.bring(department="69", subject="TVA : déclaration CA3")
    assert await place(central, brought.view.id) == ("lons", "tva")
    assert await central.next("agent1") is None
    given = await central.take("agent2")
    assert given.contact.id == brought.view.id and "motif probable" in given.reason.text


async def test_a_skill_that_nobody_of_the_pool_has_is_not_asked_for(central: Bench) -> None:
    set_to(central, guess_skill=True)
    await central.add("agent1")
    await central.add("agent2", centre="pau", skills=("general", "tva"))
    brought = await central.bring(department="69", subject="TVA : déclaration CA3")
    assert await place(central, brought.view.id) == ("lons", "general")
    abroad = await central.bring(subject="TVA : déclaration CA3")
    assert await place(central, abroad.view.id) == ("national", "tva")


async def test_a_skill_whose_agents_are_busy_is_widened_in_time(central: Bench) -> None:
    set_to(central, guess_skill=True)
    await central.add("agent1")
    await central.add("agent2", skills=("general", "tva"), available=False)
    brought = await central.bring(department="69", subject="TVA : déclaration CA3")
    await central.handle.tick()
    assert await central.next("agent1") is None
    central.later(days=4)
    await central.handle.tick()
    given = await central.take("agent1")
    assert given.contact.id == brought.view.id
    await central.handle.tick()


async def test_a_call_that_waits_too_long_goes_to_every_centre(central: Bench) -> None:
    await central.add("agent7", centre="pau")
    call = await central.bring(channel=Channel.PHONE, body=None, subject=None, department="69")
    assert await central.next("agent7") is None
    central.later(days=4)
    await central.handle.tick()
    assert await place(central, call.view.id) == ("national", "general")
    assert (await central.take("agent7")).contact.id == call.view.id


async def test_who_answered_the_usager_comes_first_for_a_time(central: Bench) -> None:
    set_to(central, known_s={Channel.MAIL: 600})
    await central.usager()
    await central.add("agent1")
    await central.add("agent2")
    await _closed(central, "agent1")
    brought = await central.bring(siren=SIREN, subject="Bonjour", body="Encore moi.")
    assert await central.next("agent2") is None
    given = await central.take("agent1")
    assert given.contact.id == brought.view.id and "déjà répondu" in given.reason.text
    await central.do("agent1", "contact.release", {}, given)
    assert (await central.take("agent2")).contact.id == brought.view.id
    late = await central.bring(siren=SIREN, subject="Bonjour", body="Et encore.")
    assert await central.next("agent2") is None
    central.later(minutes=11)
    await central.handle.tick()
    assert (await central.take("agent2")).contact.id == late.view.id


async def test_nobody_is_waited_for_unless_the_centre_says_so(central: Bench) -> None:
    await central.usager()
    await central.add("agent1")
    await central.add("agent2")
    await _closed(central, "agent1")
    brought = await central.bring(siren=SIREN, subject="Bonjour", body="Encore moi.")
    assert (await central.take("agent2")).contact.id == brought.view.id


async def test_who_is_away_is_not_waited_for(central: Bench) -> None:
    set_to(central, known_s={Channel.MAIL: 600})
    await central.usager()
    await central.add("agent1")
    await central.add("agent2")
    await _closed(central, "agent1")
    await central.do("agent1", "agent.status", {"status": "meeting"})
    brought = await central.bring(siren=SIREN, subject="Bonjour", body="Encore moi.")
    assert (await central.take("agent2")).contact.id == brought.view.id


async def _closed(central: Bench, login: str) -> None:
    """A contact of the usager that this agent has closed."""
    await central.bring(siren=SIREN, subject="Bonjour", body="Une question.")
    given = await central.take(login)
    motifs = [{"code": "autre.autre", "outcome": "answered"}]
    assert (await central.do(login, "contact.close", {"motifs": motifs}, given)).status == "applied"


async def test_a_transfer_goes_where_it_is_sent(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    await central.add("agent7", centre="pau")
    await central.bring(department="69")
    given = await central.take("agent1")
    body = {"to": {"agent": "agent2"}, "summary": "Rappeler avant midi."}
    moved = await central.do("agent1", "contact.transfer", body, given)
    assert moved.status == "applied" and moved.view is None
    assert await central.next("agent1") is None
    taken = await central.take("agent2")
    assert taken.contact.id == given.contact.id and "Transféré par Agent1" in taken.reason.text
    assert taken.contact.messages[-1].text == "Rappeler avant midi."
    body = {"to": {"centre": "pau"}, "summary": "Pour vous."}
    assert (await central.do("agent2", "contact.transfer", body, taken)).status == "applied"
    assert (await central.take("agent7")).contact.id == given.contact.id


async def test_a_transfer_to_nobody_is_refused_and_the_contact_stays(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    for to, code in (
        ({"agent": "personne"}, "not_found"),
        ({"agent": str(uuid4())}, "not_found"),
        ({"agent": "agent1"}, "invalid"),
        ({"agent": "connecteur"}, "invalid"),
        ({"centre": "atlantide"}, "invalid"),
    ):
        refused = await central.do("agent1", "contact.transfer", {"to": to, "summary": "Voir"}, given)
        assert refused.code == code, to
    contact = await central.store.contact(given.contact.id)
    assert contact is not None and contact.state is State.ACTIVE


async def test_an_interrupted_call_waits_for_its_holder_then_becomes_a_callback(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    call = await central.bring(channel=Channel.PHONE, body=None, subject=None)
    given = await central.take("agent1")
    assert (await central.do("agent1", "contact.accept", {}, given)).status == "applied"
    central.later(seconds=46)
    await central.handle.tick()
    assert await central.next("agent2") is None
    central.later(days=4)
    await central.handle.tick()
    again = await central.take("agent2")
    assert again.contact.id == call.view.id and again.contact.channel is Channel.CALLBACK
    assert again.contact.state is State.ACTIVE


async def test_a_crisis_line_has_its_queue_and_ends(central: Bench) -> None:
    agent = await central.add("agent1")
    now = central.clock.now()
    crisis = Crisis(
        new_id(),
        "Panne du portail",
        now,
        now + timedelta(hours=4),
        900,
        words=("portail en panne",),
        answers=("acces.panne",),
    )
    assert await central.store.write(Change(crisis=CrisisChange(crisis, agent.id))) is Outcome.WRITTEN
    await central.handle.tick()
    usual = await central.bring(department="69")
    urgent = await central.bring(department="69", subject="Le portail en panne ?")
    assert await place(central, urgent.view.id) == ("lons", crisis.queue)
    given = await central.take("agent1")
    assert given.contact.id == urgent.view.id and "Panne du portail" in given.reason.text
    last = await central.bring(department="69", subject="Portail en panne")
    ended = Change(crisis=CrisisChange(replace(crisis, closed_at=central.clock.now()), agent.id))
    assert await central.store.write(ended) is Outcome.WRITTEN
    assert await central.store.write(ended) is Outcome.STALE
    await central.handle.tick()
    after = await central.bring(department="69", subject="Portail en panne", body="")
    assert (await place(central, after.view.id))[1] != crisis.queue
    assert (await central.take("agent1")).contact.id == last.view.id
    assert (await central.take("agent1")).contact.id in (usual.view.id, after.view.id)
    [kept] = await central.store.crises(now)
    assert kept == replace(crisis, closed_at=kept.closed_at) and kept.closed_at is not None


async def test_levels_are_kept_with_the_account(central: Bench) -> None:
    agent = await central.add("agent1", skills=("general", "tva"), levels={"tva": 3})
    assert (
        agent.skills == ("general", "tva") and agent.level_in("tva") == 3 and agent.level_in("general") == 2
    )
    assert await central.store.has_skill("lons", "tva") and await central.store.has_skill("national", "tva")
    assert not await central.store.has_skill("pau", "tva") and not await central.store.has_skill("lons", "tv")


async def test_what_is_due_is_read_from_its_index(central: Bench, url: str) -> None:
    if url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///")
        connection = sqlite3.connect(path)
        connection.execute(FILL["sqlite"])
        connection.execute("update contact set widen_at = received_at")
        connection.commit()
        handled = next(p.sql for p in statements("sqlite")["read_intake"] if p.name == "handled")
        found = connection.execute(f"explain query plan {handled}", {"siren": SIREN, "since": 0}).fetchall()
        connection.close()
        assert "contact_siren" in found[0][3]
        assert "contact_widen" in sqlite_plan(path, "due_to_widen", "rows")
        return
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(FILL["postgresql"])
        await connection.execute(
            "update contact set widen_at = received_at, siren = '732829320' where version = 1"
        )
        await connection.execute("analyze contact")
        [part] = statements("postgres")["due_to_widen"]
        plan = await planned_part(connection, part)
        assert "Index Scan using contact_widen" in plan and "Seq Scan" not in plan, plan
    finally:
        await connection.close()


async def test_many_keys_are_one_read_of_the_index(central: Bench, url: str) -> None:
    """A central in a crisis, an agent with every skill and a plateau: two pools, four channels, ten skills."""
    queues = [
        {"pool": pool, "channel": channel, "skill": skill}
        for pool in ("lons", "national")
        for channel in Channel
        for skill in ("general", "tva", *(f"s{n}" for n in range(6)), "plateau:lons-1", f"crisis:{uuid4()}")
    ]
    if url.startswith("sqlite"):
        return await _sqlite_heads(url, queues)
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(FILL["postgresql"])
        await connection.execute("analyze contact")
        [part] = statements("postgres")["read_next"]
        plan = await planned_part(connection, part)
        assert "Index Scan using contact_waiting on contact" in plan and "Seq Scan" not in plan, plan
    finally:
        await connection.close()


async def _sqlite_heads(url: str, queues: list[dict[str, str]]) -> None:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    try:
        connection.execute(FILL["sqlite"])
        sql = next(part.sql for part in statements("sqlite")["read_next"] if part.name == "heads")
        found = connection.execute(sql, {**NEXT, "queues": json.dumps(queues)}).fetchall()
        plan = connection.execute(f"explain query plan {sql}", {**NEXT, "queues": "[]"}).fetchall()
    finally:
        connection.close()
    assert len(found) == 2
    assert any("USING INDEX contact_waiting" in row[3] for row in plan), plan
