"""After a restore: a new epoch, leases that the database never knew, and work that must not be lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from ccpro_desk.central.audit.sealer import seal_all
from ccpro_desk.central.audit.verify import verify
from ccpro_desk.central.errors import StalePosition
from ccpro_desk.wire.views import ContactView, NextView, Result
from tests.support.central import Bench
from tests.support.tampering import look

CLOSE = {"motifs": [{"code": "autre.autre", "outcome": "answered"}]}
TEXT = {"text": "Bonjour, votre demande est en cours."}


@pytest.fixture
async def lost(central: Bench) -> tuple[Bench, ContactView]:
    """A contact that the backup knows as waiting; agent1 had it in hand when the database was lost."""
    await central.add("agent1")
    await central.add("agent2")
    brought = await central.bring()
    await seal_all(central.store, central.clock.now())
    central.later(hours=1)
    await central.store.restored(central.clock.now(), central.clock.now() + timedelta(minutes=10))
    return central, brought.view


async def again(central: Bench, kind: str, body: dict[str, Any], at: ContactView, **more: Any) -> Result:
    """A command that was acknowledged half an hour before the restore, pushed again."""
    issued = (central.clock.now() - timedelta(minutes=30)).isoformat()
    lost = {"lease_token": str(uuid4()), "base_version": at.version + 1, "issued_at": issued}
    return await central.do("agent1", kind, body, at, **(lost | more))


async def is_clean(central: Bench) -> bool:
    await seal_all(central.store, central.clock.now())
    report = await verify(central.store, central.clock.now() + timedelta(minutes=1))
    return report.findings == []


async def test_a_new_epoch_sends_every_desk_to_resync(central: Bench) -> None:
    before = await central.store.position()
    await central.bring()
    await central.store.restored(central.clock.now(), central.clock.now())
    with pytest.raises(StalePosition):
        await central.store.events_after(before, 10)
    now = await central.store.position()
    await central.bring()
    assert [e.event.type for e in (await central.store.events_after(now, 10))[0]] == ["contact.received"]


async def test_live_leases_wait_for_their_desks(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    held = await central.take("agent1")
    central.later(hours=3)
    await central.store.restored(central.clock.now(), central.clock.now() + timedelta(minutes=10))
    await central.handle.tick()
    assert (await central.do("agent1", "contact.note", {"text": "Toujours là."}, held)).status == "applied"
    assert (await central.do("agent1", "contact.close", CLOSE, held)).status == "applied"


async def test_a_lost_shift_is_done_again(lost: tuple[Bench, ContactView]) -> None:
    central, contact = lost
    for kind, body in (("contact.note", TEXT), ("contact.reply", TEXT), ("contact.close", CLOSE)):
        assert (await again(central, kind, body, contact)).status == "applied", kind
    kept = await central.store.contact(contact.id)
    assert kept is not None and (kept.state, kept.lease) == ("closed", None)
    assert kept.owner == central.people["agent1"]
    assert [message.direction for message in kept.messages] == ["in", "note", "out"]
    assert len(await central.handle.claim(await central.agent("connecteur"), contact.channel, 10)) == 1
    assert await is_clean(central)


async def test_more_contacts_than_slots_come_back(lost: tuple[Bench, ContactView]) -> None:
    central, first = lost
    contacts = [first] + [(await central.bring()).view for _ in range(6)]
    for contact in contacts:
        assert (await again(central, "contact.reply", TEXT, contact)).status == "applied"
    for contact in contacts:
        assert (await again(central, "contact.close", CLOSE, contact)).status == "applied"
    assert await is_clean(central)


async def test_the_same_again_is_a_duplicate(lost: tuple[Bench, ContactView]) -> None:
    central, contact = lost
    key = str(uuid4())
    assert (await again(central, "contact.reply", TEXT, contact, id=key)).status == "applied"
    assert (await again(central, "contact.reply", TEXT, contact, id=key)).status == "duplicate"
    kept = await central.store.contact(contact.id)
    assert kept is not None and len(kept.messages) == 2


async def test_set_aside_then_answered(lost: tuple[Bench, ContactView]) -> None:
    central, contact = lost
    assert (await again(central, "contact.park", {"reason": "Pièce attendue"}, contact)).status == "applied"
    assert (await again(central, "contact.reply", TEXT, contact)).status == "applied"
    kept = await central.store.contact(contact.id)
    assert kept is not None and (kept.state, kept.owner) == ("parked", central.people["agent1"])
    assert await is_clean(central)


async def test_taken_by_another_its_text_is_a_late_draft(lost: tuple[Bench, ContactView]) -> None:
    central, contact = lost
    taken = await central.take("agent2")
    assert (await again(central, "contact.reply", TEXT, contact)).code == "lease_lost"
    seen = await central.handle.contact(await central.agent("agent2"), contact.id)
    assert seen.late_drafts is not None and [draft.text for draft in seen.late_drafts] == [TEXT["text"]]
    closed = await central.do("agent2", "contact.close", CLOSE, taken, base_version=seen.version)
    assert closed.status == "applied"
    assert await is_clean(central)


async def test_taken_and_given_back_is_taken(lost: tuple[Bench, ContactView]) -> None:
    central, contact = lost
    taken = await central.take("agent2")
    await central.do("agent2", "contact.release", {}, taken)
    assert (await again(central, "contact.reply", TEXT, contact)).code == "lease_lost"
    kept = await central.store.contact(contact.id)
    assert kept is not None and [draft.text for draft in kept.late_drafts] == [TEXT["text"]]


async def test_closed_by_another_its_text_is_kept_too(lost: tuple[Bench, ContactView]) -> None:
    central, contact = lost
    taken = await central.take("agent2")
    assert (await central.do("agent2", "contact.close", CLOSE, taken)).status == "applied"
    assert (await again(central, "contact.reply", TEXT, contact)).code == "closed"
    kept = await central.store.contact(contact.id)
    assert kept is not None and [draft.text for draft in kept.late_drafts] == [TEXT["text"]]
    assert await is_clean(central)


async def test_in_hand_again_at_the_same_agents(lost: tuple[Bench, ContactView]) -> None:
    central, contact = lost
    given: NextView = await central.take("agent1")
    assert (await again(central, "contact.reply", TEXT, contact)).status == "applied"
    kept = await central.store.contact(contact.id)
    assert kept is not None and kept.lease is not None and given.lease is not None
    assert kept.lease.token == given.lease.token
    assert await is_clean(central)


@pytest.mark.parametrize(
    ("issued_h", "now_h", "code"), [(-0.5, 1, None), (0.5, 1, "lease_lost"), (-0.5, 25, "lease_lost")]
)
async def test_only_what_was_issued_before_and_for_a_day(
    lost: tuple[Bench, ContactView], issued_h: float, now_h: float, code: str | None
) -> None:
    central, contact = lost
    issued = central.clock.now() + timedelta(hours=issued_h)
    central.later(hours=now_h)
    assert (await again(central, "contact.reply", TEXT, contact, issued_at=issued.isoformat())).code == code


async def test_without_a_restore_a_lost_lease_is_lost(central: Bench) -> None:
    await central.add("agent1")
    contact = (await central.bring()).view
    assert (await again(central, "contact.reply", TEXT, contact)).code == "lease_lost"


async def test_a_draft_does_not_come_back(lost: tuple[Bench, ContactView]) -> None:
    central, contact = lost
    assert (await again(central, "draft.save", TEXT, contact)).code == "lease_lost"


async def test_the_audit_goes_on_in_another_cluster(lost: tuple[Bench, ContactView], url: str) -> None:
    """Rows of before keep their place also where transaction numbers are now lower than theirs."""
    central, _ = lost
    if url.startswith("postgres"):
        assert await look(url, "select distinct life from audit") == [(0,)]
    await central.bring()
    assert await is_clean(central)
    if url.startswith("postgres"):
        assert await look(url, "select distinct life from audit order by life") == [(0,), (1,)]
