"""Two at once on one contact: the winner holds its lock, the other blocks, then loses and knows it.

Both have read the contact as it was: only the guards of their writes can tell them apart.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from ccpro_desk.domain.values import Channel, State
from ccpro_desk.wire.views import NextView, Result
from tests.support.central import Bench
from tests.support.holding import holding

CLOSE = {"motifs": [{"code": "autre.autre", "outcome": "answered"}]}
Act = Callable[[], Awaitable[Any]]


@dataclass
class Race:
    """A contact in the hands of agent 1, and what may happen to it."""

    central: Bench
    url: str
    given: NextView

    async def run(self, winner: Act, loser: Act) -> tuple[Any, Any]:
        """What both were answered."""
        async with holding(self.central.store, self.url) as written:
            first = asyncio.ensure_future(winner())
            await asyncio.wait_for(written.wait(), 30)
            second = asyncio.ensure_future(loser())
            return await first, await second

    def does(self, type_: str, body: dict[str, Any]) -> Act:
        return lambda: self.central.do("agent1", type_, body, self.given)

    def time_is_over(self) -> Act:
        """The lease, or the offer, has run out; nobody has rescued it yet."""
        self.central.later(hours=1)
        return self.central.handle.tick

    async def contact(self) -> tuple[State, UUID | None]:
        """Its state, and whose it is."""
        found = await self.central.store.contact(self.given.contact.id)
        assert found is not None
        return found.state, found.lease.agent if found.lease else None

    async def told(self) -> list[str]:
        """What the feed says of it since it was taken."""
        events, _ = await self.central.store.events_after(f"{await self.central.store.epoch()}.0-0", 500)
        mine = [e.event for e in events if e.event.contact_id == self.given.contact.id]
        versions = [event.version for event in mine]
        assert versions == sorted(set(versions), key=lambda v: v or 0), "each version once"
        last = await self.central.store.contact(self.given.contact.id)
        assert last is not None and versions[-1] == last.version
        return [event.type for event in mine if (event.version or 0) > self.given.contact.version]


@pytest.fixture
async def mail(central: Bench, url: str) -> Race:
    await central.add("agent1")
    await central.add("agent2")
    await central.bring()
    return Race(central, url, await central.take("agent1"))


@pytest.fixture
async def call(central: Bench, url: str) -> Race:
    """Offered, not accepted."""
    await central.add("agent1")
    await central.bring(channel=Channel.PHONE, body=None)
    return Race(central, url, await central.take("agent1"))


async def test_finishing_before_the_rescue(mail: Race) -> None:
    closed, _ = await mail.run(mail.does("contact.close", CLOSE), mail.time_is_over())
    assert closed.status == "applied"
    assert await mail.contact() == (State.CLOSED, None)
    assert await mail.told() == ["contact.closed"]


async def test_finishing_after_the_rescue(mail: Race) -> None:
    rescue = mail.time_is_over()
    _, closed = await mail.run(rescue, mail.does("contact.close", CLOSE))
    assert_lost(closed, "lease_lost")
    assert await mail.contact() == (State.WAITING, None)
    assert await mail.told() == ["contact.returned"]


async def test_a_reply_after_the_rescue_leaves_its_text(mail: Race) -> None:
    rescue = mail.time_is_over()
    _, replied = await mail.run(rescue, mail.does("contact.reply", {"text": "Trop tard."}))
    assert_lost(replied, "lease_lost")
    after = await mail.central.store.contact(mail.given.contact.id)
    assert after is not None and [late.text for late in after.late_drafts] == ["Trop tard."]
    assert not [message for message in after.messages if message.status is not None]


async def test_releasing_before_the_rescue(mail: Race) -> None:
    released, _ = await mail.run(mail.does("contact.release", {}), mail.time_is_over())
    assert released.status == "applied"
    assert await mail.told() == ["contact.returned"], "once, not twice"


async def test_releasing_after_the_rescue(mail: Race) -> None:
    rescue = mail.time_is_over()
    _, released = await mail.run(rescue, mail.does("contact.release", {}))
    assert_lost(released, "lease_lost")
    assert await mail.told() == ["contact.returned"]


async def test_a_sign_of_life_before_the_rescue(mail: Race) -> None:
    central, agent = mail.central, mail.central.people["agent1"]
    rescue = mail.time_is_over()
    await mail.run(lambda: central.handle.renew({agent: central.clock.now()}), rescue)
    assert await mail.contact() == (State.ACTIVE, agent)
    assert await mail.told() == []


async def test_a_sign_of_life_after_the_rescue(mail: Race) -> None:
    central, agent = mail.central, mail.central.people["agent1"]
    rescue = mail.time_is_over()
    await mail.run(rescue, lambda: central.handle.renew({agent: central.clock.now()}))
    assert await mail.contact() == (State.WAITING, None)


async def test_a_transfer_before_the_closing(mail: Race) -> None:
    to = {"to": {"agent": "agent2"}, "summary": "Pour vous."}
    moved, closed = await mail.run(mail.does("contact.transfer", to), mail.does("contact.close", CLOSE))
    assert moved.status == "applied"
    assert_lost(closed, "lease_lost")
    assert (await mail.contact())[0] is State.WAITING
    assert "contact.closed" not in await mail.told()


async def test_a_closing_before_the_transfer(mail: Race) -> None:
    to = {"to": {"agent": "agent2"}, "summary": "Pour vous."}
    closed, moved = await mail.run(mail.does("contact.close", CLOSE), mail.does("contact.transfer", to))
    assert closed.status == "applied"
    assert_lost(moved, "closed")
    assert await mail.contact() == (State.CLOSED, None)


async def test_accepting_before_the_offer_runs_out(call: Race) -> None:
    agent = call.central.people["agent1"]
    accepted, _ = await call.run(call.does("contact.accept", {}), call.time_is_over())
    assert accepted.status == "applied"
    assert await call.contact() == (State.ACTIVE, agent)
    assert await call.told() == ["contact.assigned"]


async def test_accepting_after_the_offer_ran_out(call: Race) -> None:
    late = call.time_is_over()
    _, accepted = await call.run(late, call.does("contact.accept", {}))
    assert_lost(accepted, "wrong_state")
    assert await call.contact() == (State.WAITING, None)


async def test_hanging_up_before_accepting(call: Race) -> None:
    central, by = call.central, {"by": "usager"}
    ended, accepted = await call.run(
        lambda: central.do("connecteur", "contact.end", by, call.given), call.does("contact.accept", {})
    )
    assert ended.status == "applied"
    assert accepted.status == "refused"
    assert await call.contact() == (State.CLOSED, None)


async def test_a_claim_before_taking_back(mail: Race) -> None:
    central = mail.central
    reply = await central.do("agent1", "contact.reply", {"text": "Bonjour."}, mail.given)
    connector = await central.agent("connecteur")
    claimed, taken_back = await mail.run(
        lambda: central.handle.claim(connector, Channel.MAIL, 10),
        mail.does("reply.take_back", {"reply_id": str(reply.id)}),
    )
    assert [item.id for item in claimed] == [reply.id]
    assert_lost(taken_back, "too_late")


async def test_taking_back_before_a_claim(mail: Race) -> None:
    """A claim blocks for nobody: it passes by what another holds."""
    central = mail.central
    reply = await central.do("agent1", "contact.reply", {"text": "Bonjour."}, mail.given)
    connector = await central.agent("connecteur")
    back = {"reply_id": str(reply.id)}
    claims: list[Any] = []

    async def claim_then_write() -> Result:
        claims.extend(await central.handle.claim(connector, Channel.MAIL, 10))
        return await central.do("agent1", "contact.note", {"text": "Et puis."}, mail.given)

    taken_back, noted = await mail.run(mail.does("reply.take_back", back), claim_then_write)
    assert taken_back.status == noted.status == "applied"
    assert claims == [] == await central.handle.claim(connector, Channel.MAIL, 10)


def assert_lost(result: Result, code: str) -> None:
    assert (result.status, result.code) == ("refused", code)
