"""Many desks in one process, as small as they can be: they sign in, hold a contact, and live until they are killed.

`python -m tests.support.small_desks CENTRAL PASSWORD FIRST COUNT` prints for each a line of JSON
`{login, held: [contact], refused}` once it has what it had before, or the next contact; `refused` counts 429.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx

_ALIVE_S = 0.5


class SmallDesk:
    def __init__(self, central: str, number: int) -> None:
        self.login = f"poste{number}"
        self.refused = 0
        self._desk = str(UUID(int=number))
        self._http = httpx.AsyncClient(base_url=central, timeout=60)

    async def run(self, password: str) -> None:
        session = (await self._call("POST", "/v1/sessions", self._form(password))).json()
        self._http.headers["Authorization"] = f"Bearer {session['token']}"
        me = (await self._call("GET", "/v1/me")).json()
        held = [lease["contact_id"] for lease in me["leases"]]
        if not held:
            held = await self._next()
        print(json.dumps({"login": self.login, "held": held, "refused": self.refused}), flush=True)
        async with asyncio.TaskGroup() as both:
            both.create_task(self._follow(me["position"]))
            while True:
                await self._call("POST", "/v1/alive", {"position": me["position"]})
                await asyncio.sleep(_ALIVE_S)

    def _form(self, password: str) -> dict[str, Any]:
        return {"login": self.login, "password": password, "desk": self._desk}

    async def _next(self) -> list[str]:
        available = {"id": str(uuid4()), "type": "agent.status", "issued_at": datetime.now(UTC).isoformat()}
        await self._call(
            "POST", "/v1/commands", {"commands": [{**available, "body": {"status": "available"}}]}
        )
        given = await self._call("POST", "/v1/contacts/next", {}, {"Idempotency-Key": str(uuid4())})
        return [given.json()["contact"]["id"]] if given.status_code == 200 else []

    async def _follow(self, position: str) -> None:
        headers = {"Last-Event-ID": position}
        async with self._http.stream("GET", "/v1/feed", headers=headers) as feed:
            async for _ in feed.aiter_lines():
                pass

    async def _call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """The answer, after as many waits as the central asks for."""
        while True:
            answer = await self._http.request(method, path, json=body, headers=headers)
            if answer.status_code != 429:
                return answer.raise_for_status()
            self.refused += 1
            await asyncio.sleep(float(answer.headers["Retry-After"]))


async def main(central: str, password: str, first: int, count: int) -> None:
    await asyncio.gather(*(SmallDesk(central, first + n).run(password) for n in range(count)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
