"""The whole way: the real application, the real desk, the real central in its own process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.settings import DeskSettings
from tests.screens.workstation import at_work, connected
from tests.support.desks import FAST
from tests.support.served import PASSWORD, Served, serving

SIREN = "732829320"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path / 'central.db'}") as central:
        yield central


async def test_a_mail_is_answered_sent_taken_back_and_closed(served: Served, tmp_path: Path) -> None:
    settings = DeskSettings(served.central, tmp_path / "state", key_file=tmp_path / "store.key", pace=FAST)
    body = "Bonjour,\nmon avis de CFE est introuvable.\nCordialement"
    contact = await served.bring("Avis de CFE introuvable", body=body)
    async with at_work(lambda: Desk.open(settings), word="DÉMONSTRATION") as post:
        await post.until(lambda: post.window == "SignInScreen", "the sign-in screen")
        await post.type("agent1")
        await post.press("enter")
        await post.type(PASSWORD)
        await post.press("enter")
        await post.until(lambda: post.window == "BeginningScreen", "the page that a service starts with")
        await connected(post)
        await post.press("f2")
        assert post.window == "AskScreen", "a new account is off duty: F2 asks"
        await post.press("enter")
        await post.until(lambda: post.workspace.current == contact, "the contact on the screen")
        assert "avis de CFE est introuvable" in post.text("message")
        await post.press("f3")
        await post.until(lambda: post.window == "AnswersScreen", "the answers")
        assert "CFE" in str(post.app.screen.highlighted), "suggested without typing"
        await post.press("enter")
        await post.until(lambda: post.window == "WorkspaceScreen", "inserted")
        while post.editor.gaps:
            await post.press("tab")
            await post.type("2026")
        text = post.editor.text.strip()
        await post.press("f6", "f6")
        await post.until(lambda: "annulable" in post.text("message"), "the reply held by the central")
        await post.press("ctrl+z")
        await post.until(lambda: post.editor.text.strip() == text, "taken back")
        await post.press("f6", "f6")
        await post.until(lambda: post.editor.text == "", "sent again")
        await post.press("f8", "enter")
        await post.until(lambda: not post.desk.state.contacts, "closed")
        assert post.bar.link == "À jour" and post.bar.status == "Disponible"
    found = await served.contact("encadrant1", contact)
    assert found["state"] == "closed"
    statuses = [m["status"] for m in found["messages"] if m["direction"] == "out"]
    assert statuses[0] == "taken_back" and statuses[1] in ("held", "queued") and len(statuses) == 2
