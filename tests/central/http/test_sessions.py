"""Signing in and out, and what wrong passwords cost."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from ccpro_desk.central.auth.passwords import NOBODY, _hasher
from ccpro_desk.central.auth.throttle import PER_LOGIN, PER_SOURCE
from tests.central.http.world import PASSWORD, World, check_problem, command, send


async def test_a_session_opens_and_closes(here: World) -> None:
    answer = await here.anyone.post("/v1/sessions", json={"login": "agent1", "password": PASSWORD})
    assert answer.status_code == 201
    session = answer.json()
    assert set(session) == {"token", "expires_at", "agent"}
    assert session["agent"]["login"] == "agent1"
    assert session["agent"]["role"] == "agent"
    assert session["agent"]["status"] == "offline"
    agent = here.client(session["token"])
    assert (await agent.get("/v1/me")).status_code == 200
    assert (await agent.delete("/v1/sessions/current")).status_code == 204
    check_problem(await agent.get("/v1/me"), 401, "unauthenticated")
    check_problem(await agent.delete("/v1/sessions/current"), 401, "unauthenticated")


async def test_the_audit_says_who_signed_in_and_out_and_what_was_refused(here: World) -> None:
    """A login that does not exist leaves a line too, without what was typed."""
    opened = await here.anyone.post("/v1/sessions", json={"login": "agent1", "password": PASSWORD})
    for login in ("agent1", "personne"):
        form = {"login": login, "password": "un mauvais mot de passe"}
        assert (await here.anyone.post("/v1/sessions", json=form)).status_code == 401
    assert (await here.client(opened.json()["token"]).delete("/v1/sessions/current")).status_code == 204
    since = here.clock.now() - timedelta(hours=1)
    lines = await here.central.store.audit_page(about=None, actor=None, since=since, limit=10)
    mine = str(await agent_id(here, "agent1"))
    assert [(line.action, line.actor, line.object, line.detail) for line in reversed(lines)] == [
        ("session.opened", mine, f"agent/{mine}", '{"way":"password"}'),
        ("session.refused", None, f"agent/{mine}", "{}"),
        ("session.refused", None, "agent/-", "{}"),
        ("session.closed", mine, f"agent/{mine}", "{}"),
    ]


async def agent_id(here: World, login: str) -> UUID:
    found = await here.central.store.account(login)
    assert found is not None
    return found.agent.id


async def test_signing_out_sets_offline(here: World) -> None:
    agent = await here.available("agent1")
    await agent.delete("/v1/sessions/current")
    again = await here.caller("agent1")
    assert (await again.get("/v1/me")).json()["status"] == "offline"


async def test_signing_in_changes_no_status(here: World) -> None:
    await here.available("agent1")
    again = await here.caller("agent1")
    assert (await again.get("/v1/me")).json()["status"] == "available"


async def test_a_person_has_one_session_a_connector_any_number(here: World) -> None:
    first, second = await here.caller("agent1"), await here.caller("agent1")
    check_problem(await first.get("/v1/me"), 401, "unauthenticated")
    assert (await second.get("/v1/me")).status_code == 200
    one, other = await here.caller("connecteur1"), await here.caller("connecteur1")
    assert (await one.get("/v1/outbox")).status_code == 200
    assert (await other.get("/v1/outbox")).status_code == 200


async def test_a_session_lasts_twelve_hours(here: World) -> None:
    session = (await here.anyone.post("/v1/sessions", json={"login": "agent1", "password": PASSWORD})).json()
    agent = here.client(session["token"])
    here.clock.advance(12 * 3600 - 1)
    assert (await agent.get("/v1/me")).status_code == 200
    here.clock.advance(2)
    check_problem(await agent.get("/v1/me"), 401, "unauthenticated")


async def test_another_desk_gives_leases_new_tokens(here: World) -> None:
    await here.brought()
    agent = await here.available("agent1")
    before = (await here.taken(agent))["lease"]["token"]
    same = await here.caller("agent1")
    other = await here.caller("agent1", desk=uuid4())
    over = await same.get("/v1/me")
    check_problem(over, 401, "unauthenticated")
    assert over.json()["reason"] == "elsewhere" and "autre poste" in over.json()["title"]
    hot = await same.post("/v1/commands", json={"commands": [command("agent.status", {"status": "pause"})]})
    assert hot.json()["reason"] == "elsewhere"
    after = (await other.get("/v1/me")).json()["leases"]
    assert len(after) == 1
    assert after[0]["token"] != before


async def test_the_place_that_a_sign_of_life_tells_is_found_again(here: World) -> None:
    agent = await here.caller("agent1")
    contact = str(uuid4())
    place = {"contact_id": contact, "pane": "reply", "caret": 12}
    assert (await agent.post("/v1/alive", json={"position": "", "place": place})).status_code == 204
    assert (await agent.get("/v1/me")).json()["place"] == place
    wrong = {"contact_id": contact, "pane": "ailleurs"}
    check_problem(await agent.post("/v1/alive", json={"position": "", "place": wrong}), 422, "invalid")


@pytest.mark.parametrize(
    "form",
    [
        {"login": "agent1", "password": "incorrect"},
        {"login": "nobody", "password": PASSWORD},
        {"login": "agent1\x00", "password": PASSWORD},
        {"login": "AGENT1 ' OR 1=1 --", "password": PASSWORD},
    ],
)
async def test_a_wrong_password_and_an_unknown_login_are_the_same(here: World, form: dict[str, str]) -> None:
    answer = await here.anyone.post("/v1/sessions", json=form)
    check_problem(answer, 401, "unauthenticated")
    assert answer.json()["title"] == "Identifiant ou mot de passe incorrect."


def test_an_unknown_login_costs_as_much_as_a_known_one() -> None:
    assert not _hasher().check_needs_rehash(NOBODY)


async def test_a_disabled_account_does_not_open(here: World) -> None:
    await here.central.store.set_disabled("agent1", True)
    form = {"login": "agent1", "password": PASSWORD}
    check_problem(await here.anyone.post("/v1/sessions", json=form), 401, "unauthenticated")


async def test_a_trainee_belongs_in_the_sandbox(here: World) -> None:
    trainee = await here.caller("stagiaire1")
    check_problem(await trainee.get("/v1/contacts"), 403, "forbidden")
    check_problem(await trainee.get("/v1/feed"), 403, "forbidden")
    check_problem(await trainee.get("/v1/usagers?q=fournil"), 403, "forbidden")
    headers = {"Idempotency-Key": str(uuid4())}
    check_problem(await trainee.post("/v1/contacts/next", json={}, headers=headers), 403, "forbidden")
    status = command("agent.status", {"status": "available"})
    check_problem(await trainee.post("/v1/commands", json={"commands": [status]}), 403, "forbidden")


async def test_the_portal_is_not_offered(here: World) -> None:
    form = {"code": "x", "code_verifier": "y" * 43, "redirect_uri": "http://127.0.0.1/", "nonce": "z" * 16}
    answer = await here.anyone.post("/v1/sessions", json=form)
    check_problem(answer, 422, "invalid")
    assert "n'est pas proposée" in answer.json()["title"]


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"login": "agent1"},
        {"login": 1, "password": "x"},
        {"login": "a", "password": "b", "desk": "banana"},
    ],
)
async def test_a_form_of_another_shape_is_422(here: World, form: dict[str, object]) -> None:
    check_problem(await here.anyone.post("/v1/sessions", json=form), 422, "invalid")


async def test_wrong_passwords_make_a_login_wait_longer_each_time(here: World) -> None:
    wrong = {"login": "agent2", "password": "incorrect"}
    for _ in range(PER_LOGIN.free):
        check_problem(await here.anyone.post("/v1/sessions", json=wrong), 401, "unauthenticated")
    right = {"login": "agent2", "password": PASSWORD}
    refused = await here.anyone.post("/v1/sessions", json=right)
    check_problem(refused, 429, "rate_limited")
    first = int(refused.headers["retry-after"])
    here.clock.advance(first)
    check_problem(await here.anyone.post("/v1/sessions", json=wrong), 401, "unauthenticated")
    second = int((await here.anyone.post("/v1/sessions", json=right)).headers["retry-after"])
    assert second > first
    here.clock.advance(second)
    assert (await here.anyone.post("/v1/sessions", json=right)).status_code == 201


async def test_another_login_does_not_wait(here: World) -> None:
    for _ in range(PER_LOGIN.free):
        await here.central.by_login.wrong("agent2")
    form = {"login": "agent3", "password": PASSWORD}
    assert (await here.anyone.post("/v1/sessions", json=form)).status_code == 201


async def test_a_source_that_tries_many_logins_waits(here: World) -> None:
    for _ in range(PER_SOURCE.free):
        await here.central.by_source.wrong("127.0.0.1")
    form = {"login": "agent3", "password": PASSWORD}
    check_problem(await here.anyone.post("/v1/sessions", json=form), 429, "rate_limited")


async def test_a_right_password_forgets_the_wrong_ones(here: World) -> None:
    for _ in range(PER_LOGIN.free - 1):
        await here.central.by_login.wrong("agent3")
    form = {"login": "agent3", "password": PASSWORD}
    assert (await here.anyone.post("/v1/sessions", json=form)).status_code == 201
    await here.central.by_login.wrong("agent3")
    assert await here.central.by_login.wait_s("agent3") == 0


async def test_a_status_outlives_a_batch(here: World) -> None:
    agent = await here.caller("agent4")
    result = await send(agent, command("agent.status", {"status": "pause"}))
    assert result["status"] == "applied"
    assert (await agent.get("/v1/me")).json()["status"] == "pause"
