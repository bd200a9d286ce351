"""Contacts of one person: told beside the one at hand, put together after a look at what that gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ccpro_desk.domain.values import State
from tests.screens.at_central import SIREN, drained, order, settle, shown, taken, working
from tests.screens.workstation import Workstation
from tests.support.served import Served, serving

OTHER = {"name": "Mme Petit", "address": "petit@ailleurs.example"}
ROUX = {"name": "M. Roux", "address": "roux@ailleurs.example"}
MOREAU = {"name": "M. Moreau", "address": "moreau@ailleurs.example"}
VIDAL = {"name": "Mme Vidal", "address": "vidal@ailleurs.example"}
CROWD = "Bonjour, nous contestons la majoration appliquée à notre cotisation foncière, merci de répondre."


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path_factory.mktemp('central') / 'central.db'}") as served:
        yield served


async def beside(post: Workstation, text: str) -> None:
    await post.until(lambda: text in post.text("message"), f"« {text} » beside the contact")


async def open_them(post: Workstation) -> None:
    """F7 then G."""
    await post.press("f7", "g")
    await post.until(lambda: post.window == "AlikeScreen", "the other contacts")
    await post.until(lambda: post.app.screen.asked_again, "how they stand now")  # type: ignore[attr-defined]


async def test_two_mails_of_one_sender_are_told_and_one_is_gathered(house: Served, tmp_path: Path) -> None:
    await house.bring("Remboursement de TVA", department="69")
    await house.bring("Relance", department="69", body="Je relance ma demande du 3 octobre.")
    await house.bring("Autre chose", department="69", body="Et pour la CFE ?")
    async with working(house, tmp_path, "agent1") as post:
        contact = await taken(post)
        await beside(post, "2 autres contacts de cet expéditeur : F7, G pour les voir.")
        entry = post.workspace.query_one("#contacts").entries[0]  # type: ignore[attr-defined]
        assert entry.blocks[0].content.plain == "M. Benali  +2", "the list marks it"
        await open_them(post)
        assert "Relance  même expéditeur" in shown(post)
        preview = post.text("preview")
        assert "il continue dans votre contact" in preview and "Ce qui y est écrit se lira" in preview
        while "Relance" not in highlighted(post):
            await post.press("down")
        await post.press("enter")
        await post.until(lambda: post.window == "AskScreen", "asked before")
        await post.press("enter")
        await post.until(lambda: post.notice.startswith("Regroupé"), "done, and told then")
        assert "Je relance ma demande du 3 octobre." in post.text("message")
        assert "Avec   courriel « Relance »" in post.text("message")
        await beside(post, "1 autre contact de cet expéditeur")
        assert post.workspace.current == contact
    await drained(house, "agent1")


def highlighted(post: Workstation) -> str:
    from ccpro_desk.widgets.line_list import LineList

    shown_list = post.app.screen.query_one("#list", LineList)
    entry = next(e for e in shown_list.entries if e.key == shown_list.key)
    return "".join(block.content.plain for block in entry.blocks)


async def test_mine_goes_on_in_a_colleagues_contact(house: Served, tmp_path: Path) -> None:
    await house.bring("La première", department="69", siren=SIREN, sender=ROUX)
    async with working(house, tmp_path, "agent2") as post:
        theirs = await taken(post)
    more = {"sender": ROUX, "body": "Même affaire, je précise."}
    await house.bring("La seconde", department="69", siren=SIREN, **more)
    async with working(house, tmp_path, "agent4", size=(80, 24)) as post:
        contact = await taken(post)
        await beside(post, "1 autre contact de cet expéditeur")
        post.desk.draft(contact, "Bonjour, je regarde")
        await open_them(post)
        assert "suivi par Nadia Belkacem" in shown(post)
        assert not post.app.screen.query_one("#preview").display
        await post.press("tab")
        await post.until(lambda: "La première" not in post.text("preview"), "the preview alone")
        text = post.text("preview")
        assert "votre contact continue dans celui-ci" in text
        await post.until(lambda: "l'autre, M. Roux" in post.text("preview"), "what both would give")
        assert "Même affaire, je précise." in post.text("preview")
        await post.press("tab", "enter", "enter")
        await post.until(lambda: post.notice.startswith("Regroupé"), "done")
        assert not post.desk.state.contacts, "it has left my list"
    found = await house.contact("encadrant1", theirs)
    assert [m["text"] for m in found["messages"]][-1] == "Même affaire, je précise."
    await drained(house, "agent2")


async def test_a_reply_of_what_was_put_together_is_still_followed(house: Served, tmp_path: Path) -> None:
    await house.bring("Première demande", department="69", siren=SIREN, sender=MOREAU)
    await house.bring("Seconde demande", department="69", sender=MOREAU, body="Suite de la première.")
    async with working(house, tmp_path, "agent4") as post:
        first = await taken(post)
        await post.desk.reply(first, "Bonjour, nous regardons.", hold_s=0)
        await settle(post)
        await beside(post, "F7, G pour")
        second = await taken(post)
        post.app.go_to_contact(first)
        await beside(post, "F7, G pour")
        await open_them(post)
        assert highlighted(post).startswith("Seconde demande")
        unlinked = "Le professionnel lié au contact clos n'est pas repris"
        await post.until(lambda: unlinked in post.text("preview"), "what does not go along")
        await post.press("enter", "enter")
        await post.until(lambda: post.notice.startswith("Regroupé"), "done")
        await beside(post, "Bonjour, nous regardons.")
        assert post.workspace.current == second and "Expédié" not in post.text("message")
        await house.send_all()
        await post.until(lambda: "Expédié" in post.text("message"), "sent, though its own contact is closed")
    await drained(house, "agent4")


async def test_a_crowd_that_writes_the_same_is_told_but_not_one_person(house: Served, tmp_path: Path) -> None:
    await house.bring("Majoration", department="69", body=CROWD)
    await house.bring("Contestation", department="69", body=CROWD.upper(), sender=OTHER)
    async with working(house, tmp_path, "agent5") as post:
        await taken(post)
        await beside(post, "1 contact au même texte, d'autres expéditeurs")
        await open_them(post)
        assert "rien ne dit qu'il est de la même personne" in post.text("preview")
        await post.press("enter")
        assert post.window == "AlikeScreen" and "même personne" in post.notice
    await drained(house, "agent5")


async def test_what_a_colleague_took_meanwhile_is_refused_and_told(house: Served, tmp_path: Path) -> None:
    await house.bring("Une question", department="69", sender=VIDAL, body="Question seule.")
    other = await house.bring("Sa suite", department="69", sender=VIDAL, body="La suite de la question.")
    async with working(house, tmp_path, "agent6") as post:
        contact = await taken(post)
        await beside(post, "1 autre contact de cet expéditeur")
        await open_them(post)
        async with house.signed_in("agent3") as colleague:
            await order(colleague, "agent.status", {"status": "available"})
            await colleague.post("/v1/contacts/next", json={}, headers={"Idempotency-Key": "suite"})
        await post.press("enter", "enter")
        await post.until(lambda: "un collègue le suit" in post.notice, "refused, in a sentence")
        assert post.workspace.contact is not None and post.workspace.contact.view.state is State.ACTIVE
        assert post.workspace.current == contact
        await settle(post)
    assert (await house.contact("encadrant1", other))["state"] == "active"
    await drained(house, "agent6")
    await drained(house, "agent3")
