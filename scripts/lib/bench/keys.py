"""From a key to the first byte of what it changes: the reply editor against a bare Input."""

from __future__ import annotations

import time
from collections.abc import Sequence

from figures import Series
from scene import DEMO, INPUT

from tests.terminal import Terminal

TYPED = b"une demande de remboursement de credit "
KEYS, WARM = 60, 5
GAP_S, QUIET_S = 0.03, 0.05
SETTLE_S, MOST_S = 2.0, 15.0
TO_REPLY = (b"\t",)
"""From the message, where the workstation starts with a contact in hand, to the reply."""


def measure(rounds: int) -> Series:
    """Seconds a key, all rounds together."""
    series = Series()
    for _ in range(rounds):
        series.extend("input", _typed(INPUT, ()))
        series.extend("reply", _typed(DEMO, TO_REPLY))
    return series


def _typed(argv: Sequence[str], before: Sequence[bytes]) -> list[float]:
    terminal = Terminal(argv)
    terminal.settle(SETTLE_S, MOST_S)
    for key in before:
        terminal.send(key)
        terminal.settle(0.3, 5.0)
    took = [_one(terminal, TYPED[number % len(TYPED)]) for number in range(KEYS + WARM)]
    terminal.end()
    heard = [seconds for seconds in took[WARM:] if seconds is not None]
    if len(heard) < KEYS * 0.9:
        screen = [screen for _, screen in terminal.screens()][-1]
        raise SystemExit(f"{KEYS - len(heard)} of {KEYS} keys changed nothing:\n{screen}")
    return heard


def _one(terminal: Terminal, key: int) -> float | None:
    terminal.settle(GAP_S, 1.0)
    sent = time.perf_counter()
    terminal.send(bytes([key]))
    first = terminal.read(2.0)
    terminal.settle(QUIET_S, 1.0)
    return None if first is None else first - sent
