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
        await settle(post)
        yield post
        if available:
            await post.desk.set_status(Status.OFFLINE)
            await settle(post)


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

    lists = post.app.screen.query(LineList)
    blocks = [block for found in lists for entry in found.entries for block in entry.blocks]
    return "\n".join(f"{block.lead.plain} {block.content.plain}".lstrip() for block in blocks)


async def drained(house: Served, login: str) -> None:
    """All that `login` holds or is given is closed: the next test finds an empty queue, and them off duty."""
    async with house.signed_in(login) as caller:
        await order(caller, "agent.status", {"status": "available"})
        me = (await caller.get("/v1/me")).json()
        tokens = {lease["contact_id"]: lease["token"] for lease in me["leases"]}
        for contact in me["contacts"]:
            if contact["id"] in tokens:
                await _closed(caller, contact, tokens[contact["id"]])
        while (given := await _given(caller)) is not None:
            await _closed(caller, given["contact"], given["lease"]["token"])
        await order(caller, "agent.status", {"status": "offline"})


async def _given(caller: Any) -> Any:
    headers = {"Idempotency-Key": str(uuid4())}
    answer = await caller.post("/v1/contacts/next", json={}, headers=headers)
    return answer.json() if answer.status_code == 200 else None


async def _closed(caller: Any, contact: Any, token: str) -> None:
    at = {"contact_id": contact["id"], "lease_token": token, "base_version": contact["version"]}
    body = {"motifs": [{"code": "autre.autre", "outcome": "answered"}]}
    await order(caller, "contact.close", body, **at)


async def order(caller: Any, kind: str, body: dict[str, Any], **at: Any) -> None:
    command = {"id": str(uuid4()), "type": kind, "issued_at": "2026-11-23T08:00:00Z", "body": body, **at}
    answer = await caller.post("/v1/commands", json={"commands": [command]})
    assert answer.status_code == 200, answer.text
