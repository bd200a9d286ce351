"""The plateau in the store: what waits, the word, help asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ccpro_desk.central.store import rows
from ccpro_desk.central.store.account_store import first
from ccpro_desk.central.store.engine import Engine
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.plateau import RENFORT_KEPT, Queue, Renfort, Word
from ccpro_desk.domain.values import Channel


class SqlPlateau:
    """The plateau's part of `SqlStore`."""

    _engine: Engine

    async def queues(self, pools: Sequence[str], now: datetime) -> list[Queue]:
        found = await self._engine.rows("queues", {"pools": list(pools), "now": now})
        return [_queue(row) for row in found]

    async def colleagues(self, centre: str) -> list[Agent]:
        found = await self._engine.rows("colleagues", {"centre": centre})
        return [rows.account_of(row).agent for row in found]

    async def put_word(self, word: Word) -> None:
        if not word.text:
            await self._engine.run("drop_word", {"centre": word.centre, "plateau": word.plateau})
            return
        values = {
            "centre": word.centre,
            "plateau": word.plateau,
            "text": word.text,
            "until": word.until,
            "author": word.author,
        }
        await self._engine.run("put_word", values)

    async def words(self, centre: str, now: datetime) -> list[Word]:
        return [_word(row) for row in await self._engine.rows("words", {"centre": centre, "now": now})]

    async def ask_renfort(self, renfort: Renfort) -> bool:
        values = {
            "id": renfort.id,
            "agent_id": renfort.agent_id,
            "centre": renfort.centre,
            "plateau": renfort.plateau,
            "channel": renfort.channel,
            "asked_at": renfort.asked_at,
        }
        return bool(await self._engine.run("ask_renfort", values))

    async def renfort(self, renfort_id: UUID) -> Renfort | None:
        return first(_renfort, await self._engine.rows("renfort", {"id": renfort_id}))

    async def renforts(self, centre: str, since: datetime) -> list[Renfort]:
        found = await self._engine.rows("renforts", {"centre": centre, "since": since})
        return [_renfort(row) for row in found]

    async def renfort_of(self, agent_id: UUID, since: datetime) -> Renfort | None:
        found = await self._engine.rows("renfort_of", {"agent_id": agent_id, "since": since})
        return first(_renfort, found)

    async def answer_renfort(self, renfort_id: UUID, answer: str, by: UUID, at: datetime) -> bool:
        values = {"id": renfort_id, "answer": answer, "by": by, "at": at}
        return bool(await self._engine.run("answer_renfort", values))

    async def forget_plateau(self, now: datetime) -> None:
        await self._engine.run("forget_renforts", {"before": now - RENFORT_KEPT})
        await self._engine.run("forget_words", {"before": now})


def _queue(row: rows.Row) -> Queue:
    return Queue(
        pool=row["pool"],
        channel=Channel(row["channel"]),
        skill=row["skill"],
        waiting=int(row["waiting"]),
        oldest_at=rows.moment(row["oldest"]),
        late=int(row["late"]),
    )


def _word(row: rows.Row) -> Word:
    return Word(row["centre"], row["plateau"], row["text"], rows.moment(row["until"]), row["author"])


def _renfort(row: rows.Row) -> Renfort:
    return Renfort(
        id=rows.uid(row["id"]),
        agent_id=rows.uid(row["agent_id"]),
        centre=row["centre"],
        plateau=row["plateau"],
        asked_at=rows.moment(row["asked_at"]),
        channel=Channel(row["channel"]) if row["channel"] else None,
        answer=row["answer"],
        answered_by=rows.maybe_uid(row["answered_by"]),
        answered_at=rows.maybe_moment(row["answered_at"]),
    )
