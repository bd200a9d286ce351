"""Sign-in by a portal against a quick mock: what a person reads when it does not go well, and what is made of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from ccpro_desk.central.app import create_app
from ccpro_desk.central.auth.portal import Provider
from ccpro_desk.central.rules import load_rules
from ccpro_desk.central.service import Central
from ccpro_desk.central.settings import Portal, Settings
from ccpro_desk.central.store import open_store
from ccpro_desk.central.store.values import NewAccount
from ccpro_desk.desk.errors import SignInRefused
from ccpro_desk.desk.portal.flow import Grant, ask
from ccpro_desk.domain.groups import Grant as GroupGrant
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.values import Role
from ccpro_desk.wire.views import OidcOffer
from tests.support.portals import CLIENT, browser, free_ports, mock_portal

SCOPE = "openid profile email"
AGENT = GroupGrant(role=Role.AGENT, centre="lons", skills=("tva",))
PEOPLE = (
    {"sub": "nadia", "name": "Nadia Belkacem", "preferred_username": "nbelkacem", "groups": ["agents"]},
    {"sub": "paul", "name": "Paul Monnier", "groups": "agents;tuteurs"},
    {"sub": "personne", "name": "Une Autre"},
)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with mock_portal(*PEOPLE) as found:
        yield found


@pytest.fixture
def portal(issuer: str) -> Portal:
    groups = {"tuteurs": GroupGrant(role=Role.TUTOR), "agents": AGENT}
    ports = tuple(free_ports(2))
    return Portal(issuer, CLIENT, ports, SCOPE, groups=groups, client_secret="mock asks for one")


@pytest.fixture
async def central(portal: Portal, tmp_path: Path) -> AsyncIterator[Central]:
    store = await open_store(f"sqlite:///{tmp_path}/central.db")
    await store.migrate()
    yield Central(store, load_rules(), settings=Settings(portal))
    await store.close()


@asynccontextmanager
async def anyone(central: Central) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(central))
    async with httpx.AsyncClient(transport=transport, base_url="http://central") as caller:
        yield caller


async def granted(portal: Portal, who: str, monkeypatch: pytest.MonkeyPatch) -> Grant:
    monkeypatch.setenv("BROWSER", browser(who))
    return await ask(OidcOffer(portal.issuer, portal.client_id, portal.redirect_ports, portal.scope))


async def posted(central: Central, grant: Grant, **changed: str) -> httpx.Response:
    form = {
        "code": grant.code,
        "code_verifier": grant.code_verifier,
        "redirect_uri": grant.redirect_uri,
        "nonce": grant.nonce,
    }
    async with anyone(central) as caller:
        return await caller.post("/v1/sessions", json={**form, **changed})


async def test_the_offer_names_the_portal(central: Central, portal: Portal) -> None:
    async with anyone(central) as caller:
        offered = (await caller.get("/v1/auth")).json()
    assert offered == {
        "local": True,
        "oidc": {
            "issuer": portal.issuer,
            "client_id": CLIENT,
            "redirect_ports": list(portal.redirect_ports),
            "scope": SCOPE,
        },
    }


async def test_an_account_is_made_at_the_first_sign_in_and_follows_the_groups(
    central: Central, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await posted(central, await granted(portal, "nadia", monkeypatch))
    assert first.status_code == 201, first.text
    agent = first.json()["agent"]
    assert (agent["login"], agent["name"], agent["role"]) == ("nbelkacem", "Nadia Belkacem", "agent")
    assert (agent["centre"], agent["skills"]) == ("lons", ["tva"])
    moved = GroupGrant(role=Role.SUPERVISOR, centre="pau")
    central.provider = Provider(Portal(**_fields(portal, groups={"agents": moved})), central.clock)
    again = (await posted(central, await granted(portal, "nadia", monkeypatch))).json()["agent"]
    assert (again["id"], again["role"], again["centre"]) == (agent["id"], "supervisor", "pau")
    assert len(await central.store.accounts()) == 1
    since = central.clock.now() - timedelta(hours=1)
    lines = await central.store.audit_page(about=None, actor=agent["id"], since=since, limit=10)
    said = [(line.action, line.detail) for line in reversed(lines) if line.action.startswith("session.")]
    assert said == [("session.opened", '{"way":"portal"}')] * 2


def _fields(portal: Portal, **changed: object) -> dict[str, object]:
    return {name: getattr(portal, name) for name in portal.__slots__} | changed


async def test_the_first_group_of_the_table_says_the_role(
    central: Central, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = (await posted(central, await granted(portal, "paul", monkeypatch))).json()["agent"]
    assert (agent["login"], agent["role"], agent["centre"]) == ("paul", "tutor", "lons")


async def test_who_has_no_group_stays_out_and_no_account_is_made(
    central: Central, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await posted(central, await granted(portal, "personne", monkeypatch))
    assert answer.status_code == 403
    assert "aucun de vos groupes" in answer.json()["title"]
    assert await central.store.accounts() == []


async def test_the_portal_takes_no_local_account_over(
    central: Central, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    await central.store.add_account(NewAccount(new_id(), "nbelkacem", "Une autre", Role.HEAD, "hash"))
    answer = await posted(central, await granted(portal, "nadia", monkeypatch))
    assert answer.status_code == 403
    assert "compte local" in answer.json()["title"]


async def test_a_closed_account_stays_closed(
    central: Central, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    await posted(central, await granted(portal, "nadia", monkeypatch))
    await central.store.set_disabled("nbelkacem", True)
    assert (await posted(central, await granted(portal, "nadia", monkeypatch))).status_code == 403


async def test_a_portals_account_has_no_password(
    central: Central, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    await posted(central, await granted(portal, "nadia", monkeypatch))
    async with anyone(central) as caller:
        form = {"login": "nbelkacem", "password": "x"}
        assert (await caller.post("/v1/sessions", json=form)).status_code == 401


async def test_another_nonce_another_redirection_and_a_made_up_code_are_refused(
    central: Central, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant = await granted(portal, "nadia", monkeypatch)
    assert (await posted(central, grant, redirect_uri="http://evil.example/callback")).status_code == 422
    assert (await posted(central, grant, nonce="n" * 20)).status_code == 401
    assert (await posted(central, grant, code="invented")).status_code == 401


async def test_a_portal_that_does_not_answer_is_said(central: Central, portal: Portal) -> None:
    [port] = free_ports(1)
    silent = Portal(**_fields(portal, issuer=f"http://127.0.0.1:{port}"))
    central.provider = Provider(silent, central.clock)
    grant = Grant("code", "v" * 43, f"http://127.0.0.1:{portal.redirect_ports[0]}/callback", "n" * 20)
    answer = await posted(central, grant)
    assert answer.status_code == 503
    assert "ne répond pas" in answer.json()["title"]


async def test_the_next_port_is_tried_and_all_taken_is_said(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = portal.redirect_ports
    taken = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", first)
    async with taken:
        assert (await granted(portal, "nadia", monkeypatch)).redirect_uri.endswith(f":{second}/callback")
        also = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", second)
        async with also:
            with pytest.raises(SignInRefused, match="tous occupés"):
                await granted(portal, "nadia", monkeypatch)


async def test_a_browser_that_does_not_open_is_said(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "false %s")
    with pytest.raises(SignInRefused, match="Aucun navigateur"):
        await ask(OidcOffer(portal.issuer, CLIENT, portal.redirect_ports, SCOPE))


async def test_a_closed_tab_ends_in_time_and_giving_up_frees_the_port(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", browser("-"))
    offer = OidcOffer(portal.issuer, CLIENT, portal.redirect_ports, SCOPE)
    with pytest.raises(SignInRefused, match="pas répondu à temps"):
        await ask(offer, patience_s=0.5)
    asking = asyncio.create_task(ask(offer))
    port = portal.redirect_ports[0]
    while not (answer := await _answers(port)):
        assert not asking.done()
    assert answer == 400
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert await _answers(port) == 0


async def _answers(port: int) -> int:
    """What our loopback address says to an answer that is not ours; 0: nobody listens."""
    async with httpx.AsyncClient(trust_env=False) as caller:
        try:
            forged = await caller.get(f"http://127.0.0.1:{port}/callback?code=x&state=forged")
        except httpx.TransportError:
            return 0
        return forged.status_code
