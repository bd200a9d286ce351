"""Who asks of the fuzzed central, and for each operation one request that is right: it is done, or could be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import uuid4

import httpx
import schemathesis

from tests.central.http.world import command, mail
from tests.support.served import PASSWORD

SIREN = "732829320"
OFFICE = "SIE-69-EST"
FILE = {"name": "avis.txt", "type": "text/plain", "content_base64": "YQ=="}


@dataclass
class Right:
    """What a right request says, where it says anything."""

    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] | None = None

    @property
    def is_something(self) -> bool:
        return bool(self.path or self.query or self.body)

    def alone(self, operation: Any) -> schemathesis.Case:
        """The request itself."""
        kind = {"body": self.body, "media_type": "application/json"} if self.body is not None else {}
        case: schemathesis.Case = operation.Case(path_parameters=self.path, query=self.query, **kind)
        return case

    def put_into(self, case: schemathesis.Case) -> None:
        """One field of what was drawn stays, when there is any."""
        case.path_parameters = {**(case.path_parameters or {}), **self.path}
        case.query = {**(case.query or {}), **self.query}
        if self.body is not None:
            drawn = case.body if isinstance(case.body, dict) else {}
            kept = dict(list(drawn.items())[:1])
            case.body = {**self.body, **kept}


@dataclass
class House:
    """One caller of each kind."""

    agent: httpx.Client
    connector: httpx.Client
    supervisor: httpx.Client
    officer: httpx.Client

    def __post_init__(self) -> None:
        status = {"commands": [command("agent.status", {"status": "available"})]}
        assert self.agent.post("/v1/commands", json=status).json()["results"][0]["status"] == "applied"

    @property
    def callers(self) -> list[httpx.Client]:
        return [self.agent, self.connector, self.supervisor, self.officer]

    def right(self, name: str) -> Right:
        """Makes what the request is about."""
        made = _RIGHT.get(name)
        return made(self) if made else Right()

    def brought(self) -> dict[str, Any]:
        """A mail that waits."""
        answer = self.connector.post("/v1/contacts", json=_intake())
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    @cached_property
    def taken(self) -> dict[str, Any]:
        """A mail in the agent's hands: the contact, and `held`, what a command says of it."""
        self.brought()
        answer = self.agent.post("/v1/contacts/next", json={}, headers={"Idempotency-Key": str(uuid4())})
        assert answer.status_code == 200, answer.text
        given = answer.json()
        contact = given["contact"]
        lease = {"contact_id": contact["id"], "lease_token": given["lease"]["token"]}
        return {**contact, "held": {**lease, "base_version": contact["version"]}}

    @cached_property
    def act(self) -> str:
        """An act that may leave at once: its id."""
        fields = {
            "siren": SIREN,
            "mode": "simplifie",
            "courriel": "contact@client.example",
            "demande": datetime.now(UTC).date().isoformat(),
            "code": True,
        }
        asked = command("act.submit", {"act": "A10", "fields": fields}, **self.taken["held"])
        answer = self.agent.post("/v1/commands", json={"commands": [asked]})
        assert answer.json()["results"][0]["status"] == "applied", answer.text
        return str(asked["id"])


def _intake() -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    return mail(now, external_id=f"<{uuid4()}@client.example>", siren=SIREN, attachments=[FILE])


def _contact(house: House) -> Right:
    return Right({"contact_id": house.taken["id"]})


def _attachment(house: House) -> Right:
    return Right({"attachment_id": house.taken["messages"][0]["attachments"][0]["id"]})


def _report(house: House) -> Right:
    held = house.taken["held"]
    reply = command("contact.reply", {"text": "Bonjour.", "hold_s": 0}, **held)
    answer = house.agent.post("/v1/commands", json={"commands": [reply]})
    assert answer.json()["results"][0]["status"] == "applied", answer.text
    items = house.connector.get("/v1/outbox", params={"channel": "mail"}).json()["items"]
    [item] = [item for item in items if item["id"] == reply["id"]]
    return Right({"reply_id": item["id"]}, body={"claim": item["claim"], "status": "sent"})


