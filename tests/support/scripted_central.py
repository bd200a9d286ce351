"""A central in memory behind an httpx transport: the domain's own rules, and faults on demand.

It plays the part of the contract that a desk uses. `tests/desk/test_shift.py` plays the same shift against it
and against the real central on both engines: that is what keeps it honest.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from uuid import UUID, uuid4

import httpx

from ccpro_desk.domain import commands as c
from ccpro_desk.domain import events as e
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.agent_status import freed, set_status
from ccpro_desk.domain.contact import Contact, Lease, Origin, Reason
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.effects import late_draft, lease_expired, usager_wrote
from ccpro_desk.domain.evolve import USAGER, evolve_all
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.lifecycle import decide
from ccpro_desk.domain.refusals import Refusal
from ccpro_desk.domain.values import Channel, Direction, Message, Role, State
from ccpro_desk.reference.identification import load_checks
from ccpro_desk.reference.motifs import load_motifs
from ccpro_desk.reference.settings import load_settings
from ccpro_desk.wire.codec import jsonable
from ccpro_desk.wire.commands import Parsed, parse_batch
from ccpro_desk.wire.plateau import RenfortView, WordView
from ccpro_desk.wire.views import (
    AgentView,
    ContactView,
    DraftView,
    FeedEvent,
    HeldLease,
    LeaseToken,
    LeaseView,
    Me,
    NextView,
    PlaceView,
    Result,
    SessionView,
    UsagerRef,
)

Fault = Callable[[httpx.Request], str | None]
"""`before`: the request is lost; `after`: it is done and the answer is lost; a number: that status."""


def _expired() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError("scripted")
    error.verify_code = 10
    return error


def no_fault(_: httpx.Request) -> str | None:
    return None


def no_gate(_: httpx.Request) -> asyncio.Event | None:
    return None


@dataclass
class ScriptedCentral(httpx.AsyncBaseTransport):
    agent: Agent
    password: str = "secret-de-test"
    fault: Fault = no_fault
    gate: Callable[[httpx.Request], asyncio.Event | None] = no_gate
    """An answer that is made up already does not arrive before its event is set."""
    ahead: timedelta = timedelta(0)
    contract: str = "1.0"
    contacts: dict[UUID, Contact] = field(default_factory=dict)
    results: dict[UUID, tuple[bytes, Result]] = field(default_factory=dict)
    applied: list[c.Command] = field(default_factory=list)
    """Every command that had an effect, in order."""
    events: list[FeedEvent] = field(default_factory=list)
    epoch: str = "a"
    token: str | None = None
    alive: int = 0
    feeds_from: list[str | None] = field(default_factory=list)
    """The position that each feed was opened at."""
    followed_to: str = ""
    """The position of the last sign of life."""
    dossiers: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    batches: list[list[UUID | None]] = field(default_factory=list)
    """The contacts of the commands of each batch."""
    given: dict[str, UUID] = field(default_factory=dict)
    word: WordView | None = None
    renfort: RenfortView | None = None
    place: dict[str, Any] | None = None
    """Where the desk said that its agent is."""
    moved: bool = False
    """Sessions that are over went on elsewhere."""

    def __post_init__(self) -> None:
        self._moved = asyncio.Event()
        self._feeds = 0

    # What a test does to it

    def bring(self, subject: str = "Remboursement de TVA", channel: Channel = Channel.MAIL) -> UUID:
        now = self.now()
        first = Message(new_id(), Direction.IN, now, "M. Benali", "Bonjour, qu'en est-il ?")
        contact = Contact(
            new_id(),
            1,
            State.WAITING,
            channel,
            uuid4(),
            str(uuid4()),
            now,
            now + timedelta(hours=4),
            subject,
            Origin("M. Benali", "contact@fournil.example"),
            messages=(first,),
        )
        self.contacts[contact.id] = contact
        return contact.id

    def others_are_busy(self) -> None:
        """A contact comes in, and is told to all who serve its queue."""
        self._tell("contact.received", self.contacts[self.bring()])

    def usager_writes(self, contact_id: UUID, text: str = "J'ajoute une pièce.") -> None:
        contact = self.contacts[contact_id]
        message = Message(new_id(), Direction.IN, self.now(), "M. Benali", text)
        happened = usager_wrote(contact, message, load_settings(), message_ref=None, in_reply_to=None)
        self._happen(contact, happened, USAGER)

    def rescue(self, contact_id: UUID) -> None:
        """The lease moves on, as when this desk was not heard for too long."""
        contact = self.contacts[contact_id]
        self._happen(contact, lease_expired(contact), None)

    def sent(self, contact_id: UUID, reply_id: UUID) -> None:
        self._happen(self.contacts[contact_id], [e.ReplySent(reply_id)], None)

    def keep_back(self) -> FeedEvent:
        """The last event, not told yet: another transaction's event overtakes it."""
        return self.events.pop()

    def tell_late(self, event: FeedEvent) -> None:
        self.events.append(replace(event, position=f"{self.epoch}:{len(self.events) + 1}"))
        self._wake()

    def expire_session(self) -> None:
        self.token = None
        self._wake()

    def end_feeds(self) -> None:
        """Whoever follows has to open the feed again."""
        self._feeds += 1
        self._wake()

    def new_epoch(self) -> None:
        self.epoch += "x"
        self._wake()

    def replies(self) -> list[str]:
        return [command.body.text for command in self.applied if isinstance(command.body, c.Reply)]

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def says(self, text: str) -> None:
        """The plateau's word."""
        self.word = WordView(text, self.now() + timedelta(hours=4), "Mme Roy")
        self._tell("notice", author="chef", changed=("word",))

    def answers_renfort(self, answer: str) -> None:
        assert self.renfort is not None
        self.renfort = replace(self.renfort, answer=answer, answered_at=self.now())
        self._tell("notice", author="chef", changed=("renfort",), about=self.renfort.id)

    def frees(self) -> None:
        """What the agent asked for after their contact comes true, by nobody's hand."""
        self.agent = freed(self.agent)
        self._tell("agent.status", about=self.agent.id)

    def taken_over(self) -> None:
        """The agent signs in at another workstation."""
        self.moved = True
        for contact in tuple(self.contacts.values()):
            if contact.lease is not None:
                lease = replace(contact.lease, token=uuid4())
                self.contacts[contact.id] = replace(contact, lease=lease)
        self.expire_session()

    # The transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.asked.append(f"{request.method} {request.url.path}")
        fault = self.fault(request)
        if fault == "before":
            raise httpx.ConnectError("scripted", request=request)
        if fault == "certificate":
            raise httpx.ConnectError("scripted", request=request) from _expired()
        if fault is not None and fault.isdigit():
            return self._answer(
                int(fault), {"code": "unavailable", "title": "Patientez."}, {"Retry-After": "0"}
            )
        answer = self._route(request)
        if (gate := self.gate(request)) is not None:
            await gate.wait()
        if fault == "after":
            raise httpx.ReadTimeout("scripted", request=request)
        return answer

    def _route(self, request: httpx.Request) -> httpx.Response:
        method, path = request.method, request.url.path
        if (method, path) == ("POST", "/v1/sessions"):
            return self._sign_in(json.loads(request.content))
        if path == "/v1/auth":
            return self._answer(200, {"local": True})
        if self.token is None or request.headers.get("authorization") != f"Bearer {self.token}":
            reason = {"reason": "elsewhere"} if self.moved else {}
            return self._answer(401, {"code": "unauthenticated", "title": "Session expirée.", **reason})
        if path == "/v1/sessions/current":
            self.token = None
            return self._answer(204)
        if path == "/v1/me":
            return self._answer(200, jsonable(self._me()))
        if path == "/v1/alive":
            self.alive += 1
            self.followed_to = json.loads(request.content)["position"]
            self.place = json.loads(request.content).get("place", self.place)
            return self._answer(204)
        if path == "/v1/contacts/next":
            return self._next(request.headers["idempotency-key"])
        if path == "/v1/renfort":
            return self._answer(201, jsonable(self._renfort(json.loads(request.content))))
        if path == "/v1/colleagues":
            items = [{"login": "agent2", "name": "Ben Roche", "plateau": "lons-1"}]
            return self._answer(200, {"items": items})
        if path == "/v1/supervision/crisis":
            return self._answer(200, {"items": []})
        if path == "/v1/commands":
            return self._answer(200, {"results": [jsonable(r) for r in self._commands(request.content)]})
        if path == "/v1/feed":
            return self._feed(request.headers.get("last-event-id"))
        if path.endswith("/alike"):
            return self._answer(200, {"items": []})
        if path.startswith("/v1/usagers/"):
            return self._dossier(path.rpartition("/")[2])
        return self._contact(UUID(path.rpartition("/")[2]))

    def _answer(self, status: int, body: Any = None, headers: dict[str, str] | None = None) -> httpx.Response:
        sent = {"Ccpro-Contract": self.contract, "Date": format_datetime(self.now()), **(headers or {})}
        return (
            httpx.Response(status, headers=sent, json=body)
            if body is not None
            else httpx.Response(status, headers=sent)
        )

    def _sign_in(self, body: dict[str, Any]) -> httpx.Response:
        if body["password"] != self.password:
            return self._answer(
                401, {"code": "unauthenticated", "title": "Identifiant ou mot de passe incorrect."}
            )
        self.token, self.moved = uuid4().hex, False
        self._wake()
        session = SessionView(self.token, self.now() + timedelta(hours=10), self._agent())
        return self._answer(201, jsonable(session))

    def _renfort(self, asked: dict[str, Any]) -> RenfortView:
        agent, channel = self.agent, asked.get("channel")
        self.renfort = RenfortView(
            uuid4(),
            agent.id,
            agent.name,
            self.now(),
            channel=Channel(channel) if channel else None,
            subject=asked["subject"],
        )
        return self.renfort

    def _agent(self) -> AgentView:
        a = self.agent
        return AgentView(
            a.id,
            a.login,
            a.name,
            a.role,
            a.status,
            a.centre,
            a.plateau,
            a.skills,
            a.channels,
            dict(a.slots),
            a.after_current,
        )

    def _me(self) -> Me:
        mine = [
            contact
            for contact in self.contacts.values()
            if contact.owner == self.agent.id and contact.state is not State.CLOSED
        ]
        leases = tuple(HeldLease(k.id, k.lease.token, k.lease.expires_at) for k in mine if k.lease)
        drafts = tuple(DraftView(k.id, k.draft) for k in mine if k.draft)
        return Me(
            self._agent(),
            self.agent.status,
            self._position(),
            tuple(map(self._view, mine)),
            leases,
            drafts,
            {},
            self.word,
            self.renfort,
            self._place(),
        )

    def _place(self) -> PlaceView | None:
        place = self.place
        return PlaceView(UUID(place["contact_id"]), place["pane"], place["caret"]) if place else None

    def _next(self, key: str) -> httpx.Response:
        if key in self.given:
            contact = self.contacts[self.given[key]]
        else:
            if self.agent.status.value != "available":
                return self._answer(409, {"code": "not_available", "title": "Dites-vous d'abord disponible."})
            waiting = [k for k in self.contacts.values() if k.state is State.WAITING]
            if not waiting:
                return self._answer(204)
            now = self.now()
            lease = Lease(uuid4(), self.agent.id, 1, now + timedelta(minutes=30))
            given = Reason("deadline", "Délai promis le plus proche.")
            first = min(waiting, key=lambda k: k.received_at)
            live = first.channel in (Channel.PHONE, Channel.CHAT)
            contact = self._happen(first, [(e.Offered if live else e.Assigned)(lease, given)], None)
            self.given[key] = contact.id
        token = LeaseToken(contact.lease.token, contact.lease.expires_at) if contact.lease else None
        view = NextView(self._view(contact), contact.reason, token)
        return self._answer(200, {"lease": None, **jsonable(view)})

    def _contact(self, contact_id: UUID) -> httpx.Response:
        contact = self.contacts.get(contact_id)
        if contact is None or contact.owner != self.agent.id:
            return self._answer(403, {"code": "forbidden", "title": "Ce contact n'est pas à vous."})
        view = self._view(contact)
        lease = replace(view.lease, token=None) if view.lease else None
        return self._answer(200, jsonable(replace(view, lease=lease)))

    def _dossier(self, siren: str) -> httpx.Response:
        found = self.dossiers.get(siren)
        if found is None:
            return self._answer(404, {"code": "not_found", "title": "Aucun dossier ne porte ce SIREN."})
        return self._answer(200, found)

    def _commands(self, raw: bytes) -> list[Result]:
        refused: set[UUID | None] = set()
        made = []
        batch = parse_batch(raw)
        self.batches.append([parsed.contact_id for parsed in batch])
        for parsed in batch:
            result = (
                Result(parsed.id, "refused", "after_refusal")
                if parsed.contact_id in refused
                else self._one(parsed)
            )
            if result.status == "refused" and parsed.contact_id is not None:
                refused.add(parsed.contact_id)
            made.append(result)
        return made

    def _one(self, parsed: Parsed) -> Result:
        stored = self.results.get(parsed.id)
        if stored is not None:
            content, result = stored
            if content != parsed.content:
                return Result(parsed.id, "refused", "conflict", "Cet identifiant a déjà servi.")
            return replace(result, status="duplicate") if result.status == "applied" else result
        assert parsed.command is not None, parsed.fault
        result = self._apply(parsed.command)
        self.results[parsed.id] = (parsed.content, result)
        return result

    def _apply(self, command: c.Command) -> Result:
        if isinstance(command.body, c.SetStatus):
            return self._set_status(command)
        contact = self.contacts[command.contact_id] if command.contact_id else None
        assert contact is not None
        decision = decide(contact, command, self._context())
        if isinstance(decision, Refusal):
            late = late_draft(contact, command, self._context()) if decision.code == "lease_lost" else None
            if late is not None:
                self._happen(contact, [late], None)
            return Result(command.id, "refused", decision.code.value, decision.message)
        self.applied.append(command)
        contact = self._happen(contact, decision, str(self.agent.id))
        return Result(command.id, "applied", version=contact.version, view=self._view(contact))

    def _set_status(self, command: c.Command) -> Result:
        assert isinstance(command.body, c.SetStatus)
        changed = set_status(
            self.agent, command.body, busy=self._busy(), allowed=frozenset(self.agent.channels)
        )
        assert isinstance(changed, Agent)
        self.agent = changed
        self.applied.append(command)
        self._tell("agent.status", about=self.agent.id)
        return Result(command.id, "applied")

    def _busy(self) -> bool:
        return any(k.lease and k.lease.agent == self.agent.id for k in self.contacts.values())

    def _context(self) -> Context:
        return Context(
            self.agent, self.now(), load_motifs(), load_checks(), load_settings(), uuid4(), usager_name="SARL"
        )

    def _happen(self, contact: Contact, happened: list[e.Event], author: str | None) -> Contact:
        after = evolve_all(contact, happened, author)
        self.contacts[contact.id] = after
        for event in happened:
            if isinstance(event, e.CallbackScheduled):
                self.contacts[event.promise.id] = event.promise
                self._tell("callback.scheduled", event.promise, author, event.promise.id)
            if event.counts:
                self._tell(event.feed, after, author, event.about, event.changed)
        if not self._busy():
            self.agent = freed(self.agent)
        return after

    def _tell(
        self,
        type_: str,
        contact: Contact | None = None,
        author: str | None = None,
        about: UUID | None = None,
        changed: tuple[str, ...] = (),
    ) -> None:
        position = f"{self.epoch}:{len(self.events) + 1}"
        version = contact.version if contact else None
        event = FeedEvent(
            position,
            new_id(),
            type_,
            self.now(),
            author,
            contact.id if contact else None,
            version,
            changed,
            about,
        )
        self.events.append(event)
        self._wake()

    def _wake(self) -> None:
        self._moved.set()
        self._moved = asyncio.Event()

    def _position(self) -> str:
        return f"{self.epoch}:{len(self.events)}"

    def _feed(self, last: str | None) -> httpx.Response:
        self.feeds_from.append(last)
        headers = {"Ccpro-Contract": self.contract, "Content-Type": "text/event-stream"}
        return httpx.Response(200, headers=headers, stream=_Stream(self._lines(last or self._position())))

    async def _lines(self, last: str) -> AsyncIterator[bytes]:
        epoch, _, seen = last.partition(":")
        cursor, token, feeds = int(seen), self.token, self._feeds
        yield f"event: alive\nid: {last}\ndata: {{}}\n\n".encode()
        while self.token == token and self._feeds == feeds:
            if epoch != self.epoch:
                yield b"event: resync\ndata: {}\n\n"
                return
            moved = self._moved
            for event in self.events[cursor:]:
                data = json.dumps(jsonable(event))
                yield f"event: {event.type}\nid: {event.position}\ndata: {data}\n\n".encode()
            cursor = len(self.events)
            await moved.wait()

    def _view(self, contact: Contact) -> ContactView:
        lease = contact.lease
        return ContactView(
            id=contact.id,
            version=contact.version,
            state=contact.state,
            channel=contact.channel,
            external_id=contact.external_id,
            received_at=contact.received_at,
            due_at=contact.due_at,
            subject=contact.subject,
            origin=contact.origin,
            usager=UsagerRef(contact.siren, contact.usager_name or "") if contact.siren else None,
            identification=contact.identification,
            motifs=contact.motifs,
            messages=contact.messages,
            draft=contact.draft,
            owner=contact.owner,
            resume_at=contact.resume_at,
            reason=contact.reason,
            lease=LeaseView(lease.agent, lease.expires_at, lease.token) if lease else None,
        )


class _Stream(httpx.AsyncByteStream):
    def __init__(self, lines: AsyncIterator[bytes]) -> None:
        self._lines = lines

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for line in self._lines:
            yield line


def an_agent() -> Agent:
    return Agent(uuid4(), "agent1", "Mme Alba", Role.AGENT, "lons")
