"""Work that goes on until it is told to stop, by SIGTERM or SIGINT."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from typing import Any

_GRACE_S = 0.2
"""What is under way may end within this time; then it is cancelled. All work here can be cut anywhere."""


async def until_told(work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Runs `work(stop)` until it ends or is told to. Raises what `work` raises."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    task = asyncio.ensure_future(work(stop))
    told = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, told}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({task}, timeout=_GRACE_S)
        if task.done():
            task.result()
    finally:
        await _end(task, told)


async def _end(*tasks: asyncio.Future[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
