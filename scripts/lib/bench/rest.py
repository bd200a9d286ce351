"""The workstation left alone, and posting beside it: their memory and what they burn."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from figures import Series
from programs import POSTING, installed
from scene import DEMO

from tests.terminal import Terminal

WARM_S, REST_S = 5.0, 20.0


def measure(_: int) -> Series:
    """Megabytes and per cent of a core: the workstation's own process, its embedded central apart."""
    series = Series()
    terminal = Terminal(DEMO)
    series.add(_at_rest(terminal, ""))
    children = psutil.Process(terminal.pid).children(recursive=True)
    series.add({"children": sum(child.memory_info().rss for child in children) / 2**20})
    terminal.end()
    if POSTING in installed():
        with TemporaryDirectory(prefix="ccpro-bench-") as home:
            terminal = POSTING.start(Path(home))
            terminal.until(POSTING.usable)
            series.add(_at_rest(terminal, "posting "))
            terminal.end()
    return series


def _at_rest(terminal: Terminal, name: str) -> dict[str, float]:
    terminal.settle(2.0, WARM_S)
    process = psutil.Process(terminal.pid)
    before, began = _cpu(process), time.perf_counter()
    while time.perf_counter() - began < REST_S:
        terminal.read(0.25)
    burnt = (_cpu(process) - before) / (time.perf_counter() - began)
    return {f"{name}memory": process.memory_info().rss / 2**20, f"{name}cpu": 100 * burnt}


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
