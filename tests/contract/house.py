"""A served central shared by tests, who is signed in, and how a test's contacts leave it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.contract.talk import MOTIFS, Caller, Json, Work, call, command, held, mail, said
from tests.support.served import PASSWORD, Served, serving

CENTRES = {"agent7": "pau", "agent8": "pau"}


class House:
    """One `serve` process with the demonstration's accounts."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.people: dict[str, Caller] = {}
        self.brought: list[str] = []
        self.anyone = Caller(self.uds)

    @property
    def uds(self) -> Path:
        return self.served.socket

    def sign_in(self, login: str, **more: Any) -> Caller:
        """A new session."""
        body = {"login": login, "password": PASSWORD, **more}
        answer = said(self.anyone.post("/v1/sessions", body), 201)
        if login in self.people:
            self.people[login].close()
        self.people[login] = Caller(self.uds, answer["token"], answer["agent"])
        return self.people[login]

    def who(self, login: str) -> Caller:
        """Someone signed in."""
        return self.people[login] if login in self.people else self.sign_in(login)

    def ready(self, login: str = "agent1") -> Caller:
        """An agent who is available for every channel."""
        found = self.who(login)
        channels = ["phone", "mail", "chat", "callback"]
        assert found.status("available", channels=channels)["status"] == "applied"
        return found

    def bring(self, intake: Json | None = None, by: str = "connecteur1", **fields: Any) -> Json:
        """A contact that comes in; it is gone after the test."""
        view = self.who(by).bring((intake or mail()) | fields)
        self.brought.append(view["id"])
        return view

    def work(self, login: str = "agent1", **fields: Any) -> Work:
        """A mail in an agent's hands."""
        view = self.bring(**fields)
        found = held(self.ready(login), self.who(login).take())
        assert found.id == view["id"]
        return found

    def offered(self, login: str = "agent1", **fields: Any) -> Work:
        """A call offered to an agent."""
        view = self.bring(call(), **fields)
        found = held(self.ready(login), self.who(login).take())
        assert found.id == view["id"]
        assert found.view["state"] == "offered"
        return found

    def talking(self, login: str = "agent1", **fields: Any) -> Work:
        """A call that an agent took."""
        found = self.offered(login, **fields)
        found.done("contact.accept")
        return found

    def sign_out(self, login: str) -> None:
        left = self.people.pop(login)
        assert left.http.delete("/v1/sessions/current").status_code == 204
        left.close()

    def outbox(self) -> dict[str, Json]:
        """What may be sent now, claimed, by the reply's id."""
        items = said(self.who("connecteur1").get("/v1/outbox?channel=mail&limit=100"))["items"]
        return {item["id"]: item for item in items}

    def drain(self) -> None:
        """Every contact of the test is closed, as people would close it."""
        if not self.brought:
            return
        brought, self.brought = self.brought, []
        for contact_id in brought:
            self._end(contact_id)
        for login in [name for name in self.people if name.startswith(("agent", "tuteur"))]:
            if self.who(login).get("/v1/me").status_code == 401:
                self.sign_in(login)
            _close_all(self.who(login))
        for login in ("agent1", "agent7"):
            agent = self.ready(login)
            while (answer := agent.next()).status_code == 200:
                _close(held(agent, answer.json()))

    def _end(self, contact_id: str) -> None:
        self.who("connecteur1").send(command("contact.end", {"by": "usager"}, contact_id=contact_id))

    def close(self) -> None:
        for person in [*self.people.values(), self.anyone]:
            person.close()


def _close_all(agent: Caller) -> None:
    me = agent.me()
    for lease in me["leases"]:
        _close(Work(agent, agent.contact(lease["contact_id"]), lease["token"]))
    for view in agent.me()["contacts"]:
        if view["state"] == "parked":
            work = Work(agent, agent.contact(view["id"]), "none")
            work.done("contact.resume", lease_token=None)
            _close(work)


def _close(work: Work) -> None:
    if work.view["state"] == "offered":
        work.done("contact.accept")
    work.view = work.who.contact(work.id)
    work.done("contact.close", {"motifs": MOTIFS})


@contextmanager
def house(database: str, *arguments: str) -> Iterator[House]:
    with serving(database, *arguments) as served:
        made = House(served)
        try:
            yield made
        finally:
            made.close()
