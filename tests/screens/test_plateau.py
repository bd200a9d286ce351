"""The plateau's screen, over a real central: what a supervisor sees and does; what an agent does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.at_central import drained, order, settle, shown, taken, working
from tests.screens.workstation import Workstation
from tests.support.served import Served, serving

OTHER = {"name": "Mme Petit", "address": "petit@ailleurs.example"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path_factory.mktemp('central') / 'central.db'}") as served:
        yield served


async def seen(post: Workstation, text: str) -> None:
    await post.until(lambda: text in shown(post), f"« {text} » on the plateau")


async def point_at(post: Workstation, text: str) -> None:
    """Down until the highlighted entry says so."""
    from ccpro_desk.widgets.line_list import LineList

    plateau = post.app.screen.query_one("#list", LineList)
    for _ in plateau.entries:
        told = next(e for e in plateau.entries if e.key == plateau.key).blocks
        if text in "".join(block.content.plain for block in told):
            return
        await post.press("down")
    raise AssertionError(f"nothing says « {text} »:\n{shown(post)}")


async def test_who_runs_the_plateau_begins_there_and_an_agent_does_not_see_it(
    house: Served, tmp_path: Path
) -> None:
    await house.bring_all(["Avis de CFE", "Avis de CFE"], department="69")
    async with working(house, tmp_path, "encadrant1", available=False) as chief:
        await chief.until(lambda: chief.window == "PlateauScreen", "the plateau first")
        await seen(chief, "2 en attente")
        assert "Courriel" in shown(chief) and "M. Benali" not in shown(chief)
        assert "agents :" not in shown(chief), "fewer than five are not counted"
        await chief.press("escape")
        assert chief.window == "WorkspaceScreen"
        await chief.press("colon")
        await chief.type("plateau")
        await chief.press("enter")
        assert chief.window == "PlateauScreen"
    async with working(house, tmp_path, "agent1") as post:
        assert post.window == "WorkspaceScreen"
        await post.press("colon")
        await post.type("plateau")
        await post.press("enter")
        assert "écran de l'encadrement" in post.notice
    async with house.signed_in("encadrant1") as caller:
        await order(caller, "agent.status", {"status": "available"})
        await caller.post("/v1/contacts/next", json={}, headers={"Idempotency-Key": "une"})
    async with working(house, tmp_path, "encadrant1", available=False) as chief:
        await chief.until(lambda: chief.desk.state.contacts, "the contact at hand")
        assert chief.window == "WorkspaceScreen", "who takes contacts is not taken away from them"
    await drained(house, "encadrant1")


async def test_a_word_is_written_and_help_is_answered(house: Served, tmp_path: Path) -> None:
    async with house.signed_in("agent2") as agent:
        asked = await agent.post("/v1/renfort", json={"channel": "phone", "subject": "appel difficile"})
        assert asked.status_code == 201
        async with working(house, tmp_path, "encadrant1", available=False, size=(80, 24)) as chief:
            await chief.until(lambda: chief.window == "PlateauScreen", "the plateau first")
            await seen(chief, "Nadia Belkacem (appel · appel difficile)")
            await point_at(chief, "aucun : Entrée pour en écrire un")
            await chief.press("enter")
            await chief.type("Bon courage pour la CFE")
            await chief.press("enter")
            await seen(chief, "« Bon courage pour la CFE »")
            await point_at(chief, "attend votre réponse")
            await chief.press("enter", "enter")
            assert chief.notice == "Écrivez une réponse."
            await chief.type("J'arrive")
            await chief.press("enter")
            await seen(chief, "répondu : J'arrive")
            me = (await agent.get("/v1/me")).json()
            assert me["renfort"]["answer"] == "J'arrive"
            assert me["word"]["text"] == "Bon courage pour la CFE"
            await chief.press("enter")
            assert "a déjà sa réponse" in chief.notice


async def test_a_call_for_help_is_told_wherever_the_supervisor_is(house: Served, tmp_path: Path) -> None:
    async with working(house, tmp_path, "encadrant1", available=False) as chief:
        await chief.until(lambda: chief.window == "PlateauScreen", "the plateau first")
        await chief.press("escape")
        async with house.signed_in("agent3") as agent:
            await agent.post("/v1/renfort", json={})
        await chief.until(lambda: "Un renfort est demandé" in chief.notice, "told")


async def test_a_waiting_contact_is_given_to_somebody(house: Served, tmp_path: Path) -> None:
    contact = await house.bring("À confier", department="69", sender=OTHER)
    async with working(house, tmp_path, "encadrant1", available=False) as chief:
        await chief.until(lambda: chief.window == "PlateauScreen", "the plateau first")
        await seen(chief, "Attentes")
        await chief.press("f")
        await seen(chief, "Mme Petit · À confier")
        await chief.press("enter")
        await seen(chief, "Malik Diallo")
        await chief.type("diallo")
        await chief.until(lambda: "Thomas" not in shown(chief), "narrowed")
        await chief.press("enter")
        await chief.until(lambda: "il attend Malik Diallo" in chief.notice, "given")
    async with house.signed_in("agent5") as agent:
        mine = (await agent.get("/v1/me")).json()["contacts"]
        assert [view["id"] for view in mine] == [str(contact)]
    await drained(house, "agent5")


async def test_somebody_is_absent_and_what_they_set_aside_waits_for_all(
    house: Served, tmp_path: Path
) -> None:
    await house.bring("Mis de côté", department="69")
    async with working(house, tmp_path, "agent6") as post:
        contact = await taken(post)
        await post.desk.park(contact, "attend une pièce")
        await settle(post)
    async with working(house, tmp_path, "encadrant1", available=False) as chief:
        await chief.until(lambda: chief.window == "PlateauScreen", "the plateau first")
        await chief.press("f7", "a")
        await seen(chief, "Hélène Marchand")
        assert "plateau 1  tout" not in shown(chief), "a plateau is never absent"
        await chief.type("marchand")
        await chief.until(lambda: "Camille" not in shown(chief), "narrowed")
        await chief.press("enter")
        await chief.until(lambda: chief.window == "FormScreen", "asked before")
        await chief.type("hier")
        await chief.press("enter")
        assert "Jour à venir attendu" in chief.notice
        chief.app.screen.query_one("#field-0").value = ""
        await chief.press("enter", "enter")
        await chief.until(lambda: "1 contact remis en file" in chief.notice, "returned")
        await chief.press("f7", "v")
        await seen(chief, "Hélène Marchand")
        await chief.type("marchand")
        await chief.until(lambda: "Camille" not in shown(chief), "narrowed")
        await chief.press("enter")
        await chief.until(lambda: "plus aucune absence notée" in chief.notice, "taken back")
    await drained(house, "agent1")


async def test_a_crisis_line_is_opened_and_closed(house: Served, tmp_path: Path) -> None:
    async with working(house, tmp_path, "chef1", available=False) as chief:
        await chief.until(lambda: chief.window == "PlateauScreen", "the plateau first")
        await seen(chief, "Mot du plateau")
        await chief.press("f7", "c", "enter")
        assert chief.notice == "Nommez-la."
        await chief.type("Panne du paiement")
        await chief.press("enter")
        await chief.type("panne, paiement impossible")
        await chief.press("enter", "enter")
        await chief.type("midi")
        await chief.press("enter")
        assert "Heure attendue" in chief.notice
        for _ in "midi":
            await chief.press("backspace")
        await chief.type("18 h 00")
        await chief.press("enter", "enter")
        await seen(chief, "Panne du paiement (panne, paiement impossible)")
        await point_at(chief, "Panne du paiement")
        await chief.press("enter", "enter")
        await chief.until(lambda: "Panne du paiement" not in shown(chief), "closed")


async def test_five_agents_or_more_are_counted_together(house: Served, tmp_path: Path) -> None:
    for login in ("agent1", "agent4"):
        async with house.signed_in(login) as agent:
            await order(agent, "agent.status", {"status": "available"})
    async with working(house, tmp_path, "chef1", available=False) as chief:
        await chief.until(lambda: chief.window == "PlateauScreen", "the plateau first")
        await chief.until(lambda: " agents : " in shown(chief), "counted")
