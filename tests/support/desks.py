"""Workstations for tests: a fast pace, and a way to wait for what their state says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.settings import Pace
from ccpro_desk.desk.state import DeskState
from tests.eventually import eventually_async

FAST = Pace(
    draft_local=0.02,
    draft_central=0.1,
    alive=0.1,
    feed_silence=5.0,
    retry_first=0.02,
    retry_most=0.1,
    request=5.0,
    offline_after=0.05,
)


@asynccontextmanager
async def stopping(desk: Desk) -> AsyncIterator[Desk]:
    try:
        yield desk
    finally:
        await desk.stop()


async def until(
    desk: Desk, true: Callable[[DeskState], object], what: str, within_s: float = 15.0
) -> DeskState:
    """The first state for which `true` holds. Fails naming `what`, with the state, after the deadline."""
    changed = asyncio.Event()
    end = desk.subscribe(lambda _: changed.set())
    try:
        async with asyncio.timeout(within_s):
            while not true(desk.state):
                changed.clear()
                await changed.wait()
    except TimeoutError:
        raise AssertionError(f"after {within_s:g} s still not: {what}; {desk.state}") from None
    finally:
        end()
    return desk.state


async def settled(desk: Desk) -> DeskState:
    """Nothing waits for a result any more."""
    return await until(desk, lambda state: state.link.pending == 0, "nothing pending")


async def at_last(look: Callable[[], object], what: str) -> None:
    """What is seen elsewhere than in the desk's state."""

    async def looked() -> object:
        return look()

    await eventually_async(looked, what)
