"""Seals over the audit: what was written and sealed can no longer be changed unseen."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ccpro_desk.central.audit.invariants import SENTENCES
from ccpro_desk.central.audit.sealer import Sealer, seal_all
from ccpro_desk.central.audit.verify import verify
from ccpro_desk.central.audit.witness import Witness, read_witness
from ccpro_desk.central.store import Store
from ccpro_desk.central.store.statements import statements
from ccpro_desk.domain.clock import SystemClock
from ccpro_desk.domain.values import Channel
from ccpro_desk.wire.requests import NewAttachment
from tests.support.central import SIREN, Bench
from tests.support.tampering import look, tamper

NEW = "0199a000-0000-7000-8000-000000000001"
CLOSE = {"motifs": [{"code": "autre.autre", "outcome": "answered"}]}


def soon(central: Bench) -> datetime:
    """Late enough for everything written to have been sealed."""
    return central.clock.now() + timedelta(minutes=1)


async def codes(central: Bench, witness: Path | None = None) -> list[str]:
    report = await verify(central.store, soon(central), witness)
    return sorted({finding.code for finding in report.findings})


@pytest.fixture
async def shift(central: Bench) -> Bench:
    """A contact taken, answered and closed."""
    await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    await central.do("agent1", "contact.reply", {"text": "Bonjour."}, given)
    await central.do("agent1", "contact.close", CLOSE, given)
    return central


@pytest.fixture
async def sealed(shift: Bench) -> Bench:
    """The shift above, under three seals."""
    await seal_all(shift.store, shift.clock.now())
    for number in range(2):
        await shift.bring(f"{number}@client.example")
        await seal_all(shift.store, shift.clock.now())
    return shift


async def first_row(url: str, action: str) -> str:
    found = await look(url, f"select id from audit where action = '{action}' order by seq limit 1")
    return str(found[0][0])


async def test_a_sealed_shift_is_clean(sealed: Bench, url: str) -> None:
    report = await verify(sealed.store, soon(sealed))
    assert report.findings == []
    assert (report.seals, report.unsealed) == (3, 0)
    assert report.rows == (await look(url, "select count(*) from audit"))[0][0] >= 7


async def test_an_unsealed_tail_is_named(sealed: Bench, url: str) -> None:
    await sealed.bring("tail@client.example")
    [(tail,)] = await look(url, "select id from audit order by seq desc limit 1")
    report = await verify(sealed.store, soon(sealed))
    assert [(f.code, f.about) for f in report.findings] == [("row_unsealed", str(tail))]
    assert str(tail) in report.findings[0].sentence


async def test_what_was_just_written_may_wait_for_its_seal(sealed: Bench) -> None:
    await sealed.bring("tail@client.example")
    report = await verify(sealed.store, sealed.clock.now())
    assert (report.findings, report.unsealed) == ([], 1)


@pytest.mark.parametrize("column", ["actor", "action", "object", "digest"])
async def test_a_changed_row_is_named(sealed: Bench, url: str, column: str) -> None:
    row = await first_row(url, "contact.reply")
    await tamper(url, f"update audit set {column} = 'autre' where id = '{row}'")
    report = await verify(sealed.store, soon(sealed))
    assert ("row_changed", row) in [(f.code, f.about) for f in report.findings]
    assert "scellé n° 1" in next(f.sentence for f in report.findings if f.code == "row_changed")


async def test_a_changed_time_is_named(sealed: Bench, url: str) -> None:
    row = await first_row(url, "contact.close")
    later = "at + 1" if url.startswith("sqlite") else "at + interval '1 second'"
    await tamper(url, f"update audit set at = {later} where id = '{row}'")
    assert await codes(sealed) == ["row_changed"]


async def test_a_removed_row_is_named(sealed: Bench, url: str) -> None:
    [(number, row)] = await look(
        url, "select seq, id from audit where action = 'contact.reply' order by seq limit 1"
    )
    await tamper(url, f"delete from audit where id = '{row}'")
    report = await verify(sealed.store, soon(sealed))
    said = [(f.code, f.about) for f in report.findings]
    assert said == [("row_missing", str(number)), ("detail_without_row", str(row))]


async def test_a_row_slipped_into_a_sealed_batch_is_named(sealed: Bench, url: str) -> None:
    """By its place it stands among the sealed ones: SQLite takes a number below, PostgreSQL a transaction."""
    row = await first_row(url, "contact.reply")
    place, override = (
        ("-1", "") if url.startswith("sqlite") else ("seq + 1000000, xid", "overriding system value")
    )
    names = "seq" if url.startswith("sqlite") else "seq, xid"
    await tamper(
        url,
        f"insert into audit ({names}, id, at, actor, action, object, digest) {override} "
        f"select {place}, '{NEW}', at, actor, action, object, digest from audit where id = '{row}'",
    )
    assert "row_added" in await codes(sealed)


async def test_a_changed_detail_is_named(sealed: Bench, url: str) -> None:
    row = await first_row(url, "contact.next")
    await tamper(url, f"update audit_detail set detail = '{{}}' where id = '{row}'")
    report = await verify(sealed.store, soon(sealed))
    assert [(f.code, f.about) for f in report.findings] == [("detail_changed", row)]


async def test_a_detail_that_no_purge_removed_is_named(sealed: Bench, url: str) -> None:
    row = await first_row(url, "contact.next")
    await tamper(url, f"delete from audit_detail where id = '{row}'")
    assert await codes(sealed) == ["detail_missing"]


@pytest.mark.parametrize(
    "change", ["digest = 'ffff'", "count = count + 1", "previous = 'ffff'", "marks = '1:ffff'", "n = 9"]
)
async def test_a_changed_seal_is_found(sealed: Bench, url: str, change: str) -> None:
    await tamper(url, f"update seal set {change} where n = 2")
    assert not (await verify(sealed.store, soon(sealed))).is_clean


async def test_a_removed_seal_is_found(sealed: Bench, url: str) -> None:
    await tamper(url, "delete from seal where n = 2")
    assert "seal_missing" in await codes(sealed)


async def test_a_row_and_its_seal_rewritten_without_the_key(sealed: Bench, url: str, tmp_path: Path) -> None:
    """Whoever owns the database but not the key cannot make a seal that holds."""
    row = await first_row(url, "contact.reply")
    await tamper(url, f"delete from audit where id = '{row}'")
    await tamper(url, "update seal set count = count - 1 where n = 1")
    assert "row_missing" in await codes(sealed)


async def test_the_end_cut_off_is_seen_by_the_witness(sealed: Bench, url: str, tmp_path: Path) -> None:
    witness = tmp_path / "scelles"
    await Sealer(sealed.store, sealed.clock, Witness(witness)).finish()
    [(last,)] = await look(url, "select max(n) from seal")
    await tamper(url, f"delete from seal where n = {last}")
    [(tail,)] = await look(url, "select id from audit order by seq desc limit 1")
    for table in ("audit", "audit_detail"):
        await tamper(url, f"delete from {table} where id = '{tail}'")
    assert await codes(sealed) == []
    assert await codes(sealed, witness) == ["seal_missing"]


async def test_half_a_line_in_the_witness_is_made_good(sealed: Bench, tmp_path: Path) -> None:
    """The disk was full, or the power went, while a seal was written."""
    witness = tmp_path / "scelles"
    await Sealer(sealed.store, sealed.clock, Witness(witness)).finish()
    whole = witness.read_bytes()
    witness.write_bytes(whole[:-40])
    await Sealer(sealed.store, sealed.clock, Witness(witness)).finish()
    assert witness.read_bytes().startswith(whole[:-40] + b"\n"), "the file only grows"
    assert [seen.n for seen in read_witness(witness)] == list(range(1, whole.count(b"\n") + 1))
    assert await codes(sealed, witness) == []


async def test_the_witness_gets_every_seal_once(sealed: Bench, tmp_path: Path) -> None:
    witness = tmp_path / "scelles"
    sealer = Sealer(sealed.store, sealed.clock, Witness(witness))
    await sealer.seal()
    await sealed.bring("more@client.example")
    await sealer.finish()
    again = Sealer(sealed.store, sealed.clock, Witness(witness))
    await sealed.bring("again@client.example")
    await again.finish()
    assert [seen.n for seen in read_witness(witness)] == [1, 2, 3, 4, 5]
    assert await codes(sealed, witness) == []


async def test_sealers_beside_each_other_seal_each_row_once(shift: Bench) -> None:
    sealers = [Sealer(shift.store, shift.clock) for _ in range(4)]
    for number in range(5):
        await shift.bring(f"{number}@client.example")
        await asyncio.gather(*(sealer.seal() for sealer in sealers), seal_all(shift.store, shift.clock.now()))
    for sealer in sealers:
        await sealer.finish()
    assert await codes(shift) == []


async def test_the_work_passes_on_when_its_sealer_ends(shift: Bench) -> None:
    first, second = Sealer(shift.store, SystemClock()), Sealer(shift.store, SystemClock())
    await first.seal()
    await shift.bring("more@client.example")
    await first.release()
    await second.seal()
    await second.release()
    assert await codes(shift) == []


async def test_writers_at_once_leave_no_row_outside_the_seals(central: Bench) -> None:
    """A number given early and committed late must still come under a seal."""

    async def bring(number: int) -> None:
        for part in range(10):
            await central.bring(f"{number}-{part}@client.example")

    async def seal() -> None:
        for _ in range(20):
            await seal_all(central.store, central.clock.now())

    await asyncio.gather(*(bring(number) for number in range(8)), seal())
    await seal_all(central.store, central.clock.now())
    report = await verify(central.store, soon(central))
    assert report.findings == [] and report.rows == 80


BROKEN = {
    "at_hand_without_lease": (
        "update contact set lease_agent = null, lease_token = null, lease_slot = null, lease_expires = null"
        " where state = 'active'"
    ),
    "closed_with_lease": "update contact set state = 'closed' where state = 'active'",
    "half_lease": "update contact set lease_slot = null where state = 'active'",
    "parked_without_owner": "update contact set state = 'parked', owner = null where state = 'waiting'",
    "unknown_account": "update contact set owner = '0199a000-0000-7000-8000-000000000002' where state = 'active'",
    "version_behind": "update contact set version = version - 1 where state = 'active'",
    "version_ahead": "update contact set version = version + 1 where state = 'active'",
    "versions_in_events": "delete from event where type = 'contact.assigned'",
    "reply_without_outbox": "delete from outbox",
    "outbox_without_reply": "delete from message where direction = 'out'",
    "reply_and_outbox": "update outbox set state = 'sent'",
    "message_without_contact": "delete from contact where state = 'closed'",
    "intake_without_contact": "delete from contact where state = 'waiting'",
    "holder_and_owner": "update contact set owner = null where state = 'active'",
    "closed_without_time": "update contact set closed_at = null where state = 'closed'",
    "unknown_usager": "update contact set siren = '000000000' where state = 'active'",
    "messages_in_order": "update message set seq = seq + 1 where direction = 'out'",
    "attachment_missing": "delete from attachment",
    "half_claim": "update outbox set claimed_by = claim, claim = null",
    "held_and_outbox": "update outbox set held = not held",
    "event_without_contact": "delete from contact where state = 'waiting'",
    "intake_without_message": "delete from message where direction = 'in'",
    "thread_without_contact": "delete from contact where state = 'waiting'",
    "mark_without_contact": "delete from contact where state = 'waiting'",
    "next_without_contact": "delete from contact where state = 'active'",
    "session_without_account": "delete from account",
    "unknown_status": "update account set status = 'perdu'",
    "detail_without_row": "delete from audit where action = 'contact.close'",
    "unknown_state": "update contact set state = 'perdu' where state = 'waiting'",
}


@pytest.fixture
async def busy(shift: Bench) -> Bench:
    """One contact closed, its reply claimed; one at hand with its attachment; one that waits, of a thread."""
    await shift.usager()
    file = NewAttachment(name="avis.pdf", type="application/pdf", content_base64="QUJD")
    await shift.bring("active@client.example", attachments=(file,), siren=SIREN)
    await shift.take("agent1")
    await shift.bring("waits@client.example", thread_id="un fil")
    await shift.handle.claim(await shift.agent("connecteur"), Channel.MAIL, 10)
    now = shift.clock.now()
    await shift.store.open_session(b"t" * 32, shift.people["agent1"], None, now, now + timedelta(hours=12))
    await seal_all(shift.store, now)
    return shift


def test_each_invariant_has_its_sentence_and_its_test() -> None:
    for engine in ("sqlite", "postgres"):
        [*parts] = statements(engine)["invariants"]
        text = " ".join(part.name + part.sql for part in parts)
        assert all(code in text for code in SENTENCES), engine
    apart = {"two_leases", "result_ahead", "result_without_contact", "attachment_without_contact"}
    apart |= {"matter_without_contact", "matter_and_steps", "seat_without_matter"}  # test_matters.py
    assert SENTENCES.keys() == BROKEN.keys() | apart


@pytest.mark.parametrize("code", BROKEN)
async def test_what_contradicts_itself_is_said(busy: Bench, url: str, code: str) -> None:
    assert await codes(busy) == []
    await tamper(url, BROKEN[code])
    report = await verify(busy.store, soon(busy))
    assert code in {finding.code for finding in report.findings}
    assert all("{" not in finding.sentence for finding in report.findings)


async def test_a_slot_given_twice_is_said(shift: Bench, url: str, store: Store) -> None:
    await shift.bring("active@client.example")
    await shift.take("agent1")
    await shift.bring("waits@client.example")
    await shift.take("agent1")
    await tamper(url, "drop index contact_slot")
    await tamper(url, "update contact set lease_slot = 1 where lease_slot is not null")
    assert "two_leases" in await codes(shift)
