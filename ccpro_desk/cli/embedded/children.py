"""The processes of an embedded central: each ends with us, in its own session, its words in a file."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from ccpro_desk.cli.errors import CommandError

READY = b"ready\n"
START_WITHIN_S = 60.0
END_WITHIN_S = 5.0
PATIENT = 10
"""Of -20…19: the `nice` value of what nobody waits for."""


class Child:
    """One `ccpro-central` process. Its stderr goes to a file: Textual draws on the terminal's."""

    def __init__(
        self, arguments: Sequence[str], log: Path, *, env: Mapping[str, str], held: int, serves: bool = False
    ) -> None:
        """`held`: a lock's descriptor that the child keeps while it lives. `serves`: it will say `ready`."""
        self.name = " ".join(arguments[:2])
        self.log = log
        with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as words:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ccpro_desk.cli.child", *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE if serves else words,
                stderr=words,
                env={**os.environ, **env},
                pass_fds=(held,),
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def give_way(self) -> None:
        """Let whoever waits at a screen have the processor first."""
        os.setpriority(os.PRIO_PROCESS, self.pid, PATIENT)

    def wait_ready(self, within_s: float = START_WITHIN_S) -> None:
        """Until it has said that it serves. Raises `CommandError` when it ends or stays mute instead."""
        assert self.process.stdout is not None
        deadline, said = time.monotonic() + within_s, b""
        while not said.endswith(READY):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                raise self._failure("ne répond pas")
            if not (piece := os.read(self.process.stdout.fileno(), 4096)):
                raise self._failure("s'est arrêté")
            said += piece

    def finish(self) -> None:
        """Waits until its work is done. Raises `CommandError` when it failed."""
        code = self.process.wait()
        self.end()
        if code:
            raise self._failure(f"a échoué (code {code})")

    def leave(self) -> None:
        """Tells it that we go; `end` waits for it."""
        if self.process.stdin and not self.process.stdin.closed:
            self.process.stdin.close()

    def end(self, within_s: float = END_WITHIN_S) -> None:
        """Ends it: gently, then surely."""
        self.leave()
        try:
            self.process.wait(within_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()

    def kill(self) -> None:
        """SIGKILL, and wait for it."""
        self.process.kill()
        self.end()

    def _failure(self, what: str) -> CommandError:
        return CommandError(
            f"Démonstration : « ccpro-central {self.name} » {what}.",
            f"Lisez {self.log}, ou repartez de zéro avec « ccpro-desk demo --fresh ».",
        )
