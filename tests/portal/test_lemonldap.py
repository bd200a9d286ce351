"""One true portal, end to end: LemonLDAP::NG, a served central, a workstation and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import SignInRefused
from ccpro_desk.desk.portal.flow import ask
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.domain.values import Role
from ccpro_desk.wire.views import OidcOffer
from tests.support.portals import browser, free_ports, lemonldap, settings_file
from tests.support.served import Served, serving

GROUPS = """
[oidc.groups."superviseurs"]
role = "supervisor"
centre = "lons"
[oidc.groups."agents"]
role = "agent"
centre = "pau"
plateau = "pau-1"
skills = ["tva"]
channels = ["mail"]
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, OidcOffer]]:
    folder = tmp_path_factory.mktemp("portal")
    ports = free_ports(2)
    with lemonldap(folder / "llng", ports) as issuer:
        settings = settings_file(folder / "central.toml", issuer, ports, GROUPS)
        with serving(f"sqlite:///{folder}/central.db", "--settings", str(settings)) as served:
            yield served, OidcOffer(issuer, "ccpro", tuple(ports))


@asynccontextmanager
async def at_desk(served: Served, place: Path) -> Any:
    settings = DeskSettings(served.central, place, key_file=place / "store.key")
    desk = Desk.open(settings)
    await desk.start()
    try:
        yield desk
    finally:
        await desk.stop()


async def test_a_supervisor_and_an_agent_sign_in_by_the_portal(
    house: tuple[Served, OidcOffer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served, offer = house
    async with at_desk(served, tmp_path) as desk:
        assert (await desk.sign_in_offer()).oidc == offer
        monkeypatch.setenv("BROWSER", browser("dwho"))
        await desk.sign_in_by_portal()
        agent = desk.state.agent
        assert agent is not None
        assert (agent.login, agent.role, agent.centre) == ("dwho", Role.SUPERVISOR, "lons")
        await desk.sign_out()
        monkeypatch.setenv("BROWSER", browser("rtyler"))
        await desk.sign_in_by_portal()
        agent = desk.state.agent
        assert agent is not None
        assert (agent.login, agent.role, agent.plateau) == ("rtyler", Role.AGENT, "pau-1")
        assert agent.channels == ("mail",)


async def test_who_has_no_group_of_ours_stays_out(
    house: tuple[Served, OidcOffer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served, _ = house
    monkeypatch.setenv("BROWSER", browser("msmith"))
    async with at_desk(served, tmp_path) as desk:
        with pytest.raises(SignInRefused, match="aucun de vos groupes"):
            await desk.sign_in_by_portal()


async def test_a_code_serves_once_and_only_with_its_verifier_and_nonce(
    house: tuple[Served, OidcOffer], monkeypatch: pytest.MonkeyPatch
) -> None:
    served, offer = house
    monkeypatch.setenv("BROWSER", browser("rtyler"))

    async def answer(**changed: str) -> httpx.Response:
        grant = await ask(offer)
        form = {
            "code": grant.code,
            "code_verifier": grant.code_verifier,
            "redirect_uri": grant.redirect_uri,
            "nonce": grant.nonce,
        }
        async with served.caller() as caller:
            first = await caller.post("/v1/sessions", json={**form, **changed}, timeout=30)
            again = await caller.post("/v1/sessions", json=form, timeout=30)
        assert again.status_code == 401
        return first

    assert (await answer()).status_code == 201
    assert (await answer(code_verifier="x" * 50)).status_code == 401
    assert (await answer(nonce=str(uuid4()))).status_code == 401


async def test_the_portal_itself_refuses_a_port_that_it_was_not_told_of(
    house: tuple[Served, OidcOffer], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, offer = house
    monkeypatch.setenv("BROWSER", browser("rtyler"))
    elsewhere = OidcOffer(offer.issuer, offer.client_id, tuple(free_ports(1)))
    with pytest.raises(SignInRefused, match="pas répondu à temps"):
        await ask(elsewhere, patience_s=5)
