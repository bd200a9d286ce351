"""Askers who go together: nobody waits in vain, nobody spoils it for the others."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from ccpro_desk.central.store.postgres.together import Together


class Oracle:
    """Doubles numbers once it is let; a negative one is an error for all who asked with it."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.let = asyncio.Event()

    async def __call__(self, numbers: Sequence[int]) -> list[int]:
        self.asked.append(list(numbers))
        await self.let.wait()
        if min(numbers) < 0:
            raise ValueError("negative")
        return [2 * number for number in numbers]


async def ask(together: Together[int, int], *numbers: int) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(together.answer(number)) for number in numbers]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


async def test_who_comes_meanwhile_goes_together_and_each_gets_their_own_answer() -> None:
    oracle = Oracle()
    together = Together(oracle, 1, 3)
    tasks = [*await ask(together, 1), *await ask(together, 2, 3, 4, 5)]
    oracle.let.set()
    assert await asyncio.gather(*tasks) == [2, 4, 6, 8, 10]
    assert oracle.asked == [[1], [2, 3, 4], [5]]


async def test_who_comes_just_when_the_last_is_answered_is_answered_too() -> None:
    oracle = Oracle()
    oracle.let.set()
    together = Together(oracle, 1, 3)

    async def one_after_the_other(first: int) -> list[int]:
        return [await together.answer(first + n) for n in range(20)]

    found = await asyncio.wait_for(asyncio.gather(*(one_after_the_other(n) for n in range(3))), 30)
    assert [answers[-1] for answers in found] == [38, 40, 42]


async def test_who_leaves_before_the_answer_disturbs_nobody() -> None:
    oracle = Oracle()
    together = Together(oracle, 1, 3)
    first, second, third = await ask(together, 1, 2, 3)
    second.cancel()
    oracle.let.set()
    assert await asyncio.gather(first, third) == [2, 6]


async def test_an_error_is_told_to_those_who_asked_with_it_only() -> None:
    oracle = Oracle()
    together = Together(oracle, 1, 2)
    [first] = await ask(together, 1)
    spoiled = await ask(together, -1, 2)
    [after] = await ask(together, 3)
    oracle.let.set()
    assert await asyncio.gather(first, after) == [2, 6]
    for task in spoiled:
        with pytest.raises(ValueError, match="negative"):
            await task