def _document(house: House) -> Right:
    held = house.taken["held"]
    reply = command("contact.reply", {"text": "Bonjour.", "hold_s": 0}, **held)
    answer = house.agent.post("/v1/commands", json={"commands": [reply]})
    assert answer.json()["results"][0]["status"] == "applied", answer.text
    return Right(body={"kind": "reply", "contact_id": held["contact_id"], "about": reply["id"]})


def _act(house: House) -> Right:
    return Right({"matter_id": house.act})


def _leaving(house: House) -> Right:
    act_id = house.act
    items = house.connector.get("/v1/acts/outbox", params={"limit": 50}).json()["items"]
    [item] = [item for item in items if item["id"] == act_id]
    return Right({"act_id": act_id}, body={"claim": item["claim"]})


def _meeting(house: House) -> Right:
    free = house.agent.get(f"/v1/sie/{OFFICE}/slots").json()["items"][0]
    body = {
        "sie": OFFICE,
        "slot": free["slot"],
        "mode": free["modes"][0],
        "siren": SIREN,
        "purpose": "Décision",
    }
    asked = command("appointment.book", body, **house.taken["held"])
    answer = house.agent.post("/v1/commands", json={"commands": [asked]})
    assert answer.json()["results"][0]["status"] == "applied", answer.text
    return Right({"code": OFFICE, "appointment_id": asked["id"]})


def _crisis(house: House) -> Right:
    until = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    return Right(body={"label": "Incident", "until": until, "allowance_s": 600, "words": ["incident"]})


def _open_crisis(house: House) -> Right:
    answer = house.supervisor.post("/v1/supervision/crisis", json=_crisis(house).body)
    return Right({"crisis_id": answer.json()["id"]})


def _renfort(house: House) -> Right:
    asked = house.agent.post("/v1/renfort", json={})
    return Right({"renfort_id": asked.json()["id"]}, body={"answer": "J'arrive."})


def _file(house: House) -> Right:
    return Right({"siren": SIREN}, {"reason": "Rappel demandé par la gérante"})


_RIGHT = {
    "DELETE /v1/supervision/crisis/{crisis_id}": _open_crisis,
    "GET /v1/attachments/{attachment_id}": _attachment,
    "GET /v1/contacts/{contact_id}": _contact,
    "GET /v1/contacts/{contact_id}/alike": _contact,
    "GET /v1/matters/{matter_id}": _act,
    "GET /v1/sie/{code}/appointments": lambda _: Right({"code": OFFICE}, {"day": "2026-12-01"}),
    "GET /v1/sie/{code}/appointments/{appointment_id}": _meeting,
    "GET /v1/sie/{code}/slots": lambda _: Right({"code": OFFICE}),
    "GET /v1/usagers/{siren}": _file,
    "GET /v1/usagers/{siren}/establishments": _file,
    "GET /v1/usagers/{siren}/obligations": _file,
    "GET /v1/usagers/{siren}/registry": _file,
    "GET /v1/usagers/{siren}/timeline": _file,
    "POST /v1/acts/outbox/{act_id}": _leaving,
    "POST /v1/contacts": lambda _: Right(body=_intake()),
    "POST /v1/documents": _document,
    "POST /v1/outbox/{reply_id}": _report,
    "POST /v1/sessions": lambda _: Right(body={"login": "agent2", "password": PASSWORD}),
    "POST /v1/supervision/absences": lambda _: Right(body={"agent": "agent2"}),
    "POST /v1/supervision/crisis": _crisis,
    "POST /v1/supervision/reassign": lambda house: Right(
        body={"contact_id": house.brought()["id"], "to": {"plateau": "lons-1"}}
    ),
    "POST /v1/supervision/renfort/{renfort_id}": _renfort,
    "PUT /v1/supervision/word": lambda _: Right(body={"text": "Réunion à 14 h."}),
}
"""Those that chance alone would never get right."""
