"""Files that go with a reply, and the centre's signature: chosen, read again, sent, given back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.settings import DeskSettings
from tests.screens.scripted import ScriptedDesk, contact, state
from tests.screens.workstation import Workstation, at_work, begun, connected
from tests.support.cable import Cable
from tests.support.desks import FAST
from tests.support.served import PASSWORD, Served, serving

SIGNATURE = "agent du centre de contact des professionnels\nCC Pros Lons-le-Saunier"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path / 'central.db'}") as central:
        yield central


async def join(post: Workstation, path: Path) -> None:
    await post.press("ctrl+p")
    await post.type("joindre")
    await post.press("enter")
    await post.until(lambda: post.window == "EnclosingScreen", "the window of files")
    post.app.screen.query_one("#query").value = str(path)  # type: ignore[attr-defined]
    await post.pilot.pause()
    await post.press("enter")


async def test_files_go_with_the_reply_and_come_back_with_it(served: Served, tmp_path: Path) -> None:
    cable = Cable(httpx.AsyncHTTPTransport(uds=str(served.socket)))
    settings = DeskSettings(
        "http://central", tmp_path / "state", key_file=tmp_path / "store.key", pace=FAST, transport=cable
    )
    taken = await served.bring("Attestation")
    (tmp_path / "notice.pdf").write_bytes(b"%PDF-1.4 une notice")
    async with at_work(lambda: Desk.open(settings), size=(120, 40)) as post:
        await post.desk.sign_in("agent1", PASSWORD)
        await begun(post)
        await connected(post)
        await post.take(taken)
        post.workspace.go_to("reply")
        await post.type("Voici.")
        await join(post, tmp_path / "notice.pdf")
        await post.until(lambda: "1\u00a0fichier joint" in str(post.editor.border_title), "joined")
        cable.cut()
        await post.until(lambda: post.workspace.offline, "offline")
        await post.press("ctrl+p")
        await post.type("joindre")
        await post.press("enter")
        assert post.window == "PaletteScreen" and "Hors connexion" in post.notice
        await post.press("escape")
    cable.mend()
    async with at_work(lambda: Desk.open(settings)) as post:
        await connected(post)
        assert "1\u00a0fichier joint" in str(post.editor.border_title), "kept with the draft"
        await post.press("f6")
        shown = post.text("text")
        assert "notice.pdf (19\u00a0octets, application/pdf)" in shown and SIGNATURE in shown
        await post.press("f6")
        await post.until(lambda: "annulable" in post.text("message"), "held")
        assert "joint" not in str(post.editor.border_title)
        await post.press("ctrl+z")
        await post.until(lambda: post.editor.text == "Voici.", "taken back, without the signature")
        await post.until(lambda: "1\u00a0fichier joint" in str(post.editor.border_title), "its file too")
        await post.press("f6", "f6")
        await post.until(lambda: post.editor.text == "", "sent again")
        await post.until(lambda: not post.desk.state.contacts[0].pending, "at the central")
    found = await served.contact("encadrant1", taken)
    sent = [m for m in found["messages"] if m["direction"] == "out"]
    assert [m["text"].startswith("Voici.\n\n") and m["text"].endswith(SIGNATURE) for m in sent] == [
        True,
        True,
    ]
    assert [[a["name"] for a in m["attachments"]] for m in sent] == [["notice.pdf"]] * 2


async def test_a_path_is_completed_and_a_folder_entered(tmp_path: Path) -> None:
    (tmp_path / "Pièces").mkdir()
    (tmp_path / "Pièces" / "avis.pdf").write_bytes(b"avis")
    held = contact()
    desk = ScriptedDesk(state(held))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace._folder = f"{tmp_path}/"
        post.workspace.do_enclose()
        await post.pilot.pause()
        await post.type("Pi")
        await post.press("tab")
        field = post.app.screen.query_one("#query")
        assert field.value == f"{tmp_path}/Pièces/"  # type: ignore[attr-defined]
        await post.press("enter")
        await post.until(lambda: [name for name, _ in desk.asked if name == "enclose"], "joined")
        assert ("enclose", (held.id, tmp_path / "Pièces" / "avis.pdf")) in desk.asked
