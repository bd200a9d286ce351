"""Three acts the whole way: the real application, the real central; their documents opened and sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.at_central import SIREN, settle, taken, working
from tests.screens.workstation import Workstation
from tests.support.served import Served, serving


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path / 'central.db'}") as central:
        yield central


async def form(post: Workstation, act: str) -> None:
    await post.press("f4")
    await post.until(lambda: post.window == "ActListScreen", "the acts")
    await post.type(act)
    await post.press("enter")
    await post.until(lambda: post.window == "ActFormScreen", "the form")


async def asked_for(post: Workstation) -> None:
    await post.press("f6")
    await post.until(lambda: post.window == "ActSummaryScreen", "the summary")
    await post.press("f6")
    await post.until(lambda: "enregistré au centre" in post.notice.lower(), "recorded at the central")


async def test_three_acts_and_their_documents(served: Served, tmp_path: Path) -> None:
    sender = {"name": "Mme Martin", "address": "martin@fournil.example", "assurance": "account"}
    contact = await served.bring("Je cesse mon activité", siren=SIREN, sender=sender)
    async with working(served, tmp_path, "agent1", size=(80, 24)) as post:
        assert await taken(post) == contact
        await post.desk.identify(contact, ["amount"], True)
        await settle(post)

        await form(post, "cessation")
        await post.type("20/11/2026")
        await post.press("enter")
        await post.type("r")
        await post.press("down", "down")
        await post.type("d")
        await asked_for(post)

        await form(post, "a09")
        await post.press("right", "down")
        await post.type("06 39 98 00 15")
        await post.press("down")
        await post.type("d")
        await asked_for(post)

        await form(post, "a06")
        await post.press("down", "n", "down", "d")
        await asked_for(post)

        assert post.text("dossier").count("Enregistré au centre") == 3
        await post.press("f4")
        await post.until(lambda: post.window == "ActListScreen", "the acts")
        await post.press("enter")
        await post.until(lambda: post.window == "MatterScreen", "the act")
        await post.until(lambda: "20" in post.text("text"), "what was said")
        await post.press("down", "enter")
        await post.until(lambda: post.window == "AttachmentScreen", "its checklist")
        await post.until(lambda: "CA3" in post.text("text"), "read")
        assert "20 décembre 2026" in " ".join(post.text("text").split())
        await post.press("escape", "j")
        await post.until(lambda: "Joint à la réponse" in post.notice, "joined")
        await post.press("escape")
        held = post.desk.state.contact(contact)
        assert held is not None and [ref.type for ref in held.enclosed] == ["application/pdf"]
        await post.press("escape")
        post.workspace.go_to("reply")
        await post.type("Voici la liste.")
        await post.press("f6", "f6")
        await post.until(lambda: "annulable" in post.text("message"), "held by the central")
        post.workspace.go_to("message")
        await post.press("colon")
        await post.type("lettre")
        await post.press("enter")
        await post.until(lambda: post.window == "AttachmentScreen", "the letter")
        await post.until(lambda: "Voici la liste." in post.text("text"), "read")
