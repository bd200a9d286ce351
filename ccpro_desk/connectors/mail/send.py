"""Sends what the central's outbox holds: claim, write the file once, say that it is sent.

Killed at any point, the next run ends the work: a reply whose file is there is reported, never written again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from ccpro_desk.connectors.client import CentralClient
from ccpro_desk.connectors.errors import Refused
from ccpro_desk.connectors.mail.claims import Claims
from ccpro_desk.connectors.mail.compose import CannotCompose, compose
from ccpro_desk.connectors.mail.model import MailAttachment
from ccpro_desk.connectors.outbox_dir import OutboxDir
from ccpro_desk.connectors.writing import Writer
from ccpro_desk.domain.clock import Clock
from ccpro_desk.wire.views import OutboxItem

CLAIMED_AT_ONCE = 5


@dataclass(slots=True)
class Sent:
    """What a run did; ids of replies."""

    counts: Counter[str] = field(default_factory=Counter)
    """`sent`, `found` (sent in an earlier life, reported now), `failed`, `elsewhere`."""
    failures: list[tuple[UUID, str]] = field(default_factory=list)


class Sender(Writer):
    """One sender over one folder. `written` is called between the link and the report."""

    nothing_lost = "Aucune réponse n'est perdue."

    def __init__(
        self,
        client: CentralClient,
        folder: Path,
        clock: Clock,
        claims: Claims,
        written: Callable[[UUID], None] = lambda reply_id: None,
    ) -> None:
        self._client, self._clock, self._claims, self._written = client, clock, claims, written
        super().__init__(OutboxDir(folder))
        self.sent = Sent()

    async def drain(self) -> None:
        """Sends until the outbox has nothing more to give. Raises `CentralError` or `CannotWrite`."""
        while items := await self._client.claim(CLAIMED_AT_ONCE):
            for item in items:
                await self._one(item)

    async def _one(self, item: OutboxItem) -> None:
        if self._dir.has(item.id):
            await self._report(item, "found")
            return
        try:
            message = await self._compose(item)
        except CannotCompose as fault:
            self.sent.failures.append((item.id, str(fault)))
            await self._report(item, "failed", str(fault))
            return
        new = self._put(item.id, message)
        self._written(item.id)
        await self._report(item, "sent" if new else "found")

    async def _compose(self, item: OutboxItem) -> EmailMessage:
        attachments = []
        for its in item.attachments:
            try:
                content = await self._client.attachment(its.id)
            except Refused as refusal:
                raise CannotCompose(
                    f"La pièce jointe « {its.name} » est introuvable ({refusal})."
                ) from refusal
            attachments.append(MailAttachment(its.name, its.type, content))
        return compose(item, attachments, self._clock.now())

    def _put(self, reply_id: UUID, message: EmailMessage) -> bool:
        try:
            return self._dir.put(reply_id, message.as_bytes())
        except OSError as error:
            raise self.cannot(self._dir.path, error) from error

    async def _report(self, item: OutboxItem, outcome: str, detail: str | None = None) -> None:
        status = "failed" if outcome == "failed" else "sent"
        if status == "sent":
            self._keep_claim(item)
        try:
            await self._client.report(item.id, item.claim, status, detail)
        except Refused as refusal:
            # 409: the claim ran out; whoever has the newer one finds the file.
            outcome = "elsewhere" if refusal.status == HTTPStatus.CONFLICT else "failed"
            if outcome == "failed":
                self.sent.failures.append((item.id, f"le central ne prend pas le compte rendu : {refusal}"))
        self.sent.counts[outcome] += 1

    def _keep_claim(self, item: OutboxItem) -> None:
        try:
            self._claims.keep(item.id, item.claim, self._clock.now())
        except OSError as error:
            raise self.cannot(self._claims.folder, error) from error
