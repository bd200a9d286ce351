"""Databases with any number of usagers, written as an import writes them but in bulk."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import asyncpg

from ccpro_desk.central.store import open_store
from ccpro_desk.central.store.rows import micros
from ccpro_desk.central.store.usager_rows import Vocabulary, spelled, usager_row
from ccpro_desk.central.usager_rows import delivery_of
from ccpro_desk.domain.delivery import Delivery
from scripts.lib.bench.dossier.people import people

NOW = datetime(2026, 11, 24, tzinfo=UTC)
_CHUNK = 20_000
_COLUMNS = ("siren", "name", "folded", "department", "city", "state", "as_of", "document")


def _chunks(count: int) -> Iterator[list[dict[str, Any]]]:
    rows = people(count)
    delivery = delivery_of(1, next(people(1)))
    assert isinstance(delivery, Delivery)
    while chunk := list(islice(rows, _CHUNK)):
        yield [usager_row(document, delivery, NOW) for document in chunk]


async def fill_postgres(url: str, count: int) -> None:
    """The index of words is made when all are there."""
    vocabulary = Vocabulary()
    async with asyncpg.create_pool(url, min_size=1, max_size=1) as pool, pool.acquire() as line:
        await line.execute(
            "drop index usager_words; create temp table brought (like usager); "
            "alter table brought alter words type text"
        )
        for rows in _chunks(count):
            await line.copy_records_to_table(
                "brought",
                records=[(*(row[name] for name in _COLUMNS), row["words"]) for row in rows],
                columns=[*_COLUMNS, "words"],
            )
            await line.execute(
                f"insert into usager ({', '.join(_COLUMNS)}, words) "
                f"select {', '.join(_COLUMNS)}, words::tsvector from brought; truncate brought"
            )
            await _spell(line, vocabulary, rows)
        await line.execute("set maintenance_work_mem = '512MB'")
        await line.execute("create index usager_words on usager using gin (words)")
        await line.execute("vacuum analyze usager, spelling")


async def _spell(line: Any, vocabulary: Vocabulary, rows: list[dict[str, Any]]) -> None:
    new = vocabulary.new(row["words"] for row in rows)
    vocabulary.add(new)
    pairs = [(one["key"], one["word"]) for one in spelled(new)]
    await line.executemany("insert into spelling (key, word) values ($1, $2) on conflict do nothing", pairs)


def fill_sqlite(path: Path, count: int) -> None:
    vocabulary = Vocabulary()
    with closing(sqlite3.connect(path)) as file:
        file.execute("pragma synchronous = off")
        for rows in _chunks(count):
            marks = ", ".join(f":{name}" for name in _COLUMNS)
            values = [{**row, "as_of": micros(row["as_of"])} for row in rows]
            file.executemany(f"insert into usager ({', '.join(_COLUMNS)}) values ({marks})", values)
            words = [(int(row["siren"]), row["words"]) for row in rows]
            file.executemany("insert into usager_words (rowid, words) values (?, ?)", words)
            new = vocabulary.new(row["words"] for row in rows)
            vocabulary.add(new)
            file.executemany("insert or ignore into spelling (key, word) values (:key, :word)", spelled(new))
            file.commit()
        file.execute("insert into usager_words (usager_words) values ('optimize')")
        file.execute("analyze")
        file.commit()


def migrated(url: str) -> None:
    async def made() -> None:
        store = await open_store(url)
        await store.migrate()
        await store.close()

    asyncio.run(made())
