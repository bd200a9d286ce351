"""The workstation left alone: its memory and what it burns."""

from __future__ import annotations

import time

import psutil
from figures import Series
from scene import DEMO

from tests.terminal import Terminal

WARM_S, REST_S = 5.0, 20.0


def measure(_: int) -> Series:
    """Megabytes and per cent of a core: the workstation's own process, its embedded central apart."""
    terminal = Terminal(DEMO)
    terminal.settle(2.0, WARM_S)
    process = psutil.Process(terminal.pid)
    before, began = _cpu(process), time.perf_counter()
    while time.perf_counter() - began < REST_S:
        terminal.read(0.25)
    burnt = (_cpu(process) - before) / (time.perf_counter() - began)
    series = Series()
    series.add({"memory": process.memory_info().rss / 2**20, "cpu": 100 * burnt})
    series.add(
        {"children": sum(child.memory_info().rss for child in process.children(recursive=True)) / 2**20}
    )
    terminal.end()
    return series


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
