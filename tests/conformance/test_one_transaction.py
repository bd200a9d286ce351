"""A word, a renfort and a crisis line stand with their event and their audit, or do not stand at all."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from ccpro_desk.central.errors import ProblemError, StoreError
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.values import Role
from ccpro_desk.wire.crisis import NewCrisis
from ccpro_desk.wire.plateau import AskRenfort, NewWord
from tests.support.central import Bench

Step = Callable[[], Awaitable[object]]


@dataclass
class Scene:
    central: Bench
    url: str
    head: Agent
    agent: Agent

    async def counted(self) -> tuple[int, ...]:
        """Events, audit rows and their details, words, renforts, answers, crisis lines, those closed."""
        counts = []
        for what in (
            "event",
            "audit",
            "audit_detail",
            "plateau_word",
            "renfort",
            "renfort where answer is not null",
            "crisis",
            "crisis where closed_at is not null",
        ):
            counts.append(await self.sql(f"select count(*) from {what}"))
        return tuple(counts)

    async def sql(self, statement: str) -> int:
        if self.url.startswith("sqlite"):
            connection = sqlite3.connect(self.url.removeprefix("sqlite:///"))
            try:
                row = connection.execute(statement).fetchone()
                connection.commit()
            finally:
                connection.close()
            return int(row[0]) if row else 0
        link = await asyncpg.connect(self.url)
        try:
            return int(await link.fetchval(statement) or 0)
        finally:
            await link.close()

    @asynccontextmanager
    async def without(self, table: str) -> AsyncIterator[None]:
        """While this table is not where it is written."""
        await self.sql(f"alter table {table} rename to {table}_away")
        try:
            yield
        finally:
            await self.sql(f"alter table {table}_away rename to {table}")


@pytest.fixture
async def scene(central: Bench, url: str) -> Scene:
    central.clock.at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, 10:00 in Paris
    head = await central.add("chef1", Role.HEAD, available=False)
    return Scene(central, url, head, await central.add("agent1", plateau="lons-1", available=False))


@pytest.mark.parametrize("table", ["event", "audit_detail"])
async def test_a_failure_between_row_event_and_audit_leaves_none(scene: Scene, table: str) -> None:
    """Each step is tried while it fails, leaves the base as it was, and is then done."""
    handle, plateau = scene.central.handle, scene.central.handle.plateau
    until = scene.central.clock.now() + timedelta(hours=4)

    async def answer() -> object:
        asked = await plateau.renfort(scene.agent)
        assert asked is not None
        return await plateau.answer(scene.head, asked.id, "J'arrive.")

    async def close() -> object:
        [line] = await handle.crises(scene.agent)
        return await handle.close_crisis(scene.head, line.id)

    steps: list[Step] = [
        lambda: plateau.set_word(scene.head, NewWord("Panne du portail : patience.")),
        lambda: plateau.set_word(scene.head, NewWord("Le portail est revenu.")),
        lambda: plateau.set_word(scene.head, NewWord("")),
        lambda: plateau.ask(scene.agent, AskRenfort()),
        answer,
        lambda: handle.open_crisis(scene.head, NewCrisis("Panne", until, 900, words=("portail",))),
        close,
    ]
    for number, step in enumerate(steps):
        before = await scene.counted()
        async with scene.without(table):
            with pytest.raises(StoreError):
                await step()
        assert await scene.counted() == before, number
        await step()
        after = await scene.counted()
        assert after != before and after[0] == before[0] + 1, number
        assert after[1] == before[1] + 1 and after[2] == before[2] + 1, number
    assert (await scene.counted())[3:] == (0, 1, 1, 1, 1)


async def test_a_second_answer_or_end_writes_nothing(scene: Scene) -> None:
    handle, plateau = scene.central.handle, scene.central.handle.plateau
    asked, _ = await plateau.ask(scene.agent, AskRenfort())
    line = await handle.open_crisis(
        scene.head,
        NewCrisis("Panne", scene.central.clock.now() + timedelta(hours=1), 900, words=("portail",)),
    )
    await plateau.answer(scene.head, asked.id, "J'arrive.")
    await handle.close_crisis(scene.head, line.id)
    before = await scene.counted()
    for again in (
        lambda: plateau.answer(scene.head, asked.id, "Encore."),
        lambda: handle.close_crisis(scene.head, line.id),
    ):
        with pytest.raises(ProblemError):
            await again()
    assert await scene.counted() == before
    await plateau.ask(scene.agent, AskRenfort())
    before = await scene.counted()
    assert not (await plateau.ask(scene.agent, AskRenfort()))[1]
    assert await scene.counted() == before
