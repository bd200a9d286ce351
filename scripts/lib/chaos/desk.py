"""Simulated desks: `python -m scripts.lib.chaos.desk JOURNAL FIRST COUNT STOP URL…`.

Each takes contacts, writes a note and closes. What it will ask is in the journal before it goes over the
wire, what it was answered after: killed and started again it asks the same with the same ids. It goes on at
the next URL when one does not answer. It ends when the file STOP exists and nothing is at hand.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

MOTIFS = [{"code": "autre.autre", "outcome": "answered"}]
_GIVE_UP_S = 3.0
_AGAIN_S = 0.2
_ALIVE_S = 2.0
Json = dict[str, Any]


class Journal:
    """One line of JSON a thing said: `ask` before, `told` after."""

    def __init__(self, path: Path) -> None:
        self.pending: dict[int, list[Json]] = {}
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                self._replay(line)
        self._file = path.open("ab", buffering=0)

    def _replay(self, line: str) -> None:
        try:
            said = json.loads(line)
        except ValueError:  # what a SIGKILL cut off was never sent
            return
        if "ask" in said:
            self.pending[said["agent"]] = said["ask"]
        else:
            self.pending.pop(said["agent"], None)

    def ask(self, agent: int, commands: list[Json]) -> None:
        self._write({"agent": agent, "ask": commands})

    def told(self, agent: int, results: list[Json]) -> None:
        kept = [{name: result.get(name) for name in ("id", "status", "code")} for result in results]
        self._write({"agent": agent, "told": kept})

    def _write(self, said: Json) -> None:
        self._file.write(json.dumps(said).encode() + b"\n")


class Desk:
    def __init__(self, agent: int, journal: Journal, stop: Path, urls: list[str]) -> None:
        self.agent = agent
        self.journal = journal
        self.stop = stop
        headers = {"Authorization": f"Bearer bench-{agent}"}
        self._clients = [httpx.AsyncClient(base_url=url, headers=headers, timeout=_GIVE_UP_S) for url in urls]
        self._at = agent % len(urls)
        self._alive_at = 0.0

    async def call(self, method: str, path: str, **request: Any) -> httpx.Response:
        """The first answer that is one, however long it takes."""
        while True:
            try:
                answer = await self._clients[self._at].request(method, path, **request)
                if answer.status_code not in (502, 503):
                    return answer
            except httpx.HTTPError:
                pass
            self._at = (self._at + 1) % len(self._clients)
            await asyncio.sleep(_AGAIN_S)

    async def run(self) -> None:
        if left := self.journal.pending.get(self.agent):
            await self.send(left)
        await self.finish_held()
        while True:
            await self.alive()
            body = {"headers": {"Idempotency-Key": str(uuid4())}, "json": {"channels": ["mail"]}}
            answer = await self.call("POST", "/v1/contacts/next", **body)
            if answer.status_code == 200:
                given = answer.json()
                if given["lease"] is not None:
                    await self.handle(given["contact"], given["lease"]["token"])
            elif answer.status_code == 409:
                await self.finish_held()
            elif self.stop.exists():
                return
            else:
                await asyncio.sleep(_AGAIN_S)

    async def alive(self) -> None:
        if time.monotonic() > self._alive_at:
            self._alive_at = time.monotonic() + _ALIVE_S
            await self.call("POST", "/v1/alive", json={})

    async def finish_held(self) -> None:
        """What is in hand from before: taken by a request whose answer never came."""
        me = (await self.call("GET", "/v1/me")).json()
        tokens = {lease["contact_id"]: lease["token"] for lease in me.get("leases", ())}
        for contact in me.get("contacts", ()):
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
        answer.raise_for_status()
        self.journal.told(self.agent, answer.json()["results"])


async def main(journal: str, first: int, count: int, stop: str, urls: list[str]) -> None:
    kept = Journal(Path(journal))
    await asyncio.gather(*(Desk(first + n, kept, Path(stop), urls).run() for n in range(count)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5:]))
