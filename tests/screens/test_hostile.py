"""Text of usagers cannot act: neither as markup nor, on the raw bytes of a terminal, as controls."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.screens.hostile_child import EVIL, MARKUP
from tests.screens.scripted import ScriptedDesk, contact, state
from tests.screens.workstation import at_work

TITLE = "\x1b]0;CC Pros Desk — DÉMONSTRATION\x07"
OWN = tuple(f"\x1b]22;{shape}\x07" for shape in ("default", "text", "pointer"))
"""The mouse pointer's shapes, Textual's own."""
FORBIDDEN = re.compile("[\x80-\x9f\x7f\x08\u202a-\u202e\u2066-\u2069]")


@dataclass
class Terminal:
    """What a child has written to its terminal, as bytes; and its keyboard."""

    fd: int
    written: bytearray = field(default_factory=bytearray)

    def press(self, keys: str) -> None:
        os.write(self.fd, keys.encode())

    def until(self, true: Callable[[str], object], what: str, within_s: float = 30) -> str:
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            text = self.written.decode(errors="ignore")
            if true(text):
                return text
            ready, _, _ = select.select([self.fd], [], [], 0.2)
            if ready:
                with suppress(OSError):
                    self.written += os.read(self.fd, 65536)
        raise AssertionError(f"still not: {what}; {bytes(self.written[-2000:])!r}")


@contextmanager
def on_a_terminal(root: Path, module: str) -> Iterator[Terminal]:
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(root)
        os.environ |= {"TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40", "PYTHONPATH": str(root)}
        os.execv(sys.executable, [sys.executable, "-m", module])
    try:
        yield Terminal(fd)
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(fd)


@pytest.mark.parametrize("keys", ["", "d", "\t", "\x1bOR", "\x0e", "\x06", "\x10", "\x0f"])
async def test_markup_is_shown_as_it_is_written(keys: str) -> None:
    evil = contact(f"Objet {EVIL}", f"Bonjour {EVIL}", name=f"M. {EVIL}")
    desk = ScriptedDesk(state(evil, notices=(f"Avis {EVIL}",)))
    names = {
        "d": "d",
        "\t": "tab",
        "\x1bOR": "f3",
        "\x0e": "ctrl+n",
        "\x06": "ctrl+f",
        "\x10": "ctrl+p",
        "\x0f": "ctrl+o",
    }
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        if keys:
            await post.press(names[keys])
        shown = post.workspace.query_one("#message").text  # type: ignore[attr-defined]
        assert MARKUP in shown
        assert post.app.is_running


def test_nothing_of_a_usager_reaches_the_terminal_as_a_control(root: Path) -> None:
    with on_a_terminal(root, "tests.screens.hostile_child") as terminal:
        terminal.until(lambda text: "Bonjour" in text, "the message")
        terminal.press("d")
        terminal.until(lambda text: "cité" in text, "the quotation")
        terminal.press("\x06")
        terminal.until(lambda text: "Nom, objet" in text, "the filter")
        terminal.press("\x1b")
        terminal.press("\x10")
        terminal.until(lambda text: "Toutes les commandes" in text, "the palette")
        text = terminal.until(lambda text: "Contact suivant" in text, "its commands")
    assert "rouge" in text
    for found in re.finditer("\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?", text):
        assert found.group() == TITLE or found.group() in OWN, repr(found.group())
    assert not FORBIDDEN.search(text), repr(FORBIDDEN.search(text))
    for own in (TITLE, *OWN):
        text = text.replace(own, "")
    assert "\x07" not in text


async def test_what_is_pasted_is_cleaned() -> None:
    from textual import events

    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.go_to("reply")
        post.app.post_message(events.Paste(f"collé{EVIL}\nfin"))
        await post.until(lambda: "collé" in post.editor.text, "pasted")
        await post.pilot.pause()
        assert post.editor.text.count("collé") == 1, "pasted once"
        assert post.editor.text.startswith("collé") and not FORBIDDEN.search(post.editor.text)
        assert "\x1b" not in post.editor.text and MARKUP in post.editor.text
