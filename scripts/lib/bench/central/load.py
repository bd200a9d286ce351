"""Agents over HTTP: `python load.py UDS SECONDS AGENTS THINK_MS FIRST` prints one line of JSON.

Each agent takes the next contact and closes it, again and again; it thinks in between (0.5–1.5 of that).
Plain sockets: a client library would cost more than the server that it measures.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from dataclasses import dataclass, field
from uuid import uuid4

import uvloop

HEAD = (
    "POST %s HTTP/1.1\r\nHost: central\r\nAuthorization: Bearer bench-%d\r\n"
    "Content-Type: application/json\r\n%sContent-Length: %d\r\n\r\n"
)
MOTIFS = '{"motifs":[{"code":"autre.autre","outcome":"answered"}]}'


@dataclass
class Seen:
    """What the agents of one run saw; times in seconds."""

    next: list[float] = field(default_factory=list)
    close: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dry: int = 0


class Line:
    """One agent's connection."""

    def __init__(self, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.number = number
        self.reader = reader
        self.writer = writer

    async def post(self, path: str, body: str, headers: str = "") -> tuple[int, bytes]:
        raw = body.encode()
        self.writer.write((HEAD % (path, self.number, headers, len(raw))).encode() + raw)
        head = await self.reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        if status == 204:
            return status, b""
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        return status, await self.reader.readexactly(length)

    async def cycle(self, seen: Seen) -> str | None:
        """The contact that was taken and closed."""
        began = time.perf_counter()
        key = f"Idempotency-Key: {uuid4()}\r\n"
        status, raw = await self.post("/v1/contacts/next", '{"channels":["mail"]}', key)
        seen.next.append(time.perf_counter() - began)
        if status != 200:
            seen.dry += status == 204
            if status != 204:
                seen.errors.append(f"next {status} {raw[:200]!r}")
            return None
        given = json.loads(raw)
        contact = given["contact"]
        command = (
            f'{{"commands":[{{"id":"{uuid4()}","type":"contact.close","contact_id":"{contact["id"]}",'
            f'"lease_token":"{given["lease"]["token"]}","base_version":{contact["version"]},'
            f'"issued_at":"2026-11-23T10:00:00+01:00","body":{MOTIFS}}}]}}'
        )
        began = time.perf_counter()
        status, raw = await self.post("/v1/commands", command)
        seen.close.append(time.perf_counter() - began)
        if status != 200 or b'"applied"' not in raw:
            seen.errors.append(f"close {status} {raw[:200]!r}")
            return None
        return str(contact["id"])


async def agent(uds: str, number: int, until: float, think: float, seen: Seen) -> None:
    line = Line(number, *await asyncio.open_unix_connection(uds))
    if think:
        await asyncio.sleep(random.random() * think)
    while time.perf_counter() < until and await line.cycle(seen):
        if think:
            await asyncio.sleep(think * (0.5 + random.random()))
    line.writer.close()


def at(values: list[float], share: float) -> float:
    """A percentile, in milliseconds."""
    ordered = sorted(values)
    return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


async def main(uds: str, seconds: float, agents: int, think: float, first: int) -> None:
    seen = Seen()
    began = time.perf_counter()
    await asyncio.gather(*(agent(uds, first + n, began + seconds, think / 1000, seen) for n in range(agents)))
    lasted = time.perf_counter() - began
    result = {
        "cycles_s": len(seen.close) / lasted,
        "next_p50": at(seen.next, 0.5),
        "next_p99": at(seen.next, 0.99),
        "close_p99": at(seen.close, 0.99),
        "both_p99": at(seen.next + seen.close, 0.99),
        "dry": seen.dry,
        "errors": seen.errors[:3],
    }
    print(json.dumps(result))


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5])))
