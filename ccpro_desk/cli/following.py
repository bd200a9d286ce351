"""Work that goes on until it is told to stop: by SIGTERM, SIGINT, or the end of a pipe on standard input."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import sys
from collections.abc import Awaitable, Callable
from typing import Any

_GRACE_S = 0.2
"""What is under way may end within this time; then it is cancelled. All work here can be cut anywhere."""


async def until_told(
    work: Callable[[asyncio.Event], Awaitable[None]], *, end_with_stdin: bool = False
) -> None:
    """Runs `work(stop)` until it ends or is told to. Raises what `work` raises."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    watched = _watch_stdin(loop, stop) if end_with_stdin else None
    task = asyncio.ensure_future(work(stop))
    told = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, told}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({task}, timeout=_GRACE_S)
        if task.done():
            task.result()
    finally:
        await _end(task, told)
        if watched is not None:
            loop.remove_reader(watched)


async def _end(*tasks: asyncio.Future[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _watch_stdin(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> int | None:
    """Sets `stop` at the end of the standard input, if that is a pipe or a socket."""
    try:
        descriptor = sys.stdin.fileno()
        mode = os.fstat(descriptor).st_mode
    except (OSError, ValueError, AttributeError):
        return None
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
        return None
    loop.add_reader(descriptor, _read, loop, descriptor, stop)
    return descriptor


def _read(loop: asyncio.AbstractEventLoop, descriptor: int, stop: asyncio.Event) -> None:
    try:
        gone = not os.read(descriptor, 4096)
    except OSError:
        gone = True
    if gone:
        loop.remove_reader(descriptor)
        stop.set()
