"""Guessing passwords and flooding: what several processes count together, and what a session may ask."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from ccpro_desk.central import body
from ccpro_desk.central.app import create_app
from ccpro_desk.central.auth.limits import Buckets
from ccpro_desk.central.auth.throttle import PER_LOGIN, penalty_s
from ccpro_desk.central.rules import load_rules
from ccpro_desk.central.service import Central
from ccpro_desk.central.settings import Limits, Rate, Settings
from tests.central.http.world import PASSWORD, World, check_problem

WRONG = {"login": "agent2", "password": "incorrect"}
RIGHT = {"login": "agent2", "password": PASSWORD}


def beside(here: World, settings: Settings | None = None) -> World:
    """Another process on the same database: nothing but the store is shared."""
    central = Central(here.central.store, load_rules(), here.clock, settings)
    return World(central, httpx.ASGITransport(create_app(central)))


@pytest.mark.parametrize("engine", ["sqlite", "postgres"], indirect=True)
async def test_wrong_passwords_are_counted_by_all_processes(here: World) -> None:
    other = beside(here)
    for attempt in range(PER_LOGIN.free):
        asked = here if attempt % 2 else other
        check_problem(await asked.anyone.post("/v1/sessions", json=WRONG), 401, "unauthenticated")
    check_problem(await here.anyone.post("/v1/sessions", json=RIGHT), 429, "rate_limited")
    check_problem(await other.anyone.post("/v1/sessions", json=RIGHT), 429, "rate_limited")
    again = beside(here)
    check_problem(await again.anyone.post("/v1/sessions", json=RIGHT), 429, "rate_limited")


async def test_parallel_guesses_at_two_processes_gain_nothing(here: World) -> None:
    other = beside(here)
    answers = await asyncio.gather(
        *(world.anyone.post("/v1/sessions", json=WRONG) for world in (here, other) for _ in range(8))
    )
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(401) == PER_LOGIN.free
    assert statuses.count(429) == len(statuses) - PER_LOGIN.free


async def test_a_login_is_locked_and_unlocked(here: World) -> None:
    assert PER_LOGIN.lock_at is not None
    for _ in range(PER_LOGIN.lock_at):
        await here.central.by_login.wrong("agent2")
    refused = await here.anyone.post("/v1/sessions", json=RIGHT)
    check_problem(refused, 429, "rate_limited")
    assert "bloqué" in refused.json()["title"]
    assert int(refused.headers["retry-after"]) == PER_LOGIN.lock_s
    await here.central.by_login.right("agent2")
    assert (await here.anyone.post("/v1/sessions", json=RIGHT)).status_code == 201


def test_each_wrong_password_costs_more() -> None:
    waits = [penalty_s(PER_LOGIN, wrong) for wrong in range(1, 25)]
    assert waits == sorted(waits)
    assert waits[: PER_LOGIN.free - 1] == [0] * (PER_LOGIN.free - 1)
    assert waits[-1] == PER_LOGIN.lock_s


async def test_old_counts_are_forgotten(here: World) -> None:
    await here.central.by_login.wrong("agent2")
    here.clock.advance(3 * 24 * 3600)
    await here.central.forget()
    assert await here.central.by_login.wait_s("agent2") == 0
    for _ in range(PER_LOGIN.free - 1):
        await here.central.by_login.wrong("agent2")
    assert await here.central.by_login.wait_s("agent2") == 0


async def test_a_session_that_asks_too_much_is_told_to_wait(here: World) -> None:
    tight = Limits(person=Rate(0.1, 3), connector=Rate(0.1, 5), apart=Rate(0.1, 2))
    world = beside(here, Settings(limits=tight))
    agent, other = await world.caller("agent1"), await world.caller("agent3")
    for _ in range(3):
        assert (await agent.get("/v1/me")).status_code == 200
    refused = await agent.get("/v1/me")
    check_problem(refused, 429, "rate_limited")
    assert 0 < int(refused.headers["retry-after"]) <= 10
    assert (await other.get("/v1/me")).status_code == 200
    for _ in range(2):
        assert (await agent.post("/v1/alive", json={"position": ""})).status_code == 204
    check_problem(await agent.post("/v1/alive", json={"position": ""}), 429, "rate_limited")
    connector = await world.caller("connecteur1")
    for _ in range(5):
        assert (await connector.get("/v1/me")).status_code == 200
    check_problem(await connector.get("/v1/me"), 429, "rate_limited")


def test_a_bucket_fills_again_and_no_rate_is_no_limit() -> None:
    now = 0.0
    buckets = Buckets(Limits(person=Rate(2, 2), connector=Rate(0, 1)), lambda: now)
    for _ in range(2):
        buckets.spend(b"a", "/v1/me", connector=False)
    assert buckets.wait_s(b"a", "/v1/me") == 1
    now = 0.5
    assert buckets.wait_s(b"a", "/v1/me") == 0
    for _ in range(100):
        buckets.spend(b"b", "/v1/me", connector=True)
    assert buckets.wait_s(b"b", "/v1/me") == 0


async def test_a_body_that_stops_coming_is_given_up(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "IDLE_S", 0.05)
    never = asyncio.Event()

    async def pieces():  # type: ignore[no-untyped-def]
        yield b'{"login": '
        await never.wait()

    answer = await here.anyone.post("/v1/sessions", content=pieces())
    check_problem(answer, 400, "invalid")
    assert "lentement" in answer.json()["title"]
