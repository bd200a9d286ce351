"""Askers who come while others are being answered go together: one statement answers all of them.

Nobody waits for company: whoever comes while a statement may be sent goes at once, alone if need be. What a
statement costs beside its rows (its way, its start, its commit) is then shared when it matters most.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")


class Together(Generic[Q, A]):
    """`ask` answers questions in their order: at most `most` a statement, `at_once` statements at a time."""

    def __init__(self, ask: Callable[[Sequence[Q]], Awaitable[Sequence[A]]], at_once: int, most: int) -> None:
        self._ask = ask
        self._at_once = at_once
        self._most = most
        self._waiting: deque[tuple[Q, asyncio.Future[A]]] = deque()
        self._asking: set[asyncio.Task[None]] = set()

    async def answer(self, question: Q) -> A:
        """Raises what `ask` raises for those that it was asked with."""
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[A] = loop.create_future()
        self._waiting.append((question, answered))
        if len(self._asking) < self._at_once:
            self._asking.add(loop.create_task(self._go()))
        return await answered

    async def _go(self) -> None:
        """Asks until nobody waits."""
        while self._waiting:
            some = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
            try:
                answers = await self._ask([question for question, _ in some])
            except Exception as error:
                for _, answered in some:
                    if not answered.done():
                        answered.set_exception(error)
            else:
                for (_, answered), answer in zip(some, answers, strict=True):
                    if not answered.done():
                        answered.set_result(answer)
        task = asyncio.current_task()
        assert task is not None
        self._asking.discard(task)
