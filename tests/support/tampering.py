"""What the owner of a database can do to it behind the central's back, on either engine."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import asyncpg


async def tamper(url: str, sql: str) -> None:
    """Runs `sql` on the database itself."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
            connection.execute("pragma busy_timeout = 5000")
            connection.execute(sql)
        return
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


async def look(url: str, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query on the database itself."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            return [tuple(row) for row in connection.execute(sql).fetchall()]
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(sql)]
    finally:
        await connection.close()
