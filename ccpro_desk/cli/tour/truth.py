"""The central's own truth, asked through its API, and the outbox's files: what screens are compared with."""

from __future__ import annotations

import time
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, cast

import httpx

from ccpro_desk.cli.embedded.home import CONNECTOR, DemoHome
from ccpro_desk.cli.tour.report import StepFailed

WITNESS = "encadrant1"
"""Reads the contacts of the agents of the centre, and changes nothing."""
LOOK_EVERY_S = 0.1
T = TypeVar("T")


class Truth:
    def __init__(self, home: DemoHome) -> None:
        self._home = home
        transport = httpx.HTTPTransport(uds=str(home.socket))
        self._client = httpx.Client(transport=transport, base_url="http://central", timeout=20)
        self._tokens: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._client.close()

    def contact(self, contact_id: str) -> dict[str, Any]:
        return cast(dict[str, Any], self._get(f"/v1/contacts/{contact_id}"))

    def in_state(self, state: str) -> list[dict[str, Any]]:
        """Every contact of the centre in this state."""
        items: list[dict[str, Any]] = []
        page: dict[str, Any] = {"next": ""}
        while "next" in page:
            params = {"state": state, "limit": 200} | ({"cursor": page["next"]} if page["next"] else {})
            page = self._get("/v1/contacts", params)
            items += page["items"]
        return items

    def replies(self, contact_id: str) -> dict[str, dict[str, Any]]:
        """The contact's outgoing messages by id."""
        messages = self.contact(contact_id)["messages"]
        return {message["id"]: message for message in messages if message["direction"] == "out"}

    def available(self) -> list[str]:
        """The logins to whom a contact may be given now."""
        return [person["login"] for person in self._get("/v1/supervision")["available"]]

    def renforts(self) -> list[dict[str, Any]]:
        """The calls for help of the last hours."""
        return cast(list[dict[str, Any]], self._get("/v1/supervision")["renforts"])

    def answer_renfort(self, renfort: str, answer: str) -> None:
        """What the supervisor says to whoever called for help."""
        self._post(f"/v1/supervision/renfort/{renfort}", {"answer": answer})

    def bring(self, message: dict[str, Any]) -> str:
        """What the connector of the authenticated space brings; the contact's id."""
        return str(self._post("/v1/contacts", message, CONNECTOR)["id"])

    def entrust(self, contact_id: str, login: str) -> None:
        """The supervisor gives a waiting contact to an agent."""
        self._post("/v1/supervision/reassign", {"contact_id": contact_id, "to": {"agent": login}})

    def matters(self, contact_id: str, kind: str) -> list[dict[str, Any]]:
        """What followed from the contact, of one kind, in order."""
        return [m for m in self.contact(contact_id).get("matters") or [] if m["kind"] == kind]

    def is_there(self) -> bool:
        try:
            return self._client.get("/health/ready").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def files(self) -> dict[str, EmailMessage]:
        """The e-mails of the outbox by reply id."""
        parser = BytesParser(policy=policy.default)
        return {
            path.stem: parser.parsebytes(path.read_bytes())
            for path in sorted(Path(self._home.outbox).glob("*.eml"))
        }

    def until(self, what: str, look: Callable[[], T], within_s: float = 30.0) -> T:
        """The first true answer of `look`. Raises `StepFailed`."""
        deadline = time.monotonic() + within_s
        while not (found := look()):
            if time.monotonic() > deadline:
                raise StepFailed(f"toujours pas, après {within_s:g} s : {what} ({found!r})")
            time.sleep(LOOK_EVERY_S)
        return found

    def _get(self, path: str, params: dict[str, Any] | None = None) -> Any:
        return self._asked("GET", path, WITNESS, params=params)

    def _post(self, path: str, body: dict[str, Any], login: str = WITNESS) -> Any:
        return self._asked("POST", path, login, json=body)

    def _asked(self, method: str, path: str, login: str, **more: Any) -> Any:
        answer = self._client.request(method, path, headers=self._headers(login), **more)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            self._tokens.pop(login, None)
            answer = self._client.request(method, path, headers=self._headers(login), **more)
        if answer.is_error:
            raise StepFailed(f"le centre refuse {path} à {login} : {answer.status_code} {answer.text[:200]}")
        return answer.json() if answer.content else None

    def _headers(self, login: str) -> dict[str, str]:
        if login not in self._tokens:
            body = {"login": login, "password": self._home.password}
            answer = self._client.post("/v1/sessions", json=body)
            if answer.is_error:
                raise StepFailed(f"{login} ne peut pas se connecter : {answer.status_code}")
            self._tokens[login] = str(answer.json()["token"])
        return {"Authorization": f"Bearer {self._tokens[login]}"}
