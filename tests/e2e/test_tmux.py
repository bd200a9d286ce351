"""A real terminal multiplexer between the agent and the workstation, as it comes: nobody has tuned it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.eventually import eventually

DEMO = f"{sys.executable} -m ccpro_desk.cli.desk demo"
TYPED = "Bonjour Madame, nous avons"

pytestmark = pytest.mark.timeout(300)


class Tmux:
    """One session of a tmux server of its own, with tmux's own defaults."""

    def __init__(self, home: Path) -> None:
        self._socket = str(home / "tmux")
        self._env = {k: v for k, v in os.environ.items() if not k.startswith(("TMUX", "PYTHON", "NO_COLOR"))}
        self._env |= {"XDG_STATE_HOME": str(home / "state"), "XDG_CONFIG_HOME": str(home / "config")}

    def __call__(self, *words: str) -> str:
        command = ("tmux", "-S", self._socket, "-f", "/dev/null", *words)
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=self._env)
        return done.stdout

    def start(self, command: str) -> None:
        self("new-session", "-d", "-x", "120", "-y", "40", "-s", "poste", command)

    def keys(self, *keys: str) -> None:
        self("send-keys", *keys)

    def type(self, text: str) -> None:
        self("send-keys", "-l", text)

    @property
    def screen(self) -> str:
        return self("capture-pane", "-p").replace("\xa0", " ")

    def until(self, words: str, within_s: float = 60.0) -> str:
        try:
            return str(eventually(lambda: words in (seen := self.screen) and seen, f"« {words} »", within_s))
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.screen}") from None

    def gone(self, words: str) -> None:
        eventually(lambda: words not in self.screen, f"« {words} » gone", 60)

    @property
    def process(self) -> int:
        return int(self("display-message", "-p", "#{pane_pid}"))


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    made = Tmux(tmp_path)
    yield made
    subprocess.run(("tmux", "-S", str(tmp_path / "tmux"), "kill-server"), capture_output=True, check=False)


def take_contact(tmux: Tmux) -> None:
    """F2, and Entrée once the question has been there long enough for a key to be meant for it."""
    tmux.keys("F2")
    tmux.until("Prendre le contact")

    def taken() -> bool:
        if "Prendre le contact" in tmux.screen:
            tmux.keys("Enter")
        return "Courriel reçu" in tmux.screen

    eventually(taken, "a contact on the screen", 60)


def test_an_agent_works_in_tmux_with_its_slow_escape_and_is_there_again_after_the_terminal_is_gone(
    tmux: Tmux,
) -> None:
    tmux.start(DEMO)
    assert int(tmux("show-options", "-gv", "escape-time")) >= 10, "as tmux comes, it waits after Échap"
    tmux.until("À jour", 180)
    take_contact(tmux)
    tmux.keys("Tab")
    tmux.type(TYPED)
    tmux.until(TYPED)
    tmux.keys("F3")
    tmux.until("Insérer la fiche")
    tmux.keys("Escape")
    tmux.gone("Insérer la fiche")
    tmux.keys("C-k")
    tmux.keys("F6")
    assert TYPED in tmux.until("Relire avant d'envoyer")
    tmux.keys("Escape")
    tmux.gone("Relire avant d'envoyer")
    tmux("resize-window", "-x", "80", "-y", "24")
    tmux.until("Réponse")
    tmux("resize-window", "-x", "120", "-y", "40")
    tmux.until("Mes contacts")
    os.kill(tmux.process, signal.SIGHUP)
    eventually(lambda: not _alive(tmux), "the workstation ended with its terminal", 60)
    tmux.start(DEMO)
    tmux.until(TYPED, 120)
    tmux.until("À jour", 120)


def _alive(tmux: Tmux) -> bool:
    try:
        tmux("has-session", "-t", "poste")
    except subprocess.CalledProcessError:
        return False
    return True
