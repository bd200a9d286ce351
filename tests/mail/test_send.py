"""Sending: each reply's file once, whatever dies when; the report after the file, never before."""

from __future__ import annotations

import asyncio
import errno
import os
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from ccpro_desk.connectors.mail.claims import Claims
from ccpro_desk.connectors.mail.parse import parse
from ccpro_desk.connectors.mail.send import Sender
from ccpro_desk.connectors.outbox_dir import OutboxDir
from ccpro_desk.connectors.writing import CannotWrite
from ccpro_desk.domain.clock import ManualClock
from ccpro_desk.domain.ids import new_id
from ccpro_desk.wire.views import OutboxAttachment, Recipient
from tests.eventually import eventually_async
from tests.mail.central import FakeCentral, reply
from tests.mail.made import NOW


class Killed(BaseException):
    """Stands for SIGKILL: nothing of the sender runs after it."""


def kill(reply_id: UUID) -> None:
    raise Killed


async def reported(central: FakeCentral) -> bool:
    return bool(central.reports)


async def drain(central: FakeCentral, folder: Path, **kwargs: object) -> Sender:
    """One run of a sender over `folder`; the claims lie beside it."""
    async with central.client() as client:
        sender = Sender(client, folder, ManualClock(), Claims(folder.parent / "claims"), **kwargs)  # type: ignore[arg-type]
        sender.prepare()
        await sender.drain()
    return sender


async def test_each_reply_is_a_file_and_then_reported(tmp_path: Path) -> None:
    items = [reply() for _ in range(12)]
    central = FakeCentral(outbox=list(items))
    sender = await drain(central, tmp_path / "outbox")
    assert sorted(os.listdir(tmp_path / "outbox")) == sorted(f"{item.id}.eml" for item in items)
    assert [(item.id, "sent", None) for item in items] == central.reports
    assert sender.sent.counts == {"sent": 12}
    mail = parse((tmp_path / "outbox" / f"{items[0].id}.eml").read_bytes(), now=NOW)
    assert mail.external_id == items[0].message_id


async def test_nobody_else_reads_them(tmp_path: Path) -> None:
    item = reply()
    await drain(FakeCentral(outbox=[item]), tmp_path / "outbox")
    assert (tmp_path / "outbox").stat().st_mode & 0o077 == 0
    assert (tmp_path / "outbox" / f"{item.id}.eml").stat().st_mode & 0o077 == 0


async def test_killed_between_link_and_report_the_next_run_only_reports(tmp_path: Path) -> None:
    item = reply()
    central = FakeCentral(outbox=[item])
    with pytest.raises(Killed):
        await drain(central, tmp_path, written=kill)
    assert central.reports == []
    before = (tmp_path / f"{item.id}.eml").stat()
    sender = await drain(central, tmp_path)
    after = (tmp_path / f"{item.id}.eml").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert os.listdir(tmp_path) == [f"{item.id}.eml"]
    assert central.reports == [(item.id, "sent", None)]
    assert sender.sent.counts == {"found": 1}


async def test_killed_before_the_link_the_next_run_writes_and_clears(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = reply()
    central = FakeCentral(outbox=[item])
    (tmp_path / f".{new_id()}.tmp").write_bytes(b"From: moiti")
    sender = await drain(central, tmp_path)
    assert os.listdir(tmp_path) == [f"{item.id}.eml"]
    assert sender.sent.counts == {"sent": 1}


def test_the_temporary_file_of_a_living_writer_is_left_alone(tmp_path: Path) -> None:
    import fcntl

    busy = tmp_path / f".{new_id()}.tmp"
    with busy.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        OutboxDir(tmp_path).prepare()
        assert busy.exists()
    OutboxDir(tmp_path).prepare()
    assert not busy.exists()


def test_two_writers_one_file(tmp_path: Path) -> None:
    reply_id = new_id()
    assert OutboxDir(tmp_path).put(reply_id, b"un")
    assert not OutboxDir(tmp_path).put(reply_id, b"deux")
    assert (tmp_path / f"{reply_id}.eml").read_bytes() == b"un"
    assert os.listdir(tmp_path) == [f"{reply_id}.eml"]


async def test_a_report_that_did_not_arrive_is_made_again(tmp_path: Path) -> None:
    item = reply()
    central = FakeCentral(outbox=[item])
    async with central.client() as client:
        sender = Sender(client, tmp_path / "outbox", ManualClock(), Claims(tmp_path / "claims"))
        await client.sign_in()
        sender.prepare()
        claimed = await client.claim()
        central.faults = [httpx.ReadError("coupée"), 503]
        await sender._one(claimed[0])
    assert central.reports == [(item.id, "sent", None)]


async def test_attachments_are_fetched(tmp_path: Path) -> None:
    attachment = OutboxAttachment(new_id(), "reçu.pdf", "application/pdf")
    item = reply(attachments=(attachment,))
    await drain(FakeCentral(outbox=[item], attachments={attachment.id: b"%PDF"}), tmp_path)
    mail = parse((tmp_path / f"{item.id}.eml").read_bytes(), now=NOW)
    assert [(a.name, a.content) for a in mail.attachments] == [("reçu.pdf", b"%PDF")]


@pytest.mark.parametrize(
    "item",
    [
        reply(to=Recipient("personne")),
        reply(attachments=(OutboxAttachment(new_id(), "perdu.pdf", "application/pdf"),)),
    ],
)
async def test_what_cannot_go_is_reported_failed_and_why(tmp_path: Path, item: object) -> None:
    good = reply()
    central = FakeCentral(outbox=[item, good])  # type: ignore[list-item]
    sender = await drain(central, tmp_path)
    assert os.listdir(tmp_path) == [f"{good.id}.eml"]
    (_, status, detail), (_, other, _) = central.reports
    assert (status, other) == ("failed", "sent")
    assert detail
    assert len(sender.sent.failures) == 1


async def test_a_claim_that_ran_out_is_nobody_s_failure(tmp_path: Path) -> None:
    central = FakeCentral(outbox=[reply()], report_status=409)
    assert (await drain(central, tmp_path)).sent.counts == {"elsewhere": 1}


async def test_a_full_disk_reports_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, data: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    central = FakeCentral(outbox=[reply()])
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(CannotWrite, match="Aucune réponse n'est perdue"):
        await drain(central, tmp_path)
    assert central.reports == []
    assert os.listdir(tmp_path) == []


async def test_following_goes_on_through_trouble_until_told(tmp_path: Path) -> None:
    central, stop = FakeCentral(), asyncio.Event()
    told: list[str] = []
    async with central.client(patience_s=0.0) as client:
        sender = Sender(client, tmp_path / "outbox", ManualClock(), Claims(tmp_path / "claims"))
        sender.prepare()
        central.faults = [httpx.ConnectError("refusée")]
        task = asyncio.create_task(sender.follow(stop, told.append))
        item = reply()
        central.outbox.append(item)
        await eventually_async(lambda: reported(central), "the reply reported")
        stop.set()
        await task
    assert len(told) == 1
    assert central.reports == [(item.id, "sent", None)]
