"""Waiting on the thing itself, with a deadline: how tests of processes and loops wait."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
STEP_S = 0.02


def eventually(look: Callable[[], T], what: str, within_s: float = 30.0) -> T:
    """The first true answer of `look`. Fails naming `what` once the deadline has passed."""
    deadline = time.monotonic() + within_s
    while not (found := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"after {within_s:g} s still not: {what}")
        time.sleep(STEP_S)
    return found


async def eventually_async(look: Callable[[], Awaitable[T]], what: str, within_s: float = 30.0) -> T:
    """The same on the event loop, with a coroutine function."""
    deadline = time.monotonic() + within_s
    while not (found := await look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"after {within_s:g} s still not: {what}")
        await asyncio.sleep(STEP_S)
    return found
