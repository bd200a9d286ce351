"""Crisis lines through the handle: who may run them, what agents see, what a contact carries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.domain.values import Role
from ccpro_desk.wire.crisis import NewCrisis
from ccpro_desk.wire.problems import ProblemCode
from tests.support.central import Bench


def new(central: Bench, **more: object) -> NewCrisis:
    until = central.clock.now() + timedelta(hours=4)
    base = NewCrisis("Panne du portail", until, 900, words=("page blanche",), answers=("acces.panne",))
    return replace(base, **more)  # type: ignore[arg-type]


async def test_a_supervisor_opens_it_agents_see_it_its_contacts_carry_its_answers(central: Bench) -> None:
    agent = await central.add("agent1")
    cadre = await central.add("encadrant1", Role.SUPERVISOR)
    opened = await central.handle.open_crisis(cadre, new(central))
    assert await central.handle.crises(agent) == [opened]
    brought = await central.bring(department="69", subject="Page  blanche", body="Rien ne s'affiche.")
    elsewhere = await central.bring(department="33", subject="Page blanche")
    given = await central.take("agent1")
    assert given.contact.id == brought.view.id and given.contact.pinned == ("acces.panne",)
    contact = await central.store.contact(elsewhere.view.id)
    assert contact is not None and contact.urgency.crisis is None
    await central.handle.close_crisis(cadre, opened.id)
    assert await central.handle.crises(agent) == []
    with pytest.raises(ProblemError) as twice:
        await central.handle.close_crisis(cadre, opened.id)
    assert twice.value.code is ProblemCode.NOT_FOUND


async def test_only_who_runs_the_pool_may(central: Bench) -> None:
    agent = await central.add("agent1")
    cadre = await central.add("encadrant1", Role.SUPERVISOR)
    head = await central.add("chef1", Role.HEAD)
    pau = await central.add("encadrant2", Role.SUPERVISOR, centre="pau")
    for actor, national in ((agent, False), (cadre, True)):
        with pytest.raises(ProblemError) as refused:
            await central.handle.open_crisis(actor, new(central, national=national))
        assert refused.value.code is ProblemCode.FORBIDDEN
    everywhere = await central.handle.open_crisis(head, new(central, national=True))
    assert everywhere.national and await central.handle.crises(pau) == [everywhere]
    own = await central.handle.open_crisis(cadre, new(central))
    for crisis_id, code in (
        (everywhere.id, ProblemCode.FORBIDDEN),
        (own.id, ProblemCode.NOT_FOUND),
        (uuid4(), ProblemCode.NOT_FOUND),
    ):
        with pytest.raises(ProblemError) as other:
            await central.handle.close_crisis(pau, crisis_id)
        assert other.value.code is code


async def test_one_that_designates_nothing_is_refused(central: Bench) -> None:
    cadre = await central.add("encadrant1", Role.SUPERVISOR)
    now = central.clock.now()
    for wrong in (
        {"words": (), "numbers": ()},
        {"words": ("…",)},
        {"label": " \n"},
        {"until": now},
        {"until": now + timedelta(days=40)},
    ):
        with pytest.raises(ProblemError) as refused:
            await central.handle.open_crisis(cadre, new(central, **wrong))
        assert refused.value.code is ProblemCode.INVALID, wrong


async def test_another_process_knows_it_at_its_next_tick(central: Bench) -> None:
    cadre = await central.add("encadrant1", Role.SUPERVISOR)
    other = Bench(central.store, central.clock, central.rules, central.people)
    await central.handle.open_crisis(cadre, new(central))
    await other.handle.tick()
    brought = await other.bring(department="69", subject="Page blanche")
    contact = await central.store.contact(brought.view.id)
    assert contact is not None and contact.urgency.crisis == "Panne du portail"
