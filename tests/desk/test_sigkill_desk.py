"""The workstation killed without warning, against the real central: nothing lost, nothing twice, nothing untrue."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import DeskContact, SendState
from ccpro_desk.domain.values import State
from tests.support.desks import FAST, settled, stopping, until
from tests.support.killed_desk import REPLY
from tests.support.served import PASSWORD, Served, serving


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path}/central.db") as central:
        yield central


def _killed_at(stage: str, served: Served, folder: Path, contact_id: UUID, root: Path) -> None:
    """Run a workstation up to `stage`, then SIGKILL."""
    arguments = (served.central, str(folder), PASSWORD, str(contact_id), stage)
    command = (sys.executable, "-m", "tests.support.killed_desk", *arguments)
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = child.stdout.readline().strip()
        child.send_signal(signal.SIGKILL)
    assert said == stage
    assert child.returncode == -signal.SIGKILL


async def _killed(stage: str, served: Served, folder: Path, root: Path) -> UUID:
    contact_id = await served.bring("Remboursement de TVA", thread_id="fil-1")
    await asyncio.to_thread(_killed_at, stage, served, folder, contact_id, root)
    return contact_id


def _again(served: Served, folder: Path) -> Desk:
    key = folder / "store.key"
    return Desk.open(DeskSettings(served.central, folder / "state", key_file=key, pace=FAST))


def _only(desk: Desk) -> DeskContact:
    (contact,) = desk.state.contacts
    return contact


async def _texts_sent(served: Served) -> list[str]:
    return [item["text"] for item in await served.send_all()]


async def test_killed_after_typing_the_draft_is_there(served: Served, tmp_path: Path, root: Path) -> None:
    contact_id = await _killed("typed", served, tmp_path, root)
    async with stopping(_again(served, tmp_path)) as desk:
        assert _only(desk).id == contact_id and _only(desk).draft == REPLY
        await desk.start()
        await settled(desk)
        assert _only(desk).view.state is State.ACTIVE and _only(desk).draft == REPLY
    assert await _texts_sent(served) == []


async def test_killed_after_journaling_all_goes_up_once(served: Served, tmp_path: Path, root: Path) -> None:
    await _killed("journaled", served, tmp_path, root)
    async with stopping(_again(served, tmp_path)) as desk:
        shown = _only(desk)
        assert shown.view.state is State.ACTIVE, "nothing is shown as done"
        assert [sent.state for sent in shown.pending] == [SendState.WAITING, SendState.WAITING]
        assert shown.draft == ""
        await desk.start()
        await settled(desk)
        assert desk.state.contacts == ()
    assert await _texts_sent(served) == [REPLY]


async def test_killed_after_sending_it_is_not_sent_twice(served: Served, tmp_path: Path, root: Path) -> None:
    await _killed("sent", served, tmp_path, root)
    async with stopping(_again(served, tmp_path)) as desk:
        assert _only(desk).view.state is State.ACTIVE
        assert [sent.kind for sent in _only(desk).pending] == ["contact.reply", "contact.close"]
        await desk.start()
        await settled(desk)
        assert desk.state.contacts == ()
    assert await _texts_sent(served) == [REPLY]


async def test_killed_after_acknowledgement_nothing_is_left_to_do(
    served: Served, tmp_path: Path, root: Path
) -> None:
    await _killed("acknowledged", served, tmp_path, root)
    assert await _texts_sent(served) == [REPLY]
    async with stopping(_again(served, tmp_path)) as desk:
        assert desk.state.contacts == () and desk.state.link.pending == 0
        await desk.start()
        await until(desk, lambda s: any(x.state is SendState.SENT for x in s.sent), "shown as sent")
    assert await _texts_sent(served) == []


async def test_killed_then_refused_is_not_followed_by_its_closing(
    served: Served, tmp_path: Path, root: Path
) -> None:
    contact_id = await _killed("journaled", served, tmp_path, root)
    await served.bring("Re", thread_id="fil-1", body="J'ajoute une pièce.")
    async with stopping(_again(served, tmp_path)) as desk:
        await desk.start()
        await settled(desk)
        shown = _only(desk)
        assert shown.id == contact_id and shown.view.state is State.ACTIVE
        assert [sent.state for sent in shown.refusals] == [SendState.REFUSED, SendState.REFUSED]
        assert shown.draft == REPLY and shown.unseen
    assert await _texts_sent(served) == []
