"""The figures of `scripts/bench dossier`."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from figures import Figure, Series

from scripts.lib.bench.dossier import bringing
from scripts.lib.bench.dossier.asking import caller, opened, searched
from scripts.lib.bench.dossier.filled import fill_postgres, fill_sqlite, migrated
from scripts.lib.bench.dossier.people import people
from scripts.lib.cluster import Cluster, cluster

_IN_POSTGRES, _IN_SQLITE = 1_000_000, 300_000
_BROUGHT, _OBLIGATIONS = 10_000, 6
_MORE = 6
"""How many times longer the file is by which memory is measured."""
_OPENINGS, _LONG, _ENTRIES = 60, 500, 1_000
_CONTACTS = """
insert into contact (id, version, state, channel, connector, external_id, received_at, due_at, pool, skill,
    rank, closed_at, siren, cold)
select gen_random_uuid(), 1, 'closed', 'mail', '00000000-0000-7000-8000-000000000001', 'm' || i,
    now() - i * interval '1 hour', now(), 'lons', 'general', now(), now(), '{siren}',
    '{{"reason": {{"code": "received", "text": "Nouveau contact."}}}}'
from generate_series(1, {count}) i"""


def measure(rounds: int) -> Iterator[Figure]:
    with cluster() as made, tempfile.TemporaryDirectory(prefix="ccpro-dossier-") as folder:
        home = Path(folder)
        yield from _imports(made, home, rounds)
        yield _memory(home)
        yield _searches_of_sqlite(home)
        yield from _asked_of_postgres(made, home)


def _imports(made: Cluster, home: Path, rounds: int) -> Iterator[Figure]:
    file = bringing.written(home / "usagers.ndjson", _BROUGHT, obligations=_OBLIGATIONS)
    series = Series()
    for number in range(rounds):
        made.primary.sql(f"create database import{number}")
        url, lite = made.url(f"import{number}"), home / f"import{number}.db"
        migrated(url)
        migrated(f"sqlite:///{lite}")
        series.add(
            {
                "postgres floor": asyncio.run(bringing.bare_postgres(url, file)),
                "postgres": asyncio.run(bringing.brought(url, file)),
                "sqlite floor": bringing.bare_sqlite(home / f"bare{number}.db", file),
                "sqlite": asyncio.run(bringing.brought(f"sqlite:///{lite}", file)),
            }
        )
    for engine, floor in (("postgres", "COPY"), ("sqlite", "executemany")):
        mine, theirs = (_BROUGHT / series.median(name) for name in (engine, f"{engine} floor"))
        measured = f"{mine:.0f} rows/s, {floor} {theirs:.0f}/s, both with the checks"
        ratio = 1 / series.ratio(engine, f"{engine} floor")
        yield Figure(f"import of usagers, {engine}", ratio, f"× {floor}", 0.3, measured, True)


def _memory(home: Path) -> Figure:
    few, many = (
        bringing.memory_mb(
            _empty(home, count), bringing.written(home / f"{count}.ndjson", count, obligations=2)
        )
        for count in (5_000, 5_000 * _MORE)
    )
    return Figure(
        f"memory of an import {_MORE} times as long", many / few, "×", 1.2, f"{many:.0f}, {few:.0f} MB"
    )


def _empty(home: Path, count: int) -> str:
    url = f"sqlite:///{home / f'memory{count}.db'}"
    migrated(url)
    return url


def _searches_of_sqlite(home: Path) -> Figure:
    path = home / "search.db"
    migrated(f"sqlite:///{path}")
    fill_sqlite(path, _IN_SQLITE)
    with caller(f"sqlite:///{path}", home) as client:
        p95, measured = searched(client, _IN_SQLITE)
    return Figure(f"search in {_IN_SQLITE:,} usagers, SQLite, p95", p95, "ms", 30, measured)


def _asked_of_postgres(made: Cluster, home: Path) -> Iterator[Figure]:
    made.primary.sql("create database search")
    url = made.url("search")
    migrated(url)
    asyncio.run(fill_postgres(url, _IN_POSTGRES))
    empty, full = _two(made, home, url)
    with caller(url, home) as client:
        p95, measured = searched(client, _IN_POSTGRES)
        yield Figure(f"search in {_IN_POSTGRES:,} usagers, PostgreSQL, p95", p95, "ms", 30, measured)
        series = Series()
        for _ in range(_OPENINGS):
            series.add({"empty": opened(client, empty), "full": opened(client, full)})
    measured = f"{series.median('full'):.1f} ms, empty {series.median('empty'):.1f} ms"
    title = f"opening a file of {_LONG} obligations and {_ENTRIES:,} entries"
    yield Figure(title, series.ratio("full", "empty"), "× empty", 1.5, measured)


def _two(made: Cluster, home: Path, url: str) -> tuple[str, str]:
    """A usager of whom hardly anything is known, and one with all that a file can hold."""
    rows = list(people(2, obligations=_LONG))
    rows[0] = {name: rows[0][name] for name in ("siren", "name")}
    rows[0] |= {"regimes": [], "contacts": []}
    file = home / "two.ndjson"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    asyncio.run(bringing.brought(url, file))
    siren = rows[1]["siren"]
    made.primary.sql(_CONTACTS.format(siren=siren, count=_ENTRIES), "search")
    made.primary.sql("vacuum analyze", "search")
    return rows[0]["siren"], siren
