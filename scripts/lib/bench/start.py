"""From the command to the first paint, to the contacts of the local store, to a central that answers."""

from __future__ import annotations

import re
import socket
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from figures import Series
from programs import installed
from scene import DEMO, EMPTY, Scene

from tests.terminal import Terminal

CELLS = 3
"""Characters on the screen that make a first paint."""
REQUEST = b"GET /health/ready HTTP/1.1\r\nHost: central\r\nConnection: close\r\n\r\n"
QUIET_S, MOST_S = 0.6, 30.0
UP_TO_DATE = "À jour"


def measure(scene: Scene, rounds: int) -> Series:
    """Seconds, by name; beside each start of the workstation an empty application and each other program."""
    series = Series()
    for number in range(rounds + 1):
        one = _empty() | _workstation(scene) | _others()
        if number:  # the first warms the caches
            series.add(one)
    return series


def _empty() -> dict[str, float]:
    terminal = Terminal(EMPTY)
    terminal.settle(QUIET_S, MOST_S)
    terminal.end()
    return {"empty": _first(terminal, _is_painted)}


def _workstation(scene: Scene) -> dict[str, float]:
    terminal = Terminal(DEMO)
    ready = Ready(scene.socket, terminal.started)
    ready.start()
    terminal.until(UP_TO_DATE, MOST_S)
    ready.join()
    terminal.end()
    return {
        "paint": _first(terminal, _is_painted),
        "usable": _first(terminal, lambda screen: scene.shown[:20] in screen),
        "ready": ready.at,
        "up to date": _first(terminal, lambda screen: UP_TO_DATE in screen),
    }


def _others() -> dict[str, float]:
    """When each other program first painted, and when it could be used."""
    found: dict[str, float] = {}
    for program in installed():
        with TemporaryDirectory(prefix="ccpro-bench-") as home:
            terminal = program.start(Path(home))
            terminal.until(program.usable, MOST_S)
            terminal.end()
        found[f"{program.name} paint"] = _first(terminal, _is_painted)
        found[program.name] = _first(terminal, lambda screen, words=program.usable: words in screen)
    return found


def _is_painted(screen: str) -> bool:
    return len(re.sub(r"\s", "", screen)) >= CELLS


def _first(terminal: Terminal, true: object) -> float:
    assert callable(true)
    for at, screen in terminal.screens():
        if true(screen):
            return at
    last = [screen for _, screen in terminal.screens()][-1]
    raise SystemExit(f"not seen on the screen:\n{last}")


class Ready(threading.Thread):
    """When the central first says that it is ready, in seconds from the start."""

    def __init__(self, path: Path, started: float) -> None:
        super().__init__(daemon=True)
        self._path = str(path)
        self._since = started
        self.at = float("nan")

    def run(self) -> None:
        while time.perf_counter() - self._since < MOST_S:
            try:
                with socket.socket(socket.AF_UNIX) as line:
                    line.connect(self._path)
                    line.sendall(REQUEST)
                    if b" 200 " in line.recv(4096):
                        self.at = time.perf_counter() - self._since
                        return
            except OSError:
                pass
            time.sleep(0.005)
