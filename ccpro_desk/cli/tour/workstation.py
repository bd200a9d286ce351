"""The tour's hold on a workstation: it is a process, it is told what to do, it can be killed."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ccpro_desk.cli.embedded.home import DemoHome
from ccpro_desk.cli.tour.report import StepFailed

ANSWER_WITHIN_S = 60.0
LOOK_EVERY_S = 0.1
ON_DISK_S = 0.3
A_MOMENT_S = 0.9
"""What a person takes between two keys that matter; the workstation ignores haste on purpose."""


class Workstation:
    """One run of the application for an agent."""

    def __init__(self, home: DemoHome, login: str) -> None:
        settings = {
            "central": home.address,
            "state_dir": str(home.path / "desk"),
            "key_file": str(home.key_file),
            "login": login,
        }
        with (home.path / "workstation.log").open("ab") as words:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ccpro_desk.cli.tour.robot", json.dumps(settings)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=words,
                start_new_session=True,
            )
        self._log = home.path / "workstation.log"

    def press(self, *keys: str) -> None:
        """Keys, each as a person would: not in the same instant as the one before."""
        for key in keys:
            time.sleep(A_MOMENT_S)
            self._tell("press", keys=[key])

    def move(self, *keys: str) -> None:
        """Keys that only move the caret need no thought."""
        self._tell("press", keys=list(keys))

    def type(self, text: str) -> None:
        self._tell("type", text=text)

    def look(self) -> dict[str, Any]:
        looked: dict[str, Any] = self._tell("look")
        return looked

    def until(
        self, what: str, true: Callable[[dict[str, Any]], Any], within_s: float = 30.0
    ) -> dict[str, Any]:
        """Looks until it is so; the last look. Raises `StepFailed`."""
        deadline = time.monotonic() + within_s
        while not true(looked := self.look()):
            if time.monotonic() > deadline:
                shown = "\n".join(looked["lines"])
                raise StepFailed(f"toujours pas, après {within_s:g} s : {what}\n{shown}")
            time.sleep(LOOK_EVERY_S)
        return looked

    def rub_out(self, times: int) -> None:
        """Backspace, held down."""
        self._tell("type", text="\x7f" * times)

    def picture(self, path: Path) -> None:
        self._tell("picture", path=str(path.resolve()))

    def kill(self) -> int:
        """SIGKILL, once the last key is on disk as the workstation promises. The exit code."""
        time.sleep(ON_DISK_S)
        self._process.kill()
        return self._process.wait()

    def ended(self) -> int:
        """The application has ended by itself; nothing more is ordered. The exit code."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(ANSWER_WITHIN_S)

    def end(self) -> None:
        """Whatever happened: no process stays."""
        if self._process.poll() is None:
            self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe and not pipe.closed:
                pipe.close()

    def _tell(self, do: str, **order: Any) -> Any:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"do": do, **order}).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._gone() from None
        return json.loads(self._line())["answer"]

    def _line(self) -> bytes:
        assert self._process.stdout is not None
        said, deadline = b"", time.monotonic() + ANSWER_WITHIN_S
        while not said.endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._process.stdout], [], [], left)[0]:
                raise StepFailed("le poste ne répond plus")
            if not (piece := os.read(self._process.stdout.fileno(), 2**16)):
                raise self._gone()
            said += piece
        return said

    def _gone(self) -> StepFailed:
        last = self._log.read_text(encoding="utf-8", errors="replace")[-1500:]
        return StepFailed(f"le poste s'est arrêté :\n{last}")
