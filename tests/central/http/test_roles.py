"""Each role × each route: who is let through, who is told that their account may not."""

from __future__ import annotations

import pytest

from tests.central.http.world import World, check_problem

AGENTS = {"agent1", "tuteur1", "encadrant1", "chef1"}
STAFF = {"soutien1", "referent1"}
CONNECTORS = {"connecteur1"}
REST = {"sie1", "admin1"}
EVERYONE = AGENTS | STAFF | CONNECTORS | REST
NOBODY = "01a206d9-3dca-7036-a997-26cdc5a0237f"
"""An identifier of nothing; a constant, since it names tests."""

ROUTES = [
    ("GET", "/v1/me", EVERYONE),
    ("POST", "/v1/alive", EVERYONE),
    ("POST", "/v1/commands", EVERYONE),
    ("POST", "/v1/contacts", CONNECTORS),
    ("POST", "/v1/contacts/next", AGENTS),
    ("GET", "/v1/contacts", AGENTS | STAFF),
    ("POST", "/v1/attachments", AGENTS | CONNECTORS),
    ("GET", "/v1/usagers?q=fournil", AGENTS),
    ("GET", "/v1/outbox", CONNECTORS),
    ("POST", f"/v1/outbox/{NOBODY}", CONNECTORS),
]


@pytest.mark.parametrize(("method", "path", "allowed"), ROUTES, ids=[f"{m} {p}" for m, p, _ in ROUTES])
async def test_who_may_call(here: World, method: str, path: str, allowed: set[str]) -> None:
    for login in sorted(EVERYONE):
        caller = await here.caller(login)
        answer = await caller.request(method, path, content=b"{}" if method == "POST" else None)
        if login in allowed:
            assert answer.status_code in (200, 204, 422), (login, answer.text)
        else:
            check_problem(answer, 403, "forbidden")


async def test_no_route_works_without_a_session(here: World) -> None:
    for method, path, _ in ROUTES:
        check_problem(await here.anyone.request(method, path), 401, "unauthenticated")
    for path in ("/v1/feed", f"/v1/contacts/{NOBODY}", f"/v1/attachments/{NOBODY}", "/v1/usagers/732829320"):
        check_problem(await here.anyone.get(path), 401, "unauthenticated")


@pytest.mark.parametrize("login", sorted(STAFF | CONNECTORS | REST))
async def test_a_dossier_is_for_those_who_handle_contacts(here: World, login: str) -> None:
    caller = await here.caller(login)
    path = "/v1/usagers/732829320?reason=une demande écrite du service"
    check_problem(await caller.get(path), 403, "forbidden")


async def test_a_contact_is_for_whom_it_concerns(here: World) -> None:
    await here.brought()
    agent = await here.available("agent1")
    contact = (await here.taken(agent))["contact"]["id"]
    path = f"/v1/contacts/{contact}"
    assert (await agent.get(path)).status_code == 200
    assert (await (await here.caller("encadrant1")).get(path)).status_code == 200
    for login in ("agent2", "agent7", "soutien1", "sie1", "admin1"):
        check_problem(await (await here.caller(login)).get(path), 403, "forbidden")
    check_problem(await agent.get(f"/v1/contacts/{NOBODY}"), 404, "not_found")
