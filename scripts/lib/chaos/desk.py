"""Simulated desks: `python -m scripts.lib.chaos.desk JOURNAL FIRST COUNT STOP URL…`.

Each takes contacts, writes a note and closes. What it will ask is in the journal before it goes over the
wire, what it was answered after: killed and started again it asks the same with the same ids. It goes on at
the next URL when one does not answer. The first of them also follows its feed and writes down what it hears.
It ends when the file STOP exists and nothing is at hand.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from scripts.lib.chaos.journal import Json, Writer

MOTIFS = [{"code": "autre.autre", "outcome": "answered"}]
_AGAIN = (400, 502, 503)
"""400: the request stopped half-way, as when this process was frozen meanwhile."""
_GIVE_UP_S = 8.0
_SILENCE_S = 20.0
"""Of a feed, which gives a sign of life every 8 s."""
_AGAIN_S = 0.2
_ALIVE_S = 2.0


class Caller:
    """An agent's session at several centrals of one database."""

    def __init__(self, agent: int, urls: list[str]) -> None:
        headers = {"Authorization": f"Bearer bench-{agent}"}
        self._clients = [httpx.AsyncClient(base_url=url, headers=headers, timeout=_GIVE_UP_S) for url in urls]
        self._at = agent % len(urls)

    async def call(self, method: str, path: str, **request: Any) -> httpx.Response:
        """The first answer that is one, however long it takes."""
        while True:
            try:
                answer = await self._clients[self._at].request(method, path, **request)
                if answer.status_code not in _AGAIN:
                    return answer if answer.status_code == 409 else answer.raise_for_status()
            except httpx.TransportError:
                pass
            await self.elsewhere()

    @asynccontextmanager
    async def feed(self, cursor: str) -> AsyncIterator[AsyncIterator[str]]:
        """The lines of the feed from `cursor` on."""
        timeout = httpx.Timeout(_GIVE_UP_S, read=_SILENCE_S)
        headers = {"Last-Event-ID": cursor}
        client = self._clients[self._at]
        async with client.stream("GET", "/v1/feed", headers=headers, timeout=timeout) as answer:
            answer.raise_for_status()
            yield answer.aiter_lines()

    async def elsewhere(self) -> None:
        self._at = (self._at + 1) % len(self._clients)
        await asyncio.sleep(_AGAIN_S)


class Desk:
    def __init__(self, agent: int, journal: Writer, stop: Path, urls: list[str]) -> None:
        self.agent = agent
        self.journal = journal
        self.stop = stop
        self._caller = Caller(agent, urls)
        self.call = self._caller.call
        self._alive_at = 0.0
        self._position = ""

    async def run(self) -> None:
        if left := self.journal.pending.get(self.agent):
            await self.send(left)
        await self.finish_held()
        while True:
            taken = await self.take()
            for given in taken:
                if given["lease"] is not None:
                    await self.handle(given["contact"], given["lease"]["token"])
            if not taken and self.stop.exists():
                return
            if not taken:
                await asyncio.sleep(_AGAIN_S)

    async def take(self) -> list[Json]:
        """As many as the agent has slots for: at any moment something is in hand that a fault may strike."""
        taken: list[Json] = []
        while True:
            await self.alive()
            body = {"headers": {"Idempotency-Key": str(uuid4())}, "json": {"channels": ["mail"]}}
            answer = await self.call("POST", "/v1/contacts/next", **body)
            if answer.status_code == 200:
                taken.append(answer.json())
                continue
            if answer.status_code == 409 and not taken:
                await self.finish_held()
            return taken

    async def alive(self) -> None:
        if time.monotonic() > self._alive_at:
            self._alive_at = time.monotonic() + _ALIVE_S
            await self.call("POST", "/v1/alive", json={"position": self._position})

    async def finish_held(self) -> None:
        """What is in hand from before: taken by a request whose answer never came."""
        me = (await self.call("GET", "/v1/me")).json()
        self._position = me["position"]
        tokens = {lease["contact_id"]: lease["token"] for lease in me["leases"]}
        for contact in me["contacts"]:
            if contact["id"] in tokens:
                await self.handle(contact, tokens[contact["id"]])

    async def handle(self, contact: Json, token: str) -> None:
        common = {"contact_id": contact["id"], "lease_token": token, "issued_at": "2026-11-23T08:00:00Z"}
        note = {**common, "id": str(uuid4()), "type": "contact.note", "body": {"text": "Traité."}}
        close = {**common, "id": str(uuid4()), "type": "contact.close", "body": {"motifs": MOTIFS}}
        close["base_version"] = contact["version"]
        self.journal.ask(self.agent, [note, close])
        await self.send([note, close])

    async def send(self, commands: list[Json]) -> None:
        answer = await self.call("POST", "/v1/commands", json={"commands": commands})
        self.journal.told(self.agent, answer.json()["results"])


class Follower:
    """Hears what concerns an agent, from where it left off, at whichever central answers."""

    def __init__(self, agent: int, journal: Writer, urls: list[str]) -> None:
        self.agent = agent
        self.journal = journal
        self._caller = Caller(agent, urls)

    async def begin(self) -> None:
        """From now on, unless the journal says from where."""
        if self.agent not in self.journal.cursors:
            me = (await self._caller.call("GET", "/v1/me")).json()
            self.journal.heard(self.agent, me["position"])

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.listen()
            await self._caller.elsewhere()

    async def finish(self) -> None:
        """Everything that there is: the first sign of life of a feed comes once it has caught up."""
        while not await self.listen(caught_up=True):
            await self._caller.elsewhere()

    async def listen(self, *, caught_up: bool = False) -> bool:
        """Until the feed breaks off; or, where that is asked for, until it has caught up: then true."""
        fields: dict[str, str] = {}
        with suppress(httpx.HTTPError):
            async with self._caller.feed(self.journal.cursors[self.agent]) as lines:
                async for line in lines:
                    if line:
                        name, _, fields[name] = line.partition(": ")
                        continue
                    self._hear(fields)
                    if caught_up and fields.get("event") == "alive":
                        return True
                    fields = {}
        return False

    def _hear(self, fields: dict[str, str]) -> None:
        if fields["event"] == "resync":
            raise RuntimeError(f"agent {self.agent} was told to resync")
        event = None if fields["event"] == "alive" else fields["data"]
        self.journal.heard(self.agent, fields["id"], event)


async def main(journal: str, first: int, count: int, stop: str, urls: list[str]) -> None:
    kept = Writer(Path(journal))
    follower = Follower(first, kept, urls)
    await follower.begin()
    async with asyncio.TaskGroup() as both:
        following = both.create_task(follower.run())
        await asyncio.gather(*(Desk(first + n, kept, Path(stop), urls).run() for n in range(count)))
        following.cancel()
    await follower.finish()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5:]))
