"""A workstation in a process of its own, driven up to a stage, where it waits to be killed.

`python -m tests.support.killed_desk CENTRAL FOLDER PASSWORD CONTACT STAGE`: prints the stage when it is reached.
`frozen`: prints `journaled`, and what its reply was refused for once FOLDER/thawed exists and it gets through.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from uuid import UUID

import httpx

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.settings import DeskSettings, Pace
from ccpro_desk.desk.state import DeskState, LinkKind
from ccpro_desk.domain.values import MotifOutcome, Outcome, Status
from tests.support.desks import until

REPLY = "Bonjour, voici la réponse."
ANSWERED = [MotifOutcome("autre.autre", Outcome.ANSWERED)]
ON_DISK_S = 0.3
"""What the workstation promises: a draft is on disk that long after its last key."""


class Watched(httpx.AsyncBaseTransport):
    """`sent`: the command has reached the central and its answer never comes; `journaled`: nothing gets through,
    `frozen`: not before `thawed` exists.
    """

    def __init__(self, central: str, stage: str, thawed: Path) -> None:
        self._thawed = thawed
        self._inner = httpx.AsyncHTTPTransport(uds=central.removeprefix("unix:"))
        self._stage = stage

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        with_reply = request.url.path == "/v1/commands" and b"contact.reply" in request.content
        if with_reply and self._stage == "journaled":
            raise httpx.ConnectError("cut", request=request)
        if with_reply and self._stage == "frozen" and not self._thawed.exists():
            raise httpx.ConnectError("cut", request=request)
        answer = await self._inner.handle_async_request(request)
        if with_reply and self._stage == "sent":
            say("sent")
            await asyncio.Event().wait()
        return answer

    async def aclose(self) -> None:
        await self._inner.aclose()


def say(line: str) -> None:
    print(line, flush=True)


async def main(central: str, folder: str, password: str, contact: str, stage: str) -> None:
    settings = DeskSettings(
        central,
        Path(folder) / "state",
        key_file=Path(folder) / "store.key",
        pace=Pace(draft_central=3600.0, alive=0.2, retry_first=0.05, retry_most=0.2),
        transport=Watched(central, stage, Path(folder) / "thawed"),
    )
    desk = Desk.open(settings)
    await desk.start()
    await desk.sign_in("agent1", password)
    await until(desk, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "up to date")
    await desk.set_status(Status.AVAILABLE)
    taken = await desk.next()
    assert taken is not None and taken.id == UUID(contact)
    if stage == "typed":
        desk.draft(taken.id, REPLY)
        asyncio.get_running_loop().call_later(ON_DISK_S, say, "typed")
        await asyncio.Event().wait()
    await desk.reply(taken.id, REPLY, hold_s=0)
    if stage == "frozen":
        say("journaled")
        await refused(desk, taken.id)
    await desk.close(taken.id, ANSWERED)
    if stage == "acknowledged":
        await until(desk, lambda state: state.link.pending == 0, "acknowledged")
    if stage != "sent":
        say(stage)
    await asyncio.Event().wait()


async def refused(desk: Desk, contact_id: UUID) -> None:
    """Says why, once the agent is told and has the text back."""

    def is_told(state: DeskState) -> bool:
        shown = state.contact(contact_id)
        return bool(shown and shown.refusals and shown.draft == REPLY and state.notices)

    state = await until(desk, is_told, "the reply is refused", within_s=120)
    shown = state.contact(contact_id)
    say(" ".join(sent.code for sent in shown.refusals) if shown else "")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
