"""The demo's home on disk: one at a time, prepared once, the same work found again at each start."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from ccpro_desk.cli.embedded.children import Child
from ccpro_desk.cli.embedded.locks import lock
from ccpro_desk.cli.embedded.places import private_dir, socket_path, state_home, write_private
from ccpro_desk.cli.errors import CommandError

CONNECTOR = "connecteur1"
LOCKS = ("running.lock", "children.lock")
LEAVING_WITHIN_S = 15.0
"""How long the processes of a demo that was just killed may take to be gone."""


def demo_dir() -> Path:
    return state_home() / "ccpro-desk" / "demo"


class DemoHome:
    """`central.db`, `store.key`, `outbox/`, `demo.json` and the desk's own store, while it is open."""

    def __init__(self, path: Path, *, fresh: bool = False) -> None:
        """Raises `CommandError` when another demo runs there."""
        self.path = private_dir(path)
        self._running = self._take(LOCKS[0], 0.0, "Une démonstration est déjà ouverte sur ce poste.")
        self._children = self._take(
            LOCKS[1], LEAVING_WITHIN_S, "La démonstration précédente n'est pas encore arrêtée."
        )
        if fresh or not self.is_prepared:
            self._clear()
        self.socket = socket_path(self.path)
        self.password = self._password()
        self.outbox = private_dir(self.path / "outbox")

    @property
    def address(self) -> str:
        return f"unix:{self.socket}"

    @property
    def database(self) -> str:
        return f"sqlite:///{self.path / 'central.db'}"

    @property
    def key_file(self) -> Path:
        return self.path / "store.key"

    @property
    def is_prepared(self) -> bool:
        """Whether the queue was once filled: what was cut off before is done again from the start."""
        return (self.path / "prepared").exists()

    def init(self) -> None:
        """Makes the queue, the accounts and the usagers."""
        self.child("init", "--demo", f"--demo-password={self.password}", "--database", self.database).finish()

    def serve(self) -> Child:
        """Starts the central; it says when it is ready."""
        return self.child(
            "serve",
            "--migrate",
            "--uds",
            str(self.socket),
            "--database",
            self.database,
            log="central.log",
            serves=True,
        )

    def bring(self, mails: Path) -> None:
        """Has the mail connector bring the e-mails; those already there are left as they are."""
        self.child("mail", "import", str(mails), *self._as_connector, log="mail.log").finish()

    def now_prepared(self) -> None:
        write_private(self.path / "prepared", "")

    def send(self) -> Child:
        """Starts the sender: each reply becomes a file of the outbox."""
        sender = self.child(
            "mail", "send", "--outbox", str(self.outbox), "--follow", *self._as_connector, log="mail.log"
        )
        sender.give_way()
        return sender

    def child(self, *arguments: str, log: str = "init.log", serves: bool = False) -> Child:
        env = {"CCPRO_PASSWORD": self.password}
        return Child(arguments, self.path / log, env=env, held=self._children, serves=serves)

    def close(self) -> None:
        """Once no process of the demo is left: nothing of it stays outside its directory."""
        with suppress(OSError):
            self.socket.unlink(missing_ok=True)
            self.socket.parent.rmdir()
        for descriptor in (self._children, self._running):
            os.close(descriptor)

    @property
    def _as_connector(self) -> tuple[str, ...]:
        return ("--central", self.address, "--login", CONNECTOR)

    def _take(self, name: str, within_s: float, refusal: str) -> int:
        descriptor = lock(self.path / name, within_s)
        if descriptor is None:
            raise CommandError(refusal, "Revenez à sa fenêtre, ou quittez-la puis recommencez.")
        return descriptor

    def _clear(self) -> None:
        for entry in self.path.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry.name not in LOCKS:
                entry.unlink()

    def _password(self) -> str:
        """The one password of every account, in `demo.json` with the central's address."""
        file = self.path / "demo.json"
        try:
            password = str(json.loads(file.read_text(encoding="utf-8"))["password"])
        except (FileNotFoundError, ValueError, KeyError):
            password = secrets.token_hex(12)
        write_private(file, json.dumps({"central": self.address, "password": password}, indent=2) + "\n")
        return password
