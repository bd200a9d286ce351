"""A program outside the repository, as short as possible: raw JSON over httpx, raw server-sent events."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

Json = dict[str, Any]
MOTIFS = [{"code": "autre.autre", "outcome": "answered"}]


def new_id() -> str:
    """Any UUID will do for a command."""
    return str(uuid4())


def now() -> str:
    return datetime.now(UTC).isoformat()


def mail(**fields: Any) -> Json:
    """A mail as a connector brings it."""
    return {
        "channel": "mail",
        "external_id": f"<{uuid4()}@client.example>",
        "received_at": now(),
        "subject": "Question de TVA",
        "body": "Bonjour, une question.",
        "sender": {"name": "M. Karim Benali", "address": "contact@fournil-brotteaux.example"},
        "department": "69",
        **fields,
    }


def call(**fields: Any) -> Json:
    """A phone call as a connector brings it."""
    return {
        "channel": "phone",
        "external_id": f"appel-{uuid4()}",
        "received_at": now(),
        "sender": {"number": "+33465710015"},
        "department": "69",
        **fields,
    }


class Caller:
    """Someone, or nobody, at the central's API."""

    def __init__(self, uds: Path, token: str | None = None, agent: Json | None = None) -> None:
        self.uds, self.token, self.agent = uds, token, agent or {}
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        transport = httpx.HTTPTransport(uds=str(uds))
        self.http = httpx.Client(transport=transport, base_url="http://central", headers=headers, timeout=30)

    @property
    def id(self) -> str:
        return str(self.agent["id"])

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.http.get(path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> httpx.Response:
        return self.http.post(path, **({} if body is None else {"json": body}), **more)

    def me(self) -> Json:
        return said(self.get("/v1/me"))

    def contact(self, contact_id: str) -> Json:
        return said(self.get(f"/v1/contacts/{contact_id}"))

    def bring(self, intake: Json) -> Json:
        return said(self.post("/v1/contacts", intake), 201)

    def next(self, key: str | None = None, **body: Any) -> httpx.Response:
        return self.post("/v1/contacts/next", body, headers={"Idempotency-Key": key or new_id()})

    def take(self, **body: Any) -> Json:
        """The next contact, with its lease's token where `Work` looks for it."""
        return said(self.next(**body))

    def batch(self, *commands: Json) -> list[Json]:
        results: list[Json] = said(self.post("/v1/commands", {"commands": list(commands)}))["results"]
        assert [result["id"] for result in results] == [command["id"] for command in commands]
        return results

    def send(self, command: Json) -> Json:
        return self.batch(command)[0]

    def status(self, status: str, **more: Any) -> Json:
        return self.send(command("agent.status", {"status": status, **more}))

    def close(self) -> None:
        self.http.close()


def said(answer: httpx.Response, status: int = 200) -> Json:
    """The body of an expected answer."""
    assert answer.status_code == status, f"{answer.status_code} {answer.text}"
    found = answer.json()
    assert isinstance(found, dict)
    return found


def command(type_: str, body: Json, **fields: Any) -> Json:
    return {"id": new_id(), "type": type_, "issued_at": now(), "body": body, **fields}


@dataclass
class Work:
    """A contact in someone's hands: its commands carry its token and its version."""

    who: Caller
    view: Json
    token: str

    @property
    def id(self) -> str:
        return str(self.view["id"])

    @property
    def version(self) -> int:
        return int(self.view["version"])

    def command(self, type_: str, body: Json | None = None, **fields: Any) -> Json:
        """`None` for a field leaves it out."""
        known = {"contact_id": self.id, "lease_token": self.token, "base_version": self.version} | fields
        present = {name: value for name, value in known.items() if value is not None}
        return command(type_, body or {}, **present)

    def do(self, type_: str, body: Json | None = None, **fields: Any) -> Json:
        """The result of one command; an applied one moves what is known of the contact."""
        result = self.who.send(self.command(type_, body, **fields))
        view = result.get("view")
        if view:
            self.view = view
            self.token = ((view.get("lease") or {}).get("token")) or self.token
        return result

    def done(self, type_: str, body: Json | None = None, **fields: Any) -> Json:
        """An applied command's result."""
        result = self.do(type_, body, **fields)
        assert result["status"] == "applied", result
        return result

    def refused(self, code: str, type_: str, body: Json | None = None, **fields: Any) -> Json:
        result = self.do(type_, body, **fields)
        assert (result["status"], result.get("code")) == ("refused", code), result
        assert isinstance(result["message"], str) and result["message"]
        return result


def held(who: Caller, given: Json) -> Work:
    """What `next` gave."""
    return Work(who, given["contact"], given["lease"]["token"])


@dataclass
class Event:
    type: str
    id: str | None
    data: Json


class Feed:
    """A feed read line by line from the socket."""

    def __init__(self, uds: Path, token: str, cursor: str | None = None) -> None:
        self._wire = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._wire.settimeout(25)
        self._wire.connect(str(uds))
        self._http = http.client.HTTPConnection("central")
        self._http.sock = self._wire
        headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
        if cursor is not None:
            headers["Last-Event-ID"] = cursor
        self._http.request("GET", "/v1/feed", headers=headers)
        self.answer = self._http.getresponse()
        self.status = self.answer.status
        self.headers = self.answer.headers

    def event(self) -> Event | None:
        """The next event; none once the stream has ended."""
        fields: dict[str, list[str]] = {}
        while raw := self.answer.readline():
            line = raw.decode().rstrip("\r\n")
            if not line:
                if "data" in fields:
                    id_ = fields.get("id", [None])[-1]
                    return Event(fields["event"][-1], id_, json.loads("\n".join(fields["data"])))
                fields = {}
                continue
            name, _, value = line.partition(":")
            fields.setdefault(name, []).append(value.removeprefix(" "))
        return None

    def until(self, wanted: Callable[[Event], bool], within_s: float = 15) -> list[Event]:
        """All events up to and with the first wanted one."""
        found: list[Event] = []
        deadline = time.monotonic() + within_s
        while (event := self.event()) is not None:
            assert time.monotonic() < deadline, [one.type for one in found]
            found.append(event)
            if wanted(event):
                return found
        raise AssertionError(f"the feed ended after {[event.type for event in found]}")

    def rest(self) -> list[Event]:
        return list(iter(self.event, None))  # type: ignore[arg-type]

    def close(self) -> None:
        self.answer.close()
        self._http.close()
        self._wire.close()


@contextmanager
def following(who: Caller, cursor: str | None = None) -> Iterator[Feed]:
    assert who.token is not None
    feed = Feed(who.uds, who.token, cursor)
    try:
        assert feed.status == 200
        yield feed
    finally:
        feed.close()


def of_contact(contact_id: str, *types: str) -> Callable[[Event], bool]:
    return lambda event: event.data.get("contact_id") == contact_id and (not types or event.type in types)


def problem(answer: httpx.Response, status: int, code: str) -> Json:
    """The answer is this problem, in the contract's form."""
    assert answer.status_code == status, f"{answer.status_code} {answer.text}"
    assert answer.headers["content-type"].split(";")[0] == "application/problem+json"
    assert answer.headers["ccpro-contract"].startswith("1.")
    body: Json = answer.json()
    assert body["code"] == code, body
    assert body["status"] == status
    assert isinstance(body["title"], str)
    return body
