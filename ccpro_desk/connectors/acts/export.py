"""Writes what the central gives of recorded acts: `DIR/<act id>.ndjson`, one line each, each written once.

Killed at any point, the next run ends the work: an act whose file is there is reported, never written again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import UUID

from ccpro_desk.connectors.client import CentralClient
from ccpro_desk.connectors.errors import CentralError, Refused
from ccpro_desk.connectors.outbox_dir import OutboxDir
from ccpro_desk.connectors.writing import Writer
from ccpro_desk.wire.acts import ActItem, ActPage
from ccpro_desk.wire.codec import Malformed, dumps, jsonable, understand

CLAIMED_AT_ONCE = 20
_PATH = "/v1/acts/outbox"


@dataclass(slots=True)
class Exported:
    """What a run did."""

    counts: Counter[str] = field(default_factory=Counter)
    """`sent`, `found` (written in an earlier life, reported now), `elsewhere`, `failed`."""
    failures: list[tuple[UUID, str]] = field(default_factory=list)


class Exporter(Writer):
    """One exporter over one folder. `written` is called between the link and the report."""

    nothing_lost = "Aucun acte n'est perdu."

    def __init__(
        self, client: CentralClient, folder: Path, written: Callable[[UUID], None] = lambda act_id: None
    ) -> None:
        self._client, self._written = client, written
        super().__init__(OutboxDir(folder, ".ndjson"))
        self.exported = Exported()

    async def drain(self) -> None:
        """Writes until the central has nothing more to give. Raises `CentralError` or `CannotWrite`."""
        while items := await self._claimed():
            for item in items:
                await self._one(item)

    async def _claimed(self) -> tuple[ActItem, ...]:
        answer = await self._client.connector_call("GET", _PATH, params={"limit": CLAIMED_AT_ONCE})
        try:
            return understand(ActPage, answer.content).items
        except Malformed as error:
            raise CentralError(f"Le central décrit mal les actes à transmettre : {error}") from error

    async def _one(self, item: ActItem) -> None:
        try:
            new = self._dir.put(item.id, line_of(item))
        except OSError as error:
            raise self.cannot(self._dir.path, error) from error
        self._written(item.id)
        await self._report(item, "sent" if new else "found")

    async def _report(self, item: ActItem, outcome: str) -> None:
        try:
            await self._client.connector_call("POST", f"{_PATH}/{item.id}", {"claim": str(item.claim)})
        except Refused as refusal:
            # 409: the claim ran out; whoever has the newer one finds the file.
            outcome = "elsewhere" if refusal.status == HTTPStatus.CONFLICT else "failed"
            if outcome == "failed":
                self.exported.failures.append((item.id, str(refusal)))
        self.exported.counts[outcome] += 1


def line_of(item: ActItem) -> bytes:
    """The act as one line of JSON: the same whoever claims it, and whenever."""
    said: dict[str, Any] = jsonable(item)
    del said["claim"]
    return dumps(said) + b"\n"
