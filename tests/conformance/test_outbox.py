"""Replies on their way out: held, claimed, reported, taken back."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.domain.values import Channel, Sending, State
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import OutboxReport
from ccpro_desk.wire.views import NextView, OutboxItem
from tests.support.central import Bench

CLOSE = {"motifs": [{"code": "autre.autre", "outcome": "answered"}]}


async def replied(central: Bench, hold_s: int = 0) -> tuple[NextView, str]:
    """A contact in agent1's hands with a reply on its way, and the reply's id."""
    if "agent1" not in central.people:
        await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    command = central.command("contact.reply", {"text": "Voici.", "hold_s": hold_s}, given)
    [result] = await central.send("agent1", command)
    assert result.status == "applied"
    return given, command["id"]


async def claim(central: Bench, limit: int = 10) -> list[OutboxItem]:
    return await central.handle.claim(await central.agent("connecteur"), Channel.MAIL, limit)


async def report(central: Bench, item: OutboxItem, status: str, detail: str | None = None) -> None:
    connector = await central.agent("connecteur")
    await central.handle.report(connector, item.id, OutboxReport(item.claim, status, detail))


async def status_of(central: Bench, given: NextView) -> Sending | None:
    contact = await central.store.contact(given.contact.id)
    assert contact is not None
    return contact.messages[-1].status


async def test_a_held_reply_is_never_claimable_before_its_time(central: Bench) -> None:
    given, _ = await replied(central, hold_s=20)
    assert await status_of(central, given) is Sending.HELD
    central.later(seconds=19)
    await central.handle.tick()
    assert await claim(central) == []
    central.later(seconds=1)
    await central.handle.tick()
    assert await status_of(central, given) is Sending.QUEUED
    assert len(await claim(central)) == 1


async def test_a_held_reply_is_taken_back(central: Bench) -> None:
    given, reply = await replied(central, hold_s=20)
    closed = await central.do("agent1", "contact.close", CLOSE, given)
    assert closed.status == "applied"
    back = await central.do("agent1", "reply.take_back", {"reply_id": reply}, given)
    assert back.status == "applied"
    assert back.view is not None and back.view.state is State.PARKED
    central.later(minutes=5)
    await central.handle.tick()
    assert await claim(central) == [] and await status_of(central, given) is Sending.TAKEN_BACK


async def test_a_claimed_reply_is_too_late_to_take_back(central: Bench) -> None:
    given, reply = await replied(central)
    [item] = await claim(central)
    assert str(item.id) == reply
    back = await central.do("agent1", "reply.take_back", {"reply_id": reply}, given)
    assert back.code == "too_late"


async def test_taking_back_and_claiming_at_once_one_of_them_wins(central: Bench) -> None:
    for _ in range(6):
        given, reply = await replied(central)
        back, items = await asyncio.gather(
            central.do("agent1", "reply.take_back", {"reply_id": reply}, given), claim(central)
        )
        assert (back.status == "applied") is (items == []), (back, items)
        await central.do("agent1", "contact.release", {}, given)
        for item in items:
            await report(central, item, "sent")
        await central.do("agent1", "contact.close", CLOSE, await central.take("agent1"))


async def test_claimers_at_once_send_each_reply_once(central: Bench) -> None:
    await central.add("agent1", slots={Channel.MAIL: 20})
    replies = {(await replied(central))[1] for _ in range(12)}
    claimed = await asyncio.gather(*(claim(central, 3) for _ in range(6)))
    ids = [str(item.id) for items in claimed for item in items]
    assert len(ids) == len(set(ids)) and set(ids) <= replies
    assert {*ids, *(str(item.id) for item in await claim(central, 20))} == replies


async def test_a_claim_that_ran_out_makes_the_reply_unsure_until_reported(central: Bench) -> None:
    given, _ = await replied(central)
    [first] = await claim(central)
    central.later(seconds=59)
    assert await claim(central) == []
    central.later(seconds=2)
    [second] = await claim(central)
    assert second.claim != first.claim and second.message_id == first.message_id
    assert await status_of(central, given) is Sending.UNSURE
    with pytest.raises(ProblemError) as older:
        await report(central, first, "sent")
    assert older.value.code is ProblemCode.CONFLICT
    await report(central, second, "sent")
    assert await status_of(central, given) is Sending.SENT
    with pytest.raises(ProblemError) as other:
        await report(central, second, "failed")
    assert other.value.code is ProblemCode.CONFLICT


async def test_what_could_not_be_delivered_comes_back_to_its_author(central: Bench) -> None:
    await central.add("agent2")
    given, _ = await replied(central)
    await central.do("agent1", "contact.close", CLOSE, given)
    [item] = await claim(central)
    await report(central, item, "sent")
    await report(central, item, "bounced", "550 5.1.1 boîte inconnue\x1b[31m")
    contact = await central.store.contact(given.contact.id)
    assert contact is not None and contact.state is State.WAITING
    assert (contact.messages[-1].status, contact.messages[-1].detail) == (
        Sending.FAILED,
        "550 5.1.1 boîte inconnue",
    )
    assert await central.next("agent2") is None
    again = await central.take("agent1")
    assert again.contact.id == given.contact.id and again.reason.code == "bound"


async def test_a_report_on_nothing_is_not_found(central: Bench) -> None:
    connector = await central.agent("connecteur")
    with pytest.raises(ProblemError) as unknown:
        await central.handle.report(connector, uuid4(), OutboxReport(uuid4(), "sent"))
    assert unknown.value.code is ProblemCode.NOT_FOUND
    agent = await central.add("agent1")
    with pytest.raises(ProblemError) as forbidden:
        await central.handle.claim(agent, Channel.MAIL, 5)
    assert forbidden.value.code is ProblemCode.FORBIDDEN


async def test_a_subject_is_answered_once(central: Bench) -> None:
    await central.add("agent1")
    await central.bring(subject="RE: TVA")
    given = await central.take("agent1")
    await central.do("agent1", "contact.reply", {"text": "Voici."}, given)
    [item] = await claim(central)
    assert item.subject == "RE: TVA" and item.sender == "lons@ccpros.example"
