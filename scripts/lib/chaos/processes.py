"""The processes that faults happen to: an API, and a few desks together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Process:
    command: list[str]
    log: Path
    running: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=log)

    def wait_ready(self) -> None:
        """For the line that a central writes."""
        assert self.running is not None and self.running.stdout is not None
        if self.running.stdout.readline() != b"ready\n":
            raise RuntimeError(f"it did not start: {self.log.read_text(errors='replace')[-2000:]}")

    def send(self, what: signal.Signals) -> None:
        assert self.running is not None
        os.kill(self.running.pid, what)

    def kill(self) -> None:
        self.send(signal.SIGKILL)
        self.reap()

    def reap(self) -> int:
        assert self.running is not None
        code = self.running.wait()
        if self.running.stdout is not None:
            self.running.stdout.close()
        self.running = None
        return code

    def end(self) -> None:
        """Whatever state it is in."""
        if self.running is not None:
            self.send(signal.SIGCONT)
            self.kill()


def api(database: str, port: int, lease_s: int, log: Path) -> Process:
    words = [
        "serve",
        "--database",
        database,
        "--port",
        str(port),
        "--lease",
        f"mail={lease_s}",
        "--grace",
        "3",
    ]
    return Process([sys.executable, "-m", "ccpro_desk.cli.central", *words], log)


def desks(folder: Path, number: int, first: int, count: int, urls: list[str]) -> Process:
    words = [str(folder / f"desks-{number}.journal"), str(first), str(count), str(folder / "stop"), *urls]
    return Process([sys.executable, "-m", "scripts.lib.chaos.desk", *words], folder / f"desks-{number}.log")
