"""A workstation over a real central in its own process: one central a file of tests, an agent each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.domain.values import Status
from tests.screens.workstation import Workstation, at_work, connected
from tests.support.desks import FAST
from tests.support.served import PASSWORD, Served

SIREN = "732829320"


@asynccontextmanager
async def working(
    house: Served, folder: Path, login: str, *, available: bool = True, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Workstation]:
    """`login` signed in, and ready to take contacts."""
    state = folder / f"state-{login}-{uuid4().hex[:6]}"
    settings = DeskSettings(house.central, state, key_file=state.with_suffix(".key"), pace=FAST)
    async with at_work(lambda: Desk.open(settings), size=size, answers=False) as post:
        await post.until(lambda: post.app.reference.motifs is not None, "the motifs loaded")
        await post.desk.sign_in(login, PASSWORD)
        await connected(post)
        if available:
            await post.desk.set_status(Status.AVAILABLE)
        await post.until(lambda: post.desk.state.link.pending == 0, "nothing pending")
        yield post


async def taken(post: Workstation) -> UUID:
    """The contact that F2 gives."""
    before = post.workspace.current
    await post.press("f2")
    await post.until(lambda: post.workspace.current not in (None, before), "a contact on the screen")
    found = post.workspace.current
    assert found is not None
    return found


async def settle(post: Workstation) -> None:
    """What was asked of the central is answered."""
    await post.until(lambda: post.desk.state.link.pending == 0, "nothing pending")


def shown(post: Workstation) -> str:
    """The text of the list of the window on top."""
    from ccpro_desk.widgets.line_list import LineList

    entries = post.app.screen.query_one("#list", LineList).entries
    return "\n".join(block.content.plain for entry in entries for block in entry.blocks)


async def drained(house: Served, login: str) -> None:
    """Everything that waits is taken and closed by `login`: the next test finds an empty queue."""
    async with house.signed_in(login) as caller:
        await _command(caller, "agent.status", {"status": "available"})
        while True:
            headers = {"Idempotency-Key": str(uuid4())}
            given = await caller.post("/v1/contacts/next", json={}, headers=headers)
            if given.status_code != 200:
                return
            found = given.json()
            at = {
                "contact_id": found["contact"]["id"],
                "lease_token": found["lease"]["token"],
                "base_version": found["contact"]["version"],
            }
            if found["contact"]["state"] == "offered":
                await _command(caller, "contact.end", {"by": "network"}, **at)
                continue
            body = {"motifs": [{"code": "autre.autre", "outcome": "answered"}]}
            await _command(caller, "contact.close", body, **at)


async def _command(caller: Any, kind: str, body: dict[str, Any], **at: Any) -> None:
    command = {"id": str(uuid4()), "type": kind, "issued_at": "2026-11-23T08:00:00Z", "body": body, **at}
    answer = await caller.post("/v1/commands", json={"commands": [command]})
    assert answer.status_code == 200, answer.text
