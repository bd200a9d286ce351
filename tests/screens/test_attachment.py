"""An attached file: its text here, a private copy for the viewer after a warning, nothing of it ever run."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from ccpro_desk.desk.attached import copies
from ccpro_desk.desk.attached.kinds import Kind
from ccpro_desk.domain.values import AttachmentRef
from tests.eventually import eventually_async
from tests.screens.scripted import ScriptedDesk, contact, state
from tests.screens.workstation import Workstation, at_work
from tests.support import pdfs

AVIS = AttachmentRef(uuid4(), "avis de M. Benali.pdf", "application/pdf", 84_000)


@pytest.fixture(autouse=True)
def viewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A viewer that notes what it was started on; the file is made when it was."""
    noted, program = tmp_path / "noted", tmp_path / "bin" / "xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > {noted}.part && mv {noted}.part {noted}\n')
    program.chmod(0o755)
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    return noted


async def reading(post: Workstation) -> None:
    await post.press("ctrl+o")
    await post.until(lambda: post.window == "AttachmentScreen", "the window of the file")
    await post.until(lambda: "Lecture…" not in post.text("text"), "read")


async def test_a_pdf_shows_its_text_then_opens_after_a_warning_and_its_copy_goes(viewer: Path) -> None:
    held = contact(attachments=(AVIS,))
    desk = ScriptedDesk(state(held), files={AVIS.id: pdfs.saying("Montant à payer")})
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await reading(post)
        assert "Montant à payer" in post.text("text") and not viewer.exists()
        await post.press("ctrl+o")
        assert post.window == "AskScreen"
        await post.press("enter")
        await post.until(lambda: "Ouverte dans la visionneuse" in post.notice, "opened")

        async def noted() -> bool:
            return viewer.exists()

        await eventually_async(noted, "the viewer started")
        copy = Path(viewer.read_text())
        assert copy.suffix == ".pdf" and "Benali" not in str(copy)
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert {stat.S_IMODE(folder.stat().st_mode) for folder in copy.parents[:3]} == {0o700}
        await post.press("escape")
        assert copy.exists()
        desk.state = replace(desk.state, contacts=())
        post.app.show_state(desk.state)
        assert not copy.exists(), "the contact is closed"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("avis.pdf", b"MZ\x90\x00", "peut contenir un programme"),
        ("macro.docm", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "peut contenir un programme"),
        ("lisez.sh", b"#!/bin/sh\nreboot", "peut contenir un programme"),
        ("a.txt", b"echo bonjour", "peut être un programme"),
        ("a.pdf", pdfs.saying("x", catalog=b"/OpenAction << /S /JavaScript /JS (1) >>"), "un autre fichier"),
    ],
)
async def test_what_could_act_is_never_opened(name: str, content: bytes, said: str, viewer: Path) -> None:
    attached = replace(AVIS, name=name)
    desk = ScriptedDesk(state(contact(attachments=(attached,))), files={AVIS.id: content})
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await reading(post)
        await post.press("ctrl+o")
        assert post.window == "AttachmentScreen" and said in post.notice
    assert not viewer.exists() and not list(copies._place().glob("**/piece-*"))


async def test_without_a_screen_the_text_is_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    desk = ScriptedDesk(state(contact(attachments=(AVIS,))), files={AVIS.id: pdfs.saying("Bonjour")})
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await reading(post)
        await post.press("ctrl+o", "enter")
        await post.until(lambda: post.notice == copies.NO_SCREEN, "told")
    assert not copies._place().exists()


def test_copies_go_at_quit_and_what_a_killed_workstation_left_at_start() -> None:
    kept = copies.write(uuid4(), uuid4(), Kind.PDF, b"%PDF-")
    code = "from uuid import uuid4; from ccpro_desk.desk.attached import copies, kinds;"
    code += "print(copies.write(uuid4(), uuid4(), kinds.Kind.PDF, b'x'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    left = Path(done.stdout.strip())
    assert left.exists()
    copies.forget_left_behind()
    assert not left.exists() and kept.exists()
    copies.forget_all()
    assert not kept.exists()


def test_a_place_that_others_may_write_to_is_refused(tmp_path: Path) -> None:
    copies._place().mkdir(mode=0o777)
    copies._place().chmod(0o777)
    with pytest.raises(copies.Unsafe):
        copies.write(uuid4(), uuid4(), Kind.PDF, b"x")
