"""What runs every second or for every desk reads an index, not a table: fifty thousand rows of each."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from ccpro_desk.central.store.statements import statements
from tests.conformance.test_plans import FILL
from tests.support.central import Bench

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
OTHERS = {
    "sqlite": (
        """insert into outbox (reply_id, contact_id, channel, ready_at, held, state, item)
            select id, id, 'mail', received_at, 0, case when received_at % 500 then 'sent' else 'open' end, '{}'
            from contact""",
        """insert into event (id, type, at, contact_id, version, changed, audience)
            select id, 'contact.received', received_at, id, 1, '[]', '{}' from contact""",
        """update contact set state = 'active', lease_agent = id, lease_token = id, lease_slot = 1,
            lease_expires = received_at where received_at % 100 = 0""",
        """insert into matter (id, kind, version, state, is_open, code, siren, contact_id, centre, author, at, turn, title,
                detail)
            select id, 'act', 1, 'recorded', true, 'essai', external_id, id, 'lons', id, received_at, 0, '', '{}'
            from contact limit 5000""",
        "analyze",
    ),
    "postgresql": (
        """insert into outbox (reply_id, contact_id, channel, ready_at, held, state, item)
            select id, id, 'mail', received_at, false,
                case when external_id::int % 500 > 0 then 'sent' else 'open' end, '{}' from contact""",
        """insert into event (id, type, at, contact_id, version, changed, audience)
            select id, 'contact.received', received_at, id, 1, '[]', '{}' from contact""",
        """update contact set state = 'active', lease_agent = id, lease_token = id, lease_slot = 1,
            lease_expires = received_at where external_id::int % 100 = 0""",
        """insert into matter (id, kind, version, state, is_open, code, siren, contact_id, centre, author, at, turn, title,
                detail)
            select id, 'act', 1, 'recorded', true, 'essai', external_id, id, 'lons', id, received_at, 0, '', '{}'
            from contact limit 5000""",
        "analyze",
    ),
}
INDEXES = {
    "expired": ("contact_expiry",),
    "add_grace": ("contact_expiry",),
    "renew": ("contact_slot", "contact_expiry"),
    "claim": ("outbox_open",),
    "ended_holds": ("outbox_held",),
    "events_after": ("event_feed", "SEARCH e USING INTEGER PRIMARY KEY (rowid>?)"),
    "position": ("event_feed", "SCAN event"),
    "contacts_of_usager": ("contact_siren",),
    "matters_of": ("matter_siren",),
    "matters_due": ("matter_due",),
}
"""By statement, what its plan must name, any of them; SQLite's last row of a table needs no index."""
AGENT = UUID(int=2)
VALUES: dict[str, Any] = {
    "limit": 200,
    "seconds": 120,
    "channel": "mail",
    "by": AGENT,
    "siren": "732829320",
    "at": NOW,
    "id": AGENT,
    "kind": "act",
    "state": "recorded",
    "xid": "9223372036854775807",
    "seq": 49_000,
    "heard": json.dumps([{"agent": str(AGENT), "at": NOW.isoformat()}]),
    "lease_s": json.dumps({"mail": 1_800, "phone": 45}),
}


def sqlite_plans(path: str) -> dict[str, str]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.create_function("new_token", 0, lambda: "")
    values = {**VALUES, "by": str(AGENT), "id": str(AGENT), "now": 1, "until": 2}
    try:
        for fill in (FILL["sqlite"], *OTHERS["sqlite"]):
            connection.execute(fill)
        return {
            name: "\n".join(
                row[3]
                for part in statements("sqlite")[name]
                for row in connection.execute(f"explain query plan {part.sql}", values).fetchall()
            )
            for name in INDEXES
        }
    finally:
        connection.close()


async def postgres_plans(url: str) -> dict[str, str]:
    connection = await asyncpg.connect(url)
    values = {**VALUES, "now": NOW, "until": NOW + timedelta(minutes=1)}
    try:
        for fill in (FILL["postgresql"], *OTHERS["postgresql"]):
            await connection.execute(fill)
        plans = {}
        for name in INDEXES:
            [part] = statements("postgres")[name]
            rows = await connection.fetch(f"explain {part.sql}", *(values[p] for p in part.parameters))
            plans[name] = "\n".join(row[0] for row in rows)
        return plans
    finally:
        await connection.close()


@pytest.mark.parametrize("url", ["sqlite", "postgres"], indirect=True)
async def test_a_full_house_is_read_by_its_indexes(central: Bench, url: str) -> None:
    sqlite = url.startswith("sqlite")
    plans = sqlite_plans(url.removeprefix("sqlite:///")) if sqlite else await postgres_plans(url)
    for name, wanted in INDEXES.items():
        plan = plans[name]
        assert any(index in plan for index in wanted), f"{name}: {plan}"
        assert "TEMP B-TREE FOR ORDER BY" not in plan, f"{name}: {plan}"
        for table in ("contact", "outbox", "event"):
            assert f"Seq Scan on {table}" not in plan, f"{name}: {plan}"
