"""The demo's processes together: the central, then the sender once the central serves."""

from __future__ import annotations

import threading

from ccpro_desk.cli.embedded.children import Child
from ccpro_desk.cli.embedded.home import DemoHome
from ccpro_desk.cli.errors import CommandError
from ccpro_desk.reference import data_dir


def prepare(home: DemoHome, login: str) -> None:
    """First start: queue, accounts, usagers, e-mails, the agent's session. Raises `CommandError`."""
    from ccpro_desk.cli.embedded.workstation import sign_in

    home.init()
    central = home.serve()
    try:
        central.wait_ready()
        home.bring(data_dir() / "demo" / "mails")
        sign_in(home, login)
    finally:
        central.end()
    home.now_prepared()


class Processes:
    """Started at once, without waiting: the workstation paints while the central gets ready."""

    def __init__(self, home: DemoHome) -> None:
        self._home = home
        self._leaving = threading.Event()
        self._guard = threading.Lock()
        self.sender: Child | None = None
        self.trouble: CommandError | None = None
        self.central = home.serve()
        self._starter = threading.Thread(target=self._start_sender, name="sender", daemon=True)
        self._starter.start()

    def _start_sender(self) -> None:
        try:
            self.central.wait_ready()
        except CommandError as error:
            self.trouble = error
            return
        with self._guard:
            if not self._leaving.is_set():
                self.sender = self._home.send()

    def wait_ready(self) -> None:
        """Until the central serves and the sender is started. Raises `CommandError`."""
        self._starter.join()
        if self.trouble:
            raise self.trouble

    def end(self) -> None:
        """Ends both; leaves no process behind."""
        self._leaving.set()
        with self._guard:
            children = [child for child in (self.sender, self.central) if child]
        for child in children:
            child.leave()
        for child in children:
            child.end()
        self._starter.join()
