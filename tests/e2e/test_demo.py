"""`ccpro-desk demo` in a terminal: it opens, it ends, it is killed, it starts again; no process stays."""

from __future__ import annotations

import json
import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.eventually import eventually
from tests.terminal import Terminal

Open = Callable[..., Terminal]
CTRL_Q, ENTER, TAB, F2 = b"\x11", b"\r", b"\t", b"\x1bOQ"
TYPED = "Bonjour Monsieur, nous avons bien"

pytestmark = pytest.mark.timeout(300)


def children(terminal: Terminal) -> list[psutil.Process]:
    """Its central and its sender, once both run."""
    return eventually(lambda: _children(terminal), "the central and the sender run")


def _children(terminal: Terminal) -> list[psutil.Process]:
    """All of them, the spelling's too, once the demo's own two are there."""
    found = psutil.Process(terminal.pid).children(recursive=True)
    return found if sum("ccpro_desk.cli.child" in p.cmdline() for p in found) == 2 else []


def are_gone(processes: list[psutil.Process]) -> bool:
    return not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)


def take_contact(terminal: Terminal) -> None:
    """F2, the question answered, and a few words of a reply."""
    terminal.send(F2)
    terminal.until("Prendre le contact")
    terminal.settle(1.0, 2.0)
    terminal.send(ENTER)
    terminal.until("en cours")
    terminal.settle(0.6, 2.0)
    terminal.send(TAB)
    terminal.settle(0.3, 1.0)
    terminal.send(TYPED.encode())
    terminal.until(TYPED)


def test_a_shift_goes_on_after_quitting_and_after_a_kill(open_demo: Open, state: Path) -> None:
    first = open_demo()
    first.until("À jour", 120)
    take_contact(first)
    running = children(first)
    first.send(CTRL_Q)
    first.until("Quitter le poste")
    first.settle(1.0, 2.0)
    first.send(ENTER)
    assert first.wait() == 0
    assert are_gone(running), "quitting leaves no process"

    second = open_demo()
    second.until(TYPED)
    second.until("À jour")
    running = children(second)
    os.kill(second.pid, signal.SIGKILL)
    eventually(lambda: are_gone(running), "a killed workstation leaves no process", 15)

    third = open_demo()  # at once: it waits for nobody's leave
    third.until(TYPED)
    third.until("À jour")
    home = state / "ccpro-desk" / "demo"
    assert_private(home)
    assert list((home / "outbox").iterdir()) == []


def assert_private(home: Path) -> None:
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    for name in ("central.db", "store.key", "demo.json"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600, name
    assert (home / "outbox").is_dir()
    said = json.loads((home / "demo.json").read_text(encoding="utf-8"))
    assert set(said) == {"central", "password"}
    assert said["central"].startswith("unix:")
    assert len(os.fsencode(said["central"].removeprefix("unix:"))) <= 107


def test_first_start_cut_off_is_done_again_and_a_second_demo_is_told(open_demo: Open, state: Path) -> None:
    cut = open_demo()
    cut.until("Préparation")
    eventually((state / "ccpro-desk" / "demo" / "central.db").exists, "the queue is being made")
    os.kill(cut.pid, signal.SIGKILL)

    first = open_demo()
    first.until("À jour", 120)
    second = open_demo()
    assert second.wait() == 1
    assert "Une démonstration est déjà ouverte" in second.screen
    first.until("À jour")


def test_fresh_starts_over(open_demo: Open, state: Path) -> None:
    first = open_demo()
    first.until("À jour", 120)
    take_contact(first)
    password = json.loads((state / "ccpro-desk" / "demo" / "demo.json").read_text(encoding="utf-8"))[
        "password"
    ]
    os.kill(first.pid, signal.SIGTERM)
    first.wait()

    fresh = open_demo("--fresh")
    screen = fresh.until("À jour", 120)
    assert "Aucun contact en cours" in screen
    assert TYPED not in screen
    again = json.loads((state / "ccpro-desk" / "demo" / "demo.json").read_text(encoding="utf-8"))["password"]
    assert again != password
