"""The hot queries use their indexes on a full queue: a table read from end to end is a fault."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

import asyncpg
import pytest

from ccpro_desk.central.store.postgres.writes import one, several
from ccpro_desk.central.store.statements import statements
from tests.support.central import Bench
from tests.support.plans import planned, planned_part

ROWS = 50_000
FILL = {
    "sqlite": """
        with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000)
        insert into contact (id, version, state, channel, connector, external_id, received_at, due_at, pool, skill,
            rank, cold)
        select printf('00000000-0000-7000-8000-%012d', i), 1, 'waiting', 'mail',
            '00000000-0000-7000-8000-000000000000', i, i, i, case i % 3 when 0 then 'lons' else 'pau' end,
            case i % 5 when 0 then 'tva' else 'general' end, 1700000000000000 + i * 7919 % 50000, '{}' from n
    """,
    "postgresql": """
        insert into contact (id, version, state, channel, connector, external_id, received_at, due_at, pool, skill,
            rank, cold)
        select lpad(i::text, 32, '0')::uuid, 1, 'waiting', 'mail', lpad('0', 32, '0')::uuid, i::text, now(), now(),
            case i % 3 when 0 then 'lons' else 'pau' end, case i % 5 when 0 then 'tva' else 'general' end,
            now() + i * 7919 % 50000 * interval '1 second', '{}'
        from generate_series(1, 50000) i
    """,
}
NEXT: Mapping[str, Any] = {
    "agent_id": "00000000-0000-7000-8000-000000000001",
    "key": "k",
    "queues": json.dumps(
        [{"pool": p, "channel": "mail", "skill": s} for p in ("lons", "national") for s in ("general", "tva")]
    ),
    "channels": '["mail"]',
    "pools": '["lons", "national"]',
    "at": 0,
    "depth": 1,
    "taking": "[]",
    "session": None,
    "now": 0,
    "limit": 10,
    "contact_id": "00000000-0000-7000-8000-000000000002",
}

HOT = ("read_command", "read_intake", "events_after", "expired", "renew", "unsettled")
"""Beside `next`, what is read all day."""


def sqlite_plan(path: str, name: str, part: str) -> str:
    connection = sqlite3.connect(path)
    try:
        sql = next(p.sql for p in statements("sqlite")[name] if p.name == part)
        rows = connection.execute(f"explain query plan {sql}", NEXT).fetchall()
        return "\n".join(row[3] for row in rows)
    finally:
        connection.close()


async def test_heads_are_read_from_the_index(central: Bench, url: str) -> None:
    if url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///")
        connection = sqlite3.connect(path)
        connection.execute(FILL["sqlite"])
        connection.commit()
        connection.close()
        plan = sqlite_plan(path, "read_next", "heads")
        assert "SEARCH w USING INDEX contact_waiting (pool=? AND channel=? AND skill=?)" in plan, plan
        assert "SCAN c" not in plan and "TEMP B-TREE" not in plan, plan
        assert "contact_expiry" in sqlite_plan(path, "expired", "rows")
        return
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(FILL["postgresql"])
        await connection.execute("analyze contact")
        [part] = statements("postgres")["read_next"]
        plan = await planned_part(connection, part)
        assert "Index Scan using contact_waiting on contact" in plan, plan
        assert "Seq Scan" not in plan, plan
        for name in HOT:
            plan = await planned_part(connection, statements("postgres")[name][0])
            assert "Seq Scan" not in plan.replace("Seq Scan on meta", "a few lines"), plan
        assert "Scan on session_pkey" in await planned_part(connection, statements("postgres")["sessions"][0])
        for sql in hot_writes():
            plan = await planned(connection, sql, 1)
            assert "Index Scan using contact_pkey on contact" in plan, plan
            assert "Seq Scan on contact" not in plan, plan
    finally:
        await connection.close()


def hot_writes() -> Iterator[str]:
    """A closing, several, and several changes of all kinds."""
    update = statements("postgres")["write_update"]
    nothing: dict[str, Any] = {part.name: () for part in update}
    closing = {**nothing, "guard": {"move_reply": None}, "ended": None, "events": ("one",), "audit": ("one",)}
    yield one(update, closing)
    yield several(update, [closing])
    yield several(update, [{**closing, "messages": ("one",)}])


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_both_engines_know_the_same_statements(engine: str) -> None:
    assert set(statements(engine)) == set(statements("sqlite"))
    assert all(part.sql and "{{" not in part.sql for parts in statements(engine).values() for part in parts)
