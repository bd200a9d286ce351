"""What time does to offers and leases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from ccpro_desk.domain.values import Channel, State
from ccpro_desk.wire.views import ContactView
from tests.support.central import SIREN, Bench


async def state_of(central: Bench, contact_id: object) -> State:
    contact = await central.store.contact(contact_id)  # type: ignore[arg-type]
    assert contact is not None
    return contact.state


async def test_an_offer_not_taken_waits_again(central: Bench) -> None:
    await central.add("agent1")
    call = await central.bring(channel=Channel.PHONE, body=None)
    await central.take("agent1")
    central.later(seconds=29)
    await central.handle.tick()
    assert await state_of(central, call.view.id) is State.OFFERED
    central.later(seconds=1)
    await central.handle.tick()
    contact = await central.store.contact(call.view.id)
    assert contact is not None and contact.state is State.WAITING
    assert (contact.lease, contact.reason.code) == (None, "offer_expired")


async def test_a_sign_of_life_does_not_prolong_an_offer(central: Bench) -> None:
    agent = await central.add("agent1")
    call = await central.bring(channel=Channel.PHONE, body=None)
    await central.take("agent1")
    central.later(seconds=20)
    await central.handle.renew({agent.id: central.clock.now()})
    central.later(seconds=10)
    await central.handle.tick()
    assert await state_of(central, call.view.id) is State.WAITING


async def test_leases_last_by_channel_and_by_signs_of_life(central: Bench) -> None:
    agent = await central.add("agent1")
    silent = await central.add("agent2")
    for _ in range(2):
        await central.bring()
    mine, theirs = await central.take("agent1"), await central.take("agent2")
    for _ in range(4):
        central.later(minutes=10)
        await central.handle.renew({agent.id: central.clock.now()})
        await central.handle.tick()
    assert await state_of(central, mine.contact.id) is State.ACTIVE
    assert await state_of(central, theirs.contact.id) is State.WAITING
    assert silent.id != agent.id


async def in_hand(central: Bench, login: str) -> ContactView:
    """The next contact, accepted if it is offered."""
    given = await central.take(login)
    if not given.contact.channel.live:
        return given.contact
    accepted = await central.do(login, "contact.accept", {}, given)
    assert accepted.view is not None
    return accepted.view


@pytest.mark.parametrize(
    ("channel", "lasts_s"),
    [(Channel.PHONE, 45), (Channel.CHAT, 45), (Channel.MAIL, 1_800), (Channel.CALLBACK, 1_800)],
)
async def test_a_lease_without_a_sign_of_life_lasts_as_its_channel_says(
    central: Bench, channel: Channel, lasts_s: int
) -> None:
    await central.add("agent1")
    await central.bring(channel=channel)
    held = await in_hand(central, "agent1")
    central.later(seconds=lasts_s - 1)
    await central.handle.tick()
    assert await state_of(central, held.id) is State.ACTIVE
    central.later(seconds=1)
    await central.handle.tick()
    assert await state_of(central, held.id) is State.WAITING


@pytest.mark.parametrize("channel", [Channel.MAIL, Channel.CALLBACK, Channel.CHAT])
async def test_what_is_rescued_goes_to_another_with_its_draft_and_what_was_said(
    central: Bench, channel: Channel
) -> None:
    await central.add("agent1")
    await central.add("agent2")
    await central.bring(channel=channel)
    held = await in_hand(central, "agent1")
    await central.do("agent1", "contact.reply", {"text": "Je regarde."}, held)
    await central.do("agent1", "draft.save", {"text": "À moitié"}, held)
    central.later(minutes=31)
    await central.handle.tick()
    taken = await in_hand(central, "agent2")
    assert (taken.id, taken.draft) == (held.id, "À moitié")
    assert [message.text for message in taken.messages][-1] == "Je regarde."


async def test_an_interrupted_call_waits_for_its_holder_unidentified(central: Bench) -> None:
    await central.usager()
    await central.add("agent1")
    await central.add("agent2")
    await central.bring(channel=Channel.PHONE, body=None)
    offered = await central.take("agent1")
    accepted = await central.do("agent1", "contact.accept", {}, offered)
    await central.do("agent1", "contact.link_usager", {"siren": SIREN}, accepted.view)
    checks = {"checks": ["amount", "notice", "iban4"], "passed": True}
    known = await central.do("agent1", "contact.identify", checks, accepted.view)
    assert known.view is not None and known.view.identification.level == 2
    central.later(seconds=46)
    await central.handle.tick()
    assert await central.next("agent2") is None
    back = await central.take("agent1")
    assert back.contact.id == offered.contact.id and back.contact.identification.level == 0


async def test_a_starting_central_adds_two_minutes_to_every_lease(central: Bench) -> None:
    await central.add("agent1")
    for channel in (Channel.MAIL, Channel.PHONE):
        await central.bring(channel=channel)
    before = [await central.take("agent1") for _ in range(2)]
    await central.handle.add_grace()
    for given in before:
        contact = await central.store.contact(given.contact.id)
        assert contact is not None and contact.lease is not None and given.lease is not None
        assert contact.lease.expires_at == given.lease.expires_at + timedelta(minutes=2)


@pytest.mark.parametrize("away_minutes", [31, 300])
async def test_what_ran_out_while_no_central_was_there_has_its_two_minutes_too(
    central: Bench, away_minutes: int
) -> None:
    await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    central.later(minutes=away_minutes)
    await central.handle.add_grace()
    await central.handle.tick()
    assert await state_of(central, given.contact.id) is State.ACTIVE
    central.later(minutes=2)
    await central.handle.tick()
    assert await state_of(central, given.contact.id) is State.WAITING


async def test_several_rescuers_rescue_once(central: Bench) -> None:
    await central.add("agent1", slots={Channel.MAIL: 10})
    for _ in range(10):
        await central.bring()
    taken = [await central.take("agent1") for _ in range(10)]
    central.clock.at += timedelta(minutes=31)
    await asyncio.gather(*(central.handle.tick() for _ in range(4)))
    for given in taken:
        contact = await central.store.contact(given.contact.id)
        assert contact is not None and contact.version == given.contact.version + 1
