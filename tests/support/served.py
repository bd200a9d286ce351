"""A real central: `ccpro-central init --demo`, `serve --uds`, as processes; and a connector that feeds it."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx

PASSWORD = "mot-de-passe-des-essais"
SQLITE = "sqlite:///"
_CENTRAL = (sys.executable, "-m", "ccpro_desk.cli.central")


def _init(database: str) -> None:
    command = (*_CENTRAL, "init", "--demo", "--demo-password", PASSWORD, "--database", database)
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


@cache
def _filled() -> dict[str, bytes]:
    """What lies in the folder of a new SQLite database, by the end of its name."""
    with tempfile.TemporaryDirectory(prefix="ccpro-init-") as folder:
        made = Path(folder) / "central.db"
        _init(f"{SQLITE}{made}")
        return {path.name.removeprefix(made.name): path.read_bytes() for path in made.parent.iterdir()}


@dataclass
class Served:
    """`stop` and `start` again as often as a test likes: the database stays."""

    database: str
    folder: Path
    arguments: Sequence[str] = ()
    port: int | None = None
    """Served there on the loopback address; none: on a Unix socket."""
    process: subprocess.Popen[str] | None = field(default=None, init=False)

    @property
    def socket(self) -> Path:
        return self.folder / "s"

    @property
    def central(self) -> str:
        return f"unix:{self.socket}" if self.port is None else f"http://127.0.0.1:{self.port}"

    def init(self) -> None:
        """As `ccpro-central init --demo` makes it; a SQLite file is made once by it, then copied."""
        if self.database.startswith(SQLITE):
            for name, content in _filled().items():
                made = Path(self.database.removeprefix(SQLITE) + name)
                made.touch(mode=0o600)
                made.write_bytes(content)
        else:
            _init(self.database)

    def start(self) -> None:
        place = ("--uds", str(self.socket)) if self.port is None else ("--port", str(self.port))
        command = (*_CENTRAL, "serve", "--database", self.database, *place, *self.arguments)
        with (self.folder / "central.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n", (self.folder / "central.log").read_text()

    def stop(self) -> None:
        """As an administrator does: it finishes what it has begun."""
        if self.process is not None:
            self.process.terminate()
            self._reap()

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self._reap()

    def _reap(self) -> None:
        assert self.process is not None and self.process.stdout is not None
        self.process.wait(timeout=30)
        self.process.stdout.close()
        self.process = None

    def caller(self) -> httpx.AsyncClient:
        if self.port is not None:
            return httpx.AsyncClient(base_url=self.central)
        transport = httpx.AsyncHTTPTransport(uds=str(self.socket))
        return httpx.AsyncClient(transport=transport, base_url="http://central")

    @contextlib.asynccontextmanager
    async def signed_in(self, login: str) -> AsyncIterator[httpx.AsyncClient]:
        async with self.caller() as caller:
            answer = await caller.post("/v1/sessions", json={"login": login, "password": PASSWORD})
            assert answer.status_code == 201, answer.text
            caller.headers["Authorization"] = f"Bearer {answer.json()['token']}"
            yield caller

    async def bring(self, subject: str = "Remboursement de TVA", **more: Any) -> UUID:
        """An e-mail arrives."""
        return (await self.bring_all([subject], **more))[0]

    async def bring_all(self, subjects: Sequence[str], **more: Any) -> list[UUID]:
        """One e-mail arrives after the other."""
        brought = []
        async with self.signed_in("connecteur1") as caller:
            for subject in subjects:
                answer = await caller.post("/v1/contacts", json=self._mail(subject, **more))
                assert answer.status_code in (200, 201), answer.text
                found = answer.json()
                brought.append(UUID(found.get("contact", found)["id"]))
        return brought

    def _mail(self, subject: str, **more: Any) -> dict[str, Any]:
        return {
            "channel": "mail",
            "external_id": f"<{uuid4()}@fournil.example>",
            "received_at": datetime.now(UTC).isoformat(),
            "subject": subject,
            "body": "Bonjour, qu'en est-il de ma demande ?",
            "sender": {"name": "M. Benali", "address": "contact@fournil.example"},
            **more,
        }

    async def send_all(self) -> list[dict[str, Any]]:
        """Claim all that may go and report it sent."""
        async with self.signed_in("connecteur1") as caller:
            items: list[dict[str, Any]] = (await caller.get("/v1/outbox?channel=mail&limit=100")).json()[
                "items"
            ]
            for item in items:
                report = {"claim": item["claim"], "status": "sent"}
                answer = await caller.post(f"/v1/outbox/{item['id']}", json=report)
                assert answer.status_code == 204, answer.text
            return items

    async def contact(self, login: str, contact_id: UUID) -> dict[str, Any]:
        """As someone else reads it: signing in as the desk's own agent would end their session."""
        async with self.signed_in(login) as caller:
            answer = await caller.get(f"/v1/contacts/{contact_id}")
            assert answer.status_code == 200, answer.text
            found = answer.json()
            assert isinstance(found, dict)
            return found


@contextlib.contextmanager
def serving(database: str, *arguments: str) -> Iterator[Served]:
    """A central with the demo's accounts and an empty queue."""
    with tempfile.TemporaryDirectory(prefix="ccpro-") as folder:
        served = Served(database, Path(folder), arguments)
        served.init()
        served.start()
        try:
            yield served
        finally:
            served.stop()
