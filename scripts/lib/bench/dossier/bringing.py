"""An import against the barest load of the same file: read and checked alike, then copied into a bare table.

As a program it imports a file and says how much memory it took.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import asyncpg

from ccpro_desk.central.importing import bring
from ccpro_desk.central.store import open_store
from ccpro_desk.central.store.usager_rows import document_of
from ccpro_desk.central.usagers_file import UsagersFile
from ccpro_desk.domain.delivery import Delivery
from scripts.lib.bench.dossier.people import people

_CHUNK = 500
Row = tuple[str, str]


def written(path: Path, count: int, *, obligations: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for row in people(count, obligations=obligations):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def rows_of(path: Path) -> Iterator[Row]:
    for row in UsagersFile(path).rows():
        assert isinstance(row, Delivery)
        yield row.usager.siren, json.dumps(document_of(row), ensure_ascii=False)


async def bare_postgres(url: str, path: Path) -> float:
    line = await asyncpg.connect(url)
    try:
        await line.execute("create temp table bare (siren text primary key, document jsonb not null)")
        started = time.perf_counter()
        await line.copy_records_to_table("bare", records=rows_of(path))
        return time.perf_counter() - started
    finally:
        await line.close()


def bare_sqlite(database: Path, path: Path) -> float:
    with closing(sqlite3.connect(database, isolation_level=None)) as file:
        file.execute("pragma journal_mode = wal")
        file.execute("create table bare (siren text primary key, document text not null)")
        started = time.perf_counter()
        rows = rows_of(path)
        while chunk := list(islice(rows, 20 * _CHUNK)):
            _insert(file, chunk)
        return time.perf_counter() - started


def _insert(file: sqlite3.Connection, rows: Iterable[Row]) -> None:
    file.execute("begin")
    file.executemany("insert into bare values (?, ?)", rows)
    file.execute("commit")


async def brought(url: str, path: Path) -> float:
    """Seconds of an import into an empty database that is ready."""
    store = await open_store(url)
    try:
        started = time.perf_counter()
        imported = await bring(store, UsagersFile(path))
        assert imported.refused == 0
        return time.perf_counter() - started
    finally:
        await store.close()


def memory_mb(url: str, path: Path) -> float:
    """The most that an import in a process of its own holds."""
    words = [sys.executable, __file__, url, str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return float(done.stdout)


if __name__ == "__main__":
    asyncio.run(brought(sys.argv[1], Path(sys.argv[2])))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
