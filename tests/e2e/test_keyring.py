"""The true Secret Service: gnome-keyring on a session bus of its own, as at the opening of a graphical session."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.served import PASSWORD, Served, serving

OPENED = "printf secret | gnome-keyring-daemon --unlock --components=secrets"
LOCKED = "gnome-keyring-daemon --start --components=secrets"
SESSION = '{daemon} >"$HOME/daemon.out" 2>&1 && "$@"'
"""The daemon ends with its bus, and the bus with the session."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path_factory.mktemp('keyring')}/central.db") as central:
        yield central


class Person:
    """Somebody's home, where the keyring lies between two sessions."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.state = home / "state"

    def session(self, daemon: str, *words: str) -> str:
        """What `words` write in a graphical session, the keyring opened with it or still locked."""
        assert shutil.which("gnome-keyring-daemon"), "gnome-keyring is not installed: scripts/test does it"
        (self.home / "run").mkdir(mode=0o700, exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if name not in _NOT_HIS}
        environment = {**kept, "HOME": str(self.home), "XDG_RUNTIME_DIR": str(self.home / "run")}
        environment |= {"XDG_DATA_HOME": str(self.home / "data"), "XDG_STATE_HOME": str(self.state)}
        shell = ["dbus-run-session", "--", "sh", "-c", SESSION.format(daemon=daemon), "sh", *words]
        done = subprocess.run(shell, env=environment, capture_output=True, text=True, timeout=60, check=False)
        assert done.stdout, done.stderr
        return done.stdout

    def desk(self, daemon: str, served: Served, *password: str) -> Any:
        words = (
            sys.executable,
            "-m",
            "tests.support.keyring_desk",
            served.central,
            str(self.state),
            *password,
        )
        return json.loads(self.session(daemon, *words))


_NOT_HIS = ("PYTHON_KEYRING_BACKEND", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY")


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


def test_the_key_and_the_session_are_found_again_in_the_next_session(person: Person, served: Served) -> None:
    assert person.desk(OPENED, served, PASSWORD) == {"asked": "sign_in", "needs": "nothing"}
    assert list((person.home / "data" / "keyrings").glob("*.keyring"))
    assert not list(person.state.rglob("*.key*"))
    assert person.desk(OPENED, served) == {"asked": "nothing", "needs": "nothing"}


def test_a_keyring_that_is_still_locked_is_said(person: Person, served: Served) -> None:
    person.desk(OPENED, served, PASSWORD)
    assert "trousseau du système" in person.desk(LOCKED, served)["problem"]


def test_the_doctor_tries_it(person: Person) -> None:
    words = (sys.executable, "-m", "ccpro_desk.cli.desk", "doctor", "--json")
    findings = json.loads(person.session(OPENED, *words))["findings"]
    [keyring] = [finding for finding in findings if finding["id"] == "keyring"]
    assert (keyring["health"], keyring["found"]) == ("good", "keyring.backends.SecretService")
