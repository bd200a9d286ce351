"""A central in memory, as far as connectors see it, behind `httpx.MockTransport`: strict on what they send."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from uuid import UUID

import httpx

from ccpro_desk.connectors.client import CentralClient
from ccpro_desk.domain.ids import new_id
from ccpro_desk.wire.codec import dumps, jsonable, parse
from ccpro_desk.wire.requests import Intake, OutboxReport, PasswordSignIn
from ccpro_desk.wire.views import OutboxItem, Recipient

PASSWORD = "secret"


def reply(**changed: object) -> OutboxItem:
    """A reply ready to go."""
    reply_id = new_id()
    values: dict[str, object] = {
        "id": reply_id,
        "claim": new_id(),
        "contact_id": new_id(),
        "to": Recipient("k@x.example", "Gérard Lhôpital"),
        "sender": "CC Pros <cc-pros@dgfip.example>",
        "subject": "Dépôt de la 2502",
        "text": "Bonjour,\n\nVoici la réponse.\n",
        "message_id": f"<{reply_id}@dgfip.example>",
        "in_reply_to": "<un@x.example>",
        "references": ("<racine@x.example>", "<un@x.example>"),
    }
    return OutboxItem(**{**values, **changed})  # type: ignore[arg-type]


@dataclass
class FakeCentral:
    """`faults` are answered first, in order: a status, a response or an exception."""

    outbox: list[OutboxItem] = field(default_factory=list)
    attachments: dict[UUID, bytes] = field(default_factory=dict)
    faults: list[int | httpx.Response | Exception] = field(default_factory=list)
    intakes: list[Intake] = field(default_factory=list)
    reports: list[tuple[UUID, str, str | None]] = field(default_factory=list)
    token: str = "jeton-1"
    sign_ins: int = 0
    requests: list[httpx.Request] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    report_status: int = 204

    def client(self, url: str = "http://central", *, patience_s: float = 30.0) -> CentralClient:
        async def wait(seconds: float) -> None:
            self.waits.append(seconds)

        transport = httpx.MockTransport(self.handle)
        return CentralClient(
            url, "connecteur1", PASSWORD, patience_s=patience_s, transport=transport, wait=wait
        )

    def handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self.faults:
            fault = self.faults.pop(0)
            if isinstance(fault, Exception):
                raise fault
            return fault if isinstance(fault, httpx.Response) else httpx.Response(fault)
        if request.url.path == "/v1/sessions":
            return self._sign_in(request)
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return problem(401, "unauthenticated")
        return self._authorised(request)

    def _authorised(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path == "/v1/contacts":
            return self._bring(parse(Intake, request.content))
        if path == "/v1/outbox":
            items = self.outbox[: int(request.url.params["limit"])]
            return httpx.Response(200, json={"items": [jsonable(item) for item in items]})
        if path.startswith("/v1/outbox/"):
            return self._report(UUID(path.rpartition("/")[2]), parse(OutboxReport, request.content))
        if path.startswith("/v1/attachments/"):
            content = self.attachments.get(UUID(path.rpartition("/")[2]))
            return problem(404, "not_found") if content is None else httpx.Response(200, content=content)
        return httpx.Response(204)

    def _sign_in(self, request: httpx.Request) -> httpx.Response:
        self.sign_ins += 1
        if parse(PasswordSignIn, request.content).password != PASSWORD:
            return problem(401, "unauthenticated")
        return httpx.Response(
            201, json={"token": self.token, "expires_at": "2026-11-24T08:00:00Z", "agent": {}}
        )

    def _bring(self, intake: Intake) -> httpx.Response:
        view = {"id": str(new_id()), "external_id": intake.external_id}
        if any(known.external_id == intake.external_id for known in self.intakes):
            return httpx.Response(200, json=view)
        joins = any(known.thread_id == intake.thread_id for known in self.intakes)
        self.intakes.append(intake)
        return (
            httpx.Response(200, json={"contact": view, "appended": True})
            if joins
            else httpx.Response(201, json=view)
        )

    def _report(self, reply_id: UUID, report: OutboxReport) -> httpx.Response:
        self.outbox = [item for item in self.outbox if item.id != reply_id]
        if self.report_status != 204:
            return problem(self.report_status, "conflict")
        self.reports.append((reply_id, report.status, report.detail))
        return httpx.Response(204)


def problem(status: int, code: str) -> httpx.Response:
    body = dumps({"code": code, "title": f"Refus {code}", "status": status})
    return httpx.Response(status, content=body, headers={"Content-Type": "application/problem+json"})


def sent_json(request: httpx.Request) -> dict[str, object]:
    found = json.loads(request.content)
    assert isinstance(found, dict)
    return found
