"""Acts through the store: one command changes the contact and what follows from it, and a race is lost whole."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle import AskedMatters, Handle
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.values import Change, MatterChange
from ccpro_desk.domain.identification import Assurance
from ccpro_desk.domain.matter import MatterKind
from ccpro_desk.domain.values import Role
from ccpro_desk.wire.contact_view import MatterView
from ccpro_desk.wire.requests import Sender
from ccpro_desk.wire.views import ContactView, Result
from tests.domain.matters import ACTS, an_act
from tests.support.central import SIREN, Bench
from tests.support.tampering import tamper


@pytest.fixture
async def centre(central: Bench) -> Bench:
    """A centre whose catalogue is small, with two agents and who may look at their acts."""
    central.clock.at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    central.rules = replace(central.rules, acts=ACTS)
    central.handle = Handle(central.store, central.clock, central.rules)
    await central.usager()
    await central.add("agent1")
    await central.add("agent2")
    await central.add("encadrant1", Role.SUPERVISOR)
    return central


async def identified(central: Bench, login: str, name: str) -> ContactView:
    """A contact of the authenticated space in `login`'s hands, its usager known at level 2."""
    sender = Sender(name="Mme Martin", address="martin@client.example", assurance=Assurance.ACCOUNT)
    await central.bring(f"{name}@client.example", siren=SIREN, sender=sender)
    given = await central.take(login)
    done = await central.do(login, "contact.identify", {"checks": ["amount"], "passed": True}, given)
    assert done.view is not None and done.view.identification.level == 2
    lease = given.lease
    assert lease is not None and done.view.lease is not None
    return replace(done.view, lease=replace(done.view.lease, token=lease.token))


async def submit(central: Bench, login: str, at: ContactView, act: str = "essai") -> tuple[UUID, Result]:
    command = central.command("act.submit", {"act": act, "fields": {}}, at)
    [result] = await central.send(login, command)
    return UUID(command["id"]), result


async def test_an_act_stands_with_its_contact_its_event_and_its_audit(centre: Bench) -> None:
    at = await identified(centre, "agent1", "un")
    start = await centre.store.position()
    key, done = await submit(centre, "agent1", at)
    assert done.status == "applied" and done.view is not None, done
    assert done.view.matters is not None
    [view] = done.view.matters
    assert (view.id, view.state, view.siren, view.detail) == (key, "recorded", SIREN, None)
    told, _ = await centre.store.events_after(start, 10)
    [event] = [each.event for each in told]
    assert (event.type, event.about, event.contact_id, event.changed) == (
        "act.submitted",
        key,
        at.id,
        ("matters",),
    )
    cancelled = await centre.do("agent1", "act.cancel", {"act_id": str(key), "reason": "Erreur"}, at)
    assert cancelled.status == "applied"
    again = await centre.do("agent1", "act.cancel", {"act_id": str(key), "reason": "Erreur"}, at)
    assert (again.status, again.code) == ("refused", "too_late")
    read = await centre.handle.matter(await centre.agent("agent1"), key)
    assert [step.state for step in read.steps] == ["recorded", "cancelled"]
    assert read.detail is not None and read.detail["why"] == "Erreur"
    assert not any((await centre.store.invariants(centre.clock.now())).values())


async def test_another_person_approves_once(centre: Bench) -> None:
    at = await identified(centre, "agent1", "un")
    key, _ = await submit(centre, "agent1", at, "relu")
    body = {"act_id": str(key)}
    await centre.do("agent1", "contact.close", {"motifs": [{"code": "autre.autre", "outcome": "act"}]}, at)
    for login in ("agent1", "agent2"):
        assert (await centre.do(login, "act.approve", body)).code == "forbidden"
    results = await asyncio.gather(
        *(centre.do("encadrant1", "act.approve", body) for _ in range(5)),
        centre.do("encadrant1", "act.return", {**body, "reason": "Pièce absente"}),
    )
    assert [each.status for each in results].count("applied") == 1
    assert {each.code for each in results if each.status == "refused"} == {"too_late"}
    unknown = await centre.do("encadrant1", "act.approve", {"act_id": str(UUID(int=7))})
    assert unknown.code == "not_found"
    assert not any((await centre.store.invariants(centre.clock.now())).values())


async def test_what_two_agents_ask_for_at_once_is_decided_one_after_the_other(centre: Bench) -> None:
    """Acts of one usager have turns: whoever comes second decides again, seeing the first."""
    first, second = await identified(centre, "agent1", "un"), await identified(centre, "agent2", "deux")
    await asyncio.gather(submit(centre, "agent1", first), submit(centre, "agent2", second, "relu"))
    matters = await centre.store.matters_of(SIREN, 10)
    assert sorted(matter.turn for matter in matters) == [1, 2]


async def test_who_may_list_and_read(centre: Bench) -> None:
    at = await identified(centre, "agent1", "un")
    keys = [(await submit(centre, "agent1", at, act))[0] for act in ("relu", "essai")]
    asked = AskedMatters(MatterKind.ACT)

    async def seen(login: str, **more: object) -> list[UUID]:
        page = replace(asked, **more)  # type: ignore[arg-type]
        found: list[MatterView] = []
        cursor = None
        while True:
            items, cursor = await centre.handle.matters(await centre.agent(login), page, 1, cursor)
            found += items
            if cursor is None:
                return [view.id for view in found]

    assert set(await seen("agent1")) == set(await seen("encadrant1")) == set(keys)
    assert await seen("encadrant1", states=["to_approve"]) == keys[:1]
    assert await seen("agent2") == await seen("encadrant1", mine=True) == []
    with pytest.raises(ProblemError):
        await centre.handle.matter(await centre.agent("agent2"), keys[0])
    await centre.bring("autre@client.example", siren=SIREN)
    await centre.take("agent2")
    read = await centre.handle.matter(await centre.agent("agent2"), keys[0])
    assert read.masked and read.detail is None, "of the same usager, not known far enough"


async def test_a_seat_is_one_matters_and_what_contradicts_itself_is_said(centre: Bench, url: str) -> None:
    at = await identified(centre, "agent1", "un")
    now = centre.clock.now()

    async def seated(
        key: int, takes: tuple[str, ...], frees: tuple[str, ...] = (), version: int = 1
    ) -> Outcome:
        matter = an_act(
            id=UUID(int=key), contact_id=at.id, author=centre.people["agent1"], turn=0, version=version
        )
        return await centre.store.write(Change(matters=(MatterChange(matter, None, now, takes, frees),)))

    assert await seated(51, ("sie/1/9h00/1",)) is Outcome.WRITTEN
    assert await seated(52, ("sie/1/9h00/1",)) is Outcome.SEAT
    assert await seated(51, ("sie/1/9h30/1",), ("sie/1/9h00/1",)) is Outcome.STALE, "its version is taken"
    assert await seated(51, ("sie/1/9h30/1",), ("sie/1/9h00/1",), version=2) is Outcome.WRITTEN
    assert await seated(52, ("sie/1/9h00/1",)) is Outcome.WRITTEN
    assert await centre.store.seats_taken("sie/1/", "sie/1/~") == ["sie/1/9h00/1", "sie/1/9h30/1"]
    assert not any((await centre.store.invariants(now)).values())
    await tamper(url, "update matter set version = 7")
    await tamper(url, "delete from matter where id = '00000000-0000-0000-0000-000000000034'")
    await tamper(url, "delete from contact")
    broken = await centre.store.invariants(now)
    assert {"matter_and_steps", "seat_without_matter", "matter_without_contact"} <= {
        k for k, v in broken.items() if v
    }
