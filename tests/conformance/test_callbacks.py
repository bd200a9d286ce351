"""Promised callbacks through the store: one command, two contacts."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.domain.usager import ContactPoint
from ccpro_desk.domain.values import Channel, Role, State
from ccpro_desk.reference.settings import load_settings
from ccpro_desk.wire.plateau import Absence
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.views import ContactView
from tests.support.central import SIREN, Bench


def open_hour(central: Bench) -> datetime:
    found = load_settings().hours["lons"].next_open(central.clock.now() + timedelta(hours=1))
    assert found is not None
    return found


async def promised(central: Bench, at: datetime, number: str = "06 39 98 00 12") -> tuple[UUID, UUID]:
    """The contact and the promise."""
    await central.bring()
    given = await central.take("agent1")
    body = {"at": at.isoformat(), "number": number, "purpose": "Suite de sa demande"}
    command = central.command("callback.schedule", body, given)
    [done] = await central.send("agent1", command)
    assert done.status == "applied", done
    [again] = await central.send("agent1", command)
    assert again.status == "duplicate"
    return given.contact.id, UUID(command["id"])


async def mine(central: Bench, login: str) -> dict[UUID, ContactView]:
    me = await central.handle.me(await central.agent(login))
    return {view.id: view for view in me.contacts}


async def test_a_promise_is_kept_by_its_agent_at_its_hour(central: Bench) -> None:
    await central.add("agent1")
    at, start = open_hour(central), await central.store.position()
    contact, promise = await promised(central, at)
    view = (await mine(central, "agent1"))[promise]
    assert (view.state, view.channel, view.resume_at) == (State.PARKED, Channel.CALLBACK, at)
    told, _ = await central.store.events_after(start, 50)
    [event] = [t.event for t in told if t.event.type == "callback.scheduled"]
    assert (event.contact_id, event.about, event.version) == (promise, promise, 1)
    resumed = await central.do("agent1", "contact.resume", {}, view)
    assert resumed.view is not None and resumed.view.state is State.ACTIVE
    assert resumed.view.lease is not None and resumed.view.lease.token is not None
    assert contact in await mine(central, "agent1"), "the first contact goes on"
    broken = await central.store.invariants(central.clock.now())
    assert not any(broken.values()), broken


async def test_a_promise_that_its_agent_does_not_keep_waits_for_all(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    at = open_hour(central)
    _, promise = await promised(central, at)
    central.later(seconds=(at - central.clock.now()).total_seconds() + 60)
    await central.handle.tick()
    assert promise in await mine(central, "agent1"), "not before its agent has had time"
    central.later(hours=2)
    await central.handle.tick()
    given = await central.take("agent2")
    assert given.contact.id == promise and "promis" in given.contact.reason.text


async def test_an_hour_out_of_the_opening_hours_is_refused(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    night = open_hour(central).replace(hour=1)
    body = {"at": night.isoformat(), "number": "0639980012", "purpose": "Suite"}
    assert (await central.do("agent1", "callback.schedule", body, given)).code == "invalid"


async def test_the_same_call_is_not_promised_twice_to_a_usager(central: Bench) -> None:
    await central.usager(contacts=(ContactPoint("phone", "+33639980012"),))
    await central.add("agent1")
    at = open_hour(central)
    await central.bring(siren=SIREN)
    given = await central.take("agent1")
    body = {"at": at.isoformat(), "number": "06 39 98 00 12", "purpose": "Suite"}
    done = await central.do("agent1", "callback.schedule", body, given)
    assert done.status == "applied" and done.view is not None
    assert "(numéro du dossier)" in done.view.messages[-1].text
    again = await central.do("agent1", "callback.schedule", body, given)
    assert again.code == "already_exists" and "rien n'a été ajouté" in (again.message or "")


async def test_a_promise_of_somebody_absent_waits_for_its_hour(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    supervisor = await central.add("encadrant1", Role.SUPERVISOR, available=False)
    at = open_hour(central)
    _, promise = await promised(central, at)
    await central.handle.plateau.absence(supervisor, Absence("agent1"))
    found = await central.store.contact(promise)
    assert found is not None and (found.state, found.widen_at) == (State.PARKED, at)
    assert "sera absent" in found.reason.text
    central.later(seconds=(at - central.clock.now()).total_seconds() + 60)
    await central.handle.tick()
    assert (await central.take("agent2")).contact.id == promise


async def test_a_promise_for_a_day_of_leave_is_everybodys_at_its_hour(central: Bench) -> None:
    await central.add("agent1")
    supervisor = await central.add("encadrant1", Role.SUPERVISOR, available=False)
    at = open_hour(central)
    day = at.date()
    _, before = await promised(central, at)
    declared = await central.handle.plateau.absence(supervisor, Absence("agent1", day + timedelta(1)))
    assert declared.returned == () and len(declared.leaves) == 1, "promises of other days stay"
    declared = await central.handle.plateau.absence(supervisor, Absence("agent1", day, day + timedelta(2)))
    assert declared.returned == (before,)
    later = load_settings().hours["lons"].next_open(at + timedelta(days=1))
    assert later is not None
    _, during = await promised(central, later)
    for promise, hour in ((before, at), (during, later)):
        found = await central.store.contact(promise)
        assert found is not None and (found.state, found.widen_at) == (State.PARKED, hour)
        assert "absent" in found.reason.text
    back = await central.handle.plateau.absence(supervisor, Absence("agent1", back=True))
    assert back.leaves == () and await central.store.leaves_of(central.people["agent1"], day) == []
    _, after = await promised(central, later, "04 65 71 00 15")
    found = await central.store.contact(after)
    assert found is not None and found.widen_at is not None and found.widen_at > later


async def test_days_of_leave_that_make_no_sense_are_refused_and_old_ones_forgotten(central: Bench) -> None:
    agent = await central.add("agent1")
    supervisor = await central.add("encadrant1", Role.SUPERVISOR, available=False)
    today = central.clock.now().date()
    for first, last in ((3, 1), (-9, -2), (1, 800)):
        asked = Absence("agent1", today + timedelta(first), today + timedelta(last))
        with pytest.raises(ProblemError) as refused:
            await central.handle.plateau.absence(supervisor, asked)
        assert refused.value.code is ProblemCode.INVALID
    await central.handle.plateau.absence(supervisor, Absence("agent1", last=today + timedelta(1)))
    await central.store.forget_plateau(central.clock.now())
    assert len(await central.store.leaves_of(agent.id, today)) == 1
    await central.store.forget_plateau(central.clock.now() + timedelta(days=3))
    assert await central.store.leaves_of(agent.id, today) == []
