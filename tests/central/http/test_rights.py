"""Every role with every route and every command, against a table written by hand."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi.routing import APIRoute

from ccpro_desk.central.accounts import demo_accounts
from ccpro_desk.central.app import routes_only
from ccpro_desk.central.hot import CALLS
from ccpro_desk.central.openapi import document
from ccpro_desk.central.store.values import NewAccount
from ccpro_desk.domain.commands import COMMANDS
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.lifecycle import TUTOR_FIRST
from ccpro_desk.domain.values import Channel, Role
from tests.central.http.rights import OTHERS, OWN, ROUTES, cells, lines
from tests.central.http.world import HASH, World, command, mail, send

LOGINS = {
    "agent": "agent1",
    "guided": "accompagne1",
    "tutor": "tuteur1",
    "supervisor": "encadrant1",
    "head": "chef1",
    "support": "soutien1",
    "referent": "referent1",
    "sie": "sie1",
    "admin": "admin1",
    "mailer": "courriel1",
    "caller": "telephonie1",
    "trainee": "stagiaire1",
}
SIREN = "732829320"
REASON = "Demande écrite du service, dossier 12."
LESSON = {"subject": "Déclaration CA3", "body": "Quelle est la date de dépôt ?"}
"""Of the motif that `guided` is learning, `tva.date`."""
BODIES: Mapping[str, dict[str, Any]] = {
    "contact.accept": {},
    "contact.decline": {"reason": "occupé"},
    "contact.end": {"by": "network"},
    "contact.note": {"text": "Rappelé ce matin."},
    "contact.reply": {"text": "Bonjour, voici la date.", "hold_s": 60},
    "contact.motifs": {"motifs": [{"code": "autre.autre", "outcome": "answered"}]},
    "contact.link_usager": {"siren": SIREN},
    "contact.identify": {"checks": ["siren"], "passed": True},
    "contact.park": {"reason": "attend une pièce"},
    "contact.resume": {},
    "contact.release": {"reason": "erreur"},
    "contact.transfer": {"to": {"skill": "tva"}, "summary": "Question de TVA, rien de fait."},
    "callback.schedule": {
        "at": "2026-11-24T10:00:00+01:00",
        "number": "06 39 98 00 12",
        "purpose": "Suite de sa demande",
    },
    "contact.close": {"motifs": [{"code": "autre.autre", "outcome": "answered"}]},
    "contact.reopen": {},
    "contact.merge": {"into": "0199a000-0000-7000-8000-000000000001"},
    "contact.gather": {"contact": "0199a000-0000-7000-8000-000000000001"},
    "draft.save": {"text": "Bonjour"},
    "act.submit": {
        "act": "A09",
        "fields": {"quoi": "preference", "preference": "telephone", "demandeur": "director"},
    },
    "act.cancel": {"act_id": "0199a000-0000-7000-8000-000000000001", "reason": "Erreur"},
    "act.approve": {"act_id": "0199a000-0000-7000-8000-000000000001"},
    "act.return": {"act_id": "0199a000-0000-7000-8000-000000000001", "reason": "Pièce absente"},
    "appointment.book": {
        "sie": "SIE-69-EST",
        "slot": "2026-12-01T09:30:00+01:00",
        "mode": "office",
        "siren": SIREN,
        "purpose": "Sa demande appelle une décision",
    },
    "appointment.move": {
        "appointment_id": "0199a000-0000-7000-8000-000000000001",
        "slot": "2026-12-01T09:30:00+01:00",
    },
    "appointment.cancel": {
        "appointment_id": "0199a000-0000-7000-8000-000000000001",
        "reason": "Réglé au téléphone",
    },
    "appointment.outcome": {
        "appointment_id": "0199a000-0000-7000-8000-000000000001",
        "outcome": "held",
    },
    "contact.refer": {"sie": "SIE-69-EST", "facts": "Une question.", "urgency": "normal"},
    "referral.reply": {"referral_id": "0199a000-0000-7000-8000-000000000001", "text": "Oui."},
    "referral.answer": {"referral_id": "0199a000-0000-7000-8000-000000000001", "text": "Oui."},
    "referral.ask": {"referral_id": "0199a000-0000-7000-8000-000000000001", "text": "Quand ?"},
    "referral.take": {"referral_id": "0199a000-0000-7000-8000-000000000001"},
    "referral.return": {"referral_id": "0199a000-0000-7000-8000-000000000001", "reason": "Fiche TVA-021."},
    "agent.status": {"status": "pause"},
}


@dataclass
class House:
    """The people of the tables, signed in, and one mail that `mailer` brought."""

    here: World
    people: dict[str, httpx.AsyncClient] = field(default_factory=dict)
    contact: dict[str, Any] = field(default_factory=dict)
    reply_id: str = ""
    """Of a reply by mail that waits to be sent."""

    async def bring(self) -> dict[str, Any]:
        file = {"name": "a.txt", "type": "text/plain", "content_base64": base64.b64encode(b"a").decode()}
        intake = mail(self.here.clock.now().isoformat(), department="69", attachments=[file], **LESSON)
        answer = await self.people["mailer"].post("/v1/contacts", json=intake)
        assert answer.status_code == 201, answer.text
        self.contact = answer.json()
        return self.contact

    async def holds(self, login: str) -> tuple[httpx.AsyncClient, dict[str, Any]]:
        """Someone takes what waits."""
        caller = await self.here.available(login)
        return caller, await self.here.taken(caller)

    async def replied(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """`agent2` takes what waits and writes; another mail comes in."""
        holder, taken = await self.holds("agent2")
        reply = command(
            "contact.reply",
            BODIES["contact.reply"],
            contact_id=taken["contact"]["id"],
            lease_token=taken["lease"]["token"],
            base_version=taken["contact"]["version"],
        )
        written = await send(holder, reply)
        assert written["status"] == "applied", written
        self.reply_id = reply["id"]
        await self.bring()
        return taken, written


@pytest.fixture
async def house(here: World) -> House:
    return await _furnished(here)


@pytest.fixture
async def served_house(served: World) -> House:
    """Behind a socket: a feed that is let in goes on."""
    return await _furnished(served)


async def _furnished(here: World) -> House:
    made = House(here)
    for login, role, channels, motifs in (
        ("accompagne1", Role.AGENT, tuple(Channel), ("tva.date",)),
        ("courriel1", Role.CONNECTOR, (Channel.MAIL,), ()),
        ("telephonie1", Role.CONNECTOR, (Channel.PHONE, Channel.CALLBACK), ()),
    ):
        centre = "lons" if role is Role.AGENT else ""
        account = NewAccount(
            new_id(), login, login, role, HASH, centre, channels=channels, accompanied=motifs
        )
        await here.central.store.add_account(account)
    for person, login in LOGINS.items():
        made.people[person] = await here.caller(login)
    made.people["nobody"] = here.anyone
    await made.bring()
    return made


def test_the_tables_speak_of_every_route_of_every_command_and_of_every_role() -> None:
    """Taken from what is served and from what the rules know: who adds one says here who may."""
    served = {f"{method} {path}" for method, path in _served()}
    assert served == lines(ROUTES), "tests/central/http/rights.py says who may call each route"
    assert set(COMMANDS) == lines(OTHERS) == lines(OWN), "and who may ask for each command"
    assert set(COMMANDS) - {"reply.take_back"} == set(BODIES)
    roles = {account.login: account.role for account in demo_accounts("")}
    made = {"accompagne1", "courriel1", "telephonie1"}
    assert {roles[login] for login in LOGINS.values() if login not in made} | {Role.CONNECTOR} == set(Role)
    columns = {person for _, person, _ in cells(ROUTES)}
    assert columns == {*LOGINS, "nobody"} and {person for _, person, _ in cells(OTHERS)} < columns


def test_no_route_hides_from_the_document() -> None:
    paths = document(routes_only())["paths"]
    assert _served() == {(method.upper(), path) for path, methods in paths.items() for method in methods}


def _served() -> set[tuple[str, str]]:
    """Every method and path that the application answers."""
    return {(method, route.path) for route in _routes(routes_only()) for method in route.methods}


def _routes(router: Any) -> Iterator[APIRoute]:
    """Its routes and those of the routers that it includes; nothing else may stand there unseen."""
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            yield from _routes(route.original_router)


def test_what_is_answered_before_the_framework_is_a_route_as_well() -> None:
    assert {("POST", path) for path in CALLS} <= _served()


async def test_every_route_for_every_role(served_house: House) -> None:
    house = served_house
    await house.replied()
    wrong = []
    for name, person, mark in cells(ROUTES):
        if name == "DELETE /v1/sessions/current" and mark == "+":
            continue  # last: it ends the session
        status = await _call(house, house.people[person], name)
        if mark != _mark(status):
            wrong.append(f"{name} by {person}: {status} where the table says {mark}")
    for person in LOGINS:
        assert (await house.people[person].delete("/v1/sessions/current")).status_code == 204
    assert not wrong, "\n".join(wrong)


def _mark(status: int) -> str:
    return {401: "?", 403: "-"}.get(status, "+")


async def _call(house: House, caller: httpx.AsyncClient, name: str) -> int:
    method, path = name.split()
    if path == "/v1/sessions":
        return 201  # open to all by nature: what it asks for is in test_sessions.py
    ids = {
        "contact_id": house.contact["id"],
        "attachment_id": house.contact["messages"][0]["attachments"][0]["id"],
        "siren": SIREN,
        "reply_id": house.reply_id,
        "crisis_id": str(uuid4()),
        "matter_id": str(uuid4()),
        "act_id": str(uuid4()),
        "appointment_id": str(uuid4()),
        "code": "SIE-69-EST",
        "renfort_id": str(uuid4()),
    }
    query = {
        "/v1/usagers": {"q": "fournil"},
        "/v1/matters": {"kind": "act"},
        "/v1/usagers/{siren}": {"reason": REASON},
        "/v1/usagers/{siren}/timeline": {"reason": REASON},
        "/v1/usagers/{siren}/obligations": {"reason": REASON},
        "/v1/usagers/{siren}/establishments": {"reason": REASON},
        "/v1/usagers/{siren}/registry": {"reason": REASON},
    }
    headers = {"Idempotency-Key": str(uuid4())}
    now = house.here.clock.now().isoformat()
    bodies = {
        "/v1/contacts": mail(now),
        "/v1/alive": {"position": ""},
        "/v1/acts/outbox/{act_id}": {"claim": str(uuid4())},
        "/v1/outbox/{reply_id}": {"claim": str(uuid4()), "status": "sent"},
        "/v1/supervision/absences": {"agent": "agent5"},
        "/v1/supervision/reassign": {"contact_id": house.contact["id"], "to": {"plateau": "lons-2"}},
        "/v1/supervision/word": {"text": "Bonne journée à toutes et à tous."},
    }
    async with caller.stream(
        method,
        path.format(**ids),
        params=query.get(path),
        headers=headers,
        json=bodies.get(path, {}) if method in ("POST", "PUT") else None,
    ) as answer:
        return answer.status_code


async def test_a_connector_brings_and_delivers_by_its_own_channels_only(house: House) -> None:
    now = house.here.clock.now().isoformat()
    call = mail(now, channel="phone")
    assert (await house.people["caller"].post("/v1/contacts", json=call)).status_code == 201
    assert (await house.people["mailer"].post("/v1/contacts", json=call)).status_code == 403
    for person, channel, status in (
        ("mailer", "mail", 200),
        ("mailer", "chat", 403),
        ("caller", "mail", 403),
        ("caller", "callback", 200),
    ):
        answer = await house.people[person].get(f"/v1/outbox?channel={channel}")
        assert answer.status_code == status, (person, channel)


async def test_every_command_for_every_role_on_a_colleagues_contact(house: House) -> None:
    taken, written = await house.replied()
    bodies = {**BODIES, "reply.take_back": {"reply_id": house.reply_id}}
    at = {
        "contact_id": taken["contact"]["id"],
        "lease_token": str(uuid4()),
        "base_version": written["version"],
    }
    wrong = []
    for name, person, mark in cells(OTHERS):
        result = await send(house.people[person], command(name, bodies[name], **at))
        if (mark == "-") != (result.get("code") == "forbidden"):
            wrong.append(f"{name} by {person}: {result.get('code')} where the table says {mark}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", ["agent", "guided", "tutor", "supervisor", "head"])
async def test_every_command_on_ones_own_contact(house: House, person: str) -> None:
    caller, taken = await _own(house, person)
    wrong, bodies = [], dict(BODIES)
    for name, who, mark in cells(OWN):
        if who != person:
            continue
        view = (await caller.get(f"/v1/contacts/{taken['contact']['id']}")).json()
        tokens = [lease["token"] for lease in (await caller.get("/v1/me")).json()["leases"]]
        if not tokens and name != "contact.resume":
            caller, taken = await _own(house, person)
            view, tokens = taken["contact"], [taken["lease"]["token"]]
        at = {"contact_id": view["id"], "base_version": view["version"]}
        at |= {"lease_token": tokens[0]} if tokens else {}
        if name == "contact.reply":
            bodies["reply.take_back"] = {"reply_id": (reply := command(name, bodies[name], **at))["id"]}
        else:
            reply = command(name, bodies[name], **at)
        result = await send(caller, reply)
        if (mark == "-") != (result.get("code") == "forbidden"):
            wrong.append(f"{name}: {result} where the table says {mark}")
        if mark == "-" and not COMMANDS[name].of_matter:
            assert result["message"] == TUTOR_FIRST
    assert not wrong, "\n".join(wrong)


async def _own(house: House, person: str) -> tuple[httpx.AsyncClient, dict[str, Any]]:
    await house.bring()
    login = LOGINS[person]
    return await house.holds(login)


async def test_an_agent_en_accompagnement_has_one_contact_whatever_the_channel(house: House) -> None:
    caller, _ = await _own(house, "guided")
    await house.bring()
    now = house.here.clock.now().isoformat()
    await house.people["caller"].post(
        "/v1/contacts", json=mail(now, channel="callback", department="69", **LESSON)
    )

    async def next_of(channel: str) -> httpx.Response:
        headers = {"Idempotency-Key": str(uuid4())}
        return await caller.post("/v1/contacts/next", json={"channels": [channel]}, headers=headers)

    for answer in await asyncio.gather(next_of("mail"), next_of("callback")):
        assert answer.json()["code"] == "capacity"


async def test_two_askings_at_once_give_an_agent_en_accompagnement_one_contact(house: House) -> None:
    caller = await house.here.available("accompagne1")
    now = house.here.clock.now().isoformat()
    await house.people["caller"].post(
        "/v1/contacts", json=mail(now, channel="callback", department="69", **LESSON)
    )

    async def next_of(channel: str) -> int:
        headers = {"Idempotency-Key": str(uuid4())}
        answer = await caller.post("/v1/contacts/next", json={"channels": [channel]}, headers=headers)
        return answer.status_code

    given = await asyncio.gather(*(next_of(channel) for channel in ("mail", "callback") * 3))
    assert given.count(200) == 1
    assert len((await caller.get("/v1/me")).json()["leases"]) == 1
