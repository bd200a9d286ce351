"""Purging by rule: what is too old goes, with a receipt; what is open or young stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from ccpro_desk.central.audit.purge import Removed, purge, would_purge
from ccpro_desk.central.audit.sealer import seal_all
from ccpro_desk.central.audit.verify import verify
from ccpro_desk.central.errors import StalePosition, StoreError
from ccpro_desk.domain.values import Role
from ccpro_desk.reference.retention import load_retention
from ccpro_desk.wire.crisis import NewCrisis
from ccpro_desk.wire.requests import NewAttachment, OutboxReport
from tests.support.central import Bench
from tests.support.tampering import look, tamper

CLOSE = {"motifs": [{"code": "autre.autre", "outcome": "answered"}]}
FILE = NewAttachment(name="avis.pdf", type="application/pdf", content_base64="QUJD")


@pytest.fixture
async def old(central: Bench) -> Bench:
    """A shift of today: one contact answered and closed, one open, one attachment joined to nothing."""
    central.clock.at = datetime.now(UTC)
    await central.add("agent1")
    await central.bring("closed@client.example", attachments=(FILE,))
    given = await central.take("agent1")
    await central.do("agent1", "contact.release", {}, given)
    late = await central.do("agent1", "contact.reply", {"text": "Trop tard."}, given)
    assert late.code == "lease_lost"
    given = await central.take("agent1")
    await central.do("agent1", "contact.reply", {"text": "Bonjour."}, given)
    connector = await central.agent("connecteur")
    [item] = await central.handle.claim(connector, given.contact.channel, 10)
    await central.handle.report(connector, item.id, OutboxReport(item.claim, "sent"))
    await central.do("agent1", "contact.close", CLOSE, given)
    await central.bring("open@client.example", attachments=(FILE,))
    await central.handle.add_attachment(await central.agent("agent1"), FILE)
    await central.store.open_session(
        b"t" * 32,
        central.people["agent1"],
        None,
        central.clock.now(),
        central.clock.now() + timedelta(days=400),
    )
    await seal_all(central.store, central.clock.now())
    return central


async def purged(central: Bench, days: int, *only: str) -> dict[str, int]:
    """A purge `days` after the shift."""
    rules = [rule for rule in load_retention() if not only or rule.id in only]
    removed = await purge(central.store, rules, central.clock.now() + timedelta(days=days))
    await seal_all(central.store, central.clock.now())
    return counts(removed)


def counts(removed: list[Removed]) -> dict[str, int]:
    return {each.rule.id: each.count for each in removed if each.count}


async def number(url: str, table: str, where: str = "true") -> int:
    return int((await look(url, f"select count(*) from {table} where {where}"))[0][0])


async def test_nothing_young_goes(old: Bench) -> None:
    assert await purged(old, 1) == {}


async def test_a_dry_run_counts_what_a_purge_removes(old: Bench) -> None:
    later = old.clock.now() + timedelta(days=40)
    expected = counts(await would_purge(old.store, load_retention(), later))
    assert expected == await purged(old, 40)
    assert set(expected) == {"drafts", "unlinked", "results", "events", "sessions", "sign_ins"}


async def test_a_closed_contact_goes_whole_and_an_open_one_stays(old: Bench, url: str) -> None:
    assert (await purged(old, 800))["contacts"] == 1
    assert await look(url, "select external_id from contact") == [("open@client.example",)]
    assert await number(url, "message") == 1
    assert await number(url, "attachment", "contact_id is not null") == 1
    assert await number(url, "intake") == await number(url, "thread_ref") == 1
    assert await number(url, "outbox") == 0
    report = await verify(old.store, old.clock.now() + timedelta(days=800))
    assert report.findings == []


async def test_a_contact_goes_only_after_its_events(old: Bench) -> None:
    assert await purged(old, 800, "contacts") == {}
    await purged(old, 800, "events")
    assert await purged(old, 800, "contacts") == {"contacts": 1}


async def test_a_late_draft_goes_before_its_contact(old: Bench, url: str) -> None:
    [closed] = await look(url, "select id from contact where state = 'closed'")
    assert (await purged(old, 40))["drafts"] == 1
    kept = await old.store.contact(UUID(str(closed[0])))
    assert kept is not None and kept.late_drafts == () and [m.text for m in kept.messages][1:] == ["Bonjour."]


async def test_the_attachment_of_a_closed_contact_goes_and_an_open_one_keeps_its(
    old: Bench, url: str
) -> None:
    assert await purged(old, 400, "attachments") == {"attachments": 1}
    assert await number(url, "attachment", "contact_id is not null") == 1


async def test_a_crisis_line_goes_a_year_after_its_end(old: Bench, url: str) -> None:
    head = await old.add("chef1", Role.HEAD)
    until = old.clock.now() + timedelta(days=20)
    opened = await old.handle.open_crisis(head, NewCrisis("Panne", until, 900, words=("page blanche",)))
    await old.handle.open_crisis(head, NewCrisis("Autre panne", until, 900, words=("écran noir",)))
    await old.handle.close_crisis(head, opened.id)
    assert await purged(old, 366, "crises") == {"crises": 1}
    assert await purged(old, 386, "crises") == {"crises": 1}
    assert await number(url, "crisis") == 0


async def test_sign_ins_leave_only_a_hash_under_their_seal(old: Bench, url: str) -> None:
    statuses = await number(url, "audit", "action = 'agent.status'")
    assert statuses >= 1
    assert await purged(old, 40, "sign_ins", "sessions") == {"sign_ins": statuses, "sessions": 1}
    assert await number(url, "audit", "action = 'agent.status'") == 0
    report = await verify(old.store, old.clock.now() + timedelta(days=40))
    assert (report.findings, report.purged) == ([], statuses)


async def test_emptied_details_are_explained_by_their_receipt(old: Bench, url: str) -> None:
    rows = await number(url, "audit")
    assert await purged(old, 400, "audit_details") == {"audit_details": rows}
    report = await verify(old.store, old.clock.now() + timedelta(days=400))
    assert (report.findings, report.emptied) == ([], rows)


async def test_old_rows_leave_their_hashes_and_receipts_stay(old: Bench, url: str) -> None:
    await purged(old, 40)
    rows = await number(url, "audit", "action <> 'purge'")
    assert (await purged(old, 2000, "audit_rows"))["audit_rows"] == rows
    assert await number(url, "audit", "action <> 'purge'") == 0
    assert (await verify(old.store, old.clock.now() + timedelta(days=2000))).findings == []


async def test_rows_removed_under_a_borrowed_receipt_are_counted(old: Bench, url: str) -> None:
    await purged(old, 40, "sign_ins")
    [(receipt,)] = await look(url, "select distinct receipt from audit_gone")
    await tamper(url, f"delete from audit_gone where receipt = '{receipt}'")
    found = {f.code for f in (await verify(old.store, old.clock.now() + timedelta(days=40))).findings}
    assert found == {"receipt_count", "row_missing"}


async def test_a_rewritten_receipt_is_found(old: Bench, url: str) -> None:
    await purged(old, 40, "sign_ins")
    await tamper(url, "update purge_receipt set detail = replace(detail, 'sign_ins', 'contacts')")
    found = {f.code for f in (await verify(old.store, old.clock.now() + timedelta(days=40))).findings}
    assert "receipt_changed" in found


async def test_a_desk_older_than_what_is_kept_must_resync(old: Bench) -> None:
    begin = f"{await old.store.epoch()}.0-0"
    now = await old.store.position()
    await purged(old, 40, "events")
    with pytest.raises(StalePosition):
        await old.store.events_after(begin, 10)
    await old.bring("after@client.example")
    assert [e.event.type for e in (await old.store.events_after(now, 10))[0]] == ["contact.received"]


async def test_one_purge_at_a_time(old: Bench, url: str) -> None:
    async with old.store.alone("purge") as mine:
        assert mine
        if url.startswith("postgres"):
            with pytest.raises(StoreError, match="en cours"):
                await purge(old.store, load_retention(), old.clock.now())


async def test_many_rows_go_in_several_transactions(old: Bench, url: str) -> None:
    for _ in range(450):
        await old.do("agent1", "agent.status", {"status": "available"})
    results = await number(url, "command_result")
    assert (await purged(old, 40, "results")) == {"results": results}
    assert results > 450 and await number(url, "command_result") == 0
