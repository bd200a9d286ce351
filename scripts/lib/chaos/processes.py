"""The processes that faults happen to: an API, and a few desks together."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scripts.lib.chaos.ledger import Line

_CENTRAL = (sys.executable, "-m", "ccpro_desk.cli.central")


@dataclass
class Process:
    command: list[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    running: subprocess.Popen[bytes] | None = field(default=None, init=False)
    may_end: bool = field(default=False, init=False)

    def start(self) -> None:
        self.may_end = False
        surroundings = {**os.environ, **self.environment}
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.command, stdout=subprocess.PIPE, stderr=log, env=surroundings
            )

    def wait_ready(self) -> None:
        """For the line that a central writes."""
        assert self.running is not None and self.running.stdout is not None
        if self.running.stdout.readline() != b"ready\n":
            raise RuntimeError(f"it did not start: {self.told}")

    @property
    def told(self) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-2000:]

    def send(self, what: signal.Signals) -> None:
        assert self.running is not None
        os.kill(self.running.pid, what)

    def kill(self) -> None:
        self.send(signal.SIGKILL)
        self._reap()

    def stop(self, within_s: float) -> None:
        """Told to, it ends by itself. Raises `RuntimeError`, `TimeoutExpired`."""
        self.may_end = True
        self.send(signal.SIGTERM)
        self.ends(within_s)

    def ends(self, within_s: float) -> None:
        """By itself, with nothing to complain of. Raises `RuntimeError`, `TimeoutExpired`."""
        self.may_end = True
        assert self.running is not None
        self.running.wait(within_s)
        if code := self._reap():
            raise RuntimeError(f"it ended with {code}: {self.told}")

    def must_run(self) -> None:
        """Raises `RuntimeError` when it has ended."""
        if self.running is not None and not self.may_end and self.running.poll() is not None:
            raise RuntimeError(f"it ended by itself: {self.told}")

    def _reap(self) -> int:
        assert self.running is not None
        code = self.running.wait()
        if self.running.stdout is not None:
            self.running.stdout.close()
        self.running = None
        return code

    def end(self) -> None:
        """Whatever state it is in."""
        if self.running is not None and self.running.poll() is None:
            self.send(signal.SIGCONT)
            self.kill()


@dataclass(frozen=True)
class Central:
    """The centrals of one run: their database's audit has one key, and each its own file of seals."""

    folder: Path
    key: str
    lease_s: int

    def api(self, number: int, database: str, port: int) -> Process:
        words = ["serve", "--database", database, "--port", str(port), "--lease", f"mail={self.lease_s}"]
        command = [*_CENTRAL, *words, "--grace", "3", "--seals", str(self.seals(number))]
        return Process(command, self.folder / f"api-{number}.log", {"CCPRO_AUDIT_KEY": self.key})

    def seals(self, number: int) -> Path:
        return self.folder / f"api-{number}.seals"

    def verified(self, database: str, numbers: range) -> Iterator[Line]:
        """What `ccpro-central verify` says, with each process's file of seals."""
        for number in numbers:
            words = ("verify", "--json", "--database", database, "--seals", str(self.seals(number)))
            done = subprocess.run(
                (*_CENTRAL, *words),
                env={**os.environ, "CCPRO_AUDIT_KEY": self.key},
                capture_output=True,
                text=True,
                check=False,
            )
            if not done.stdout:
                raise RuntimeError(f"verify: {done.stderr}")
            yield from _read(number, json.loads(done.stdout), done.returncode)


def _read(number: int, report: dict[str, object], code: int) -> Iterator[Line]:
    findings, rows = report["findings"], report["rows"]
    assert isinstance(findings, list) and isinstance(rows, int)
    clean = report["clean"] is True and code == 0
    wrong = len(findings) or int(not clean)
    yield Line(f"audit rows; verify finds the database and seals n° {number + 1} clean", rows, wrong)
    for finding in findings:
        yield Line(finding["sentence"], 1, 1)


def desks(folder: Path, number: int, first: int, count: int, urls: list[str]) -> Process:
    words = [str(folder / f"desks-{number}.journal"), str(first), str(count), str(folder / "stop"), *urls]
    return Process([sys.executable, "-m", "scripts.lib.chaos.desk", *words], folder / f"desks-{number}.log")
