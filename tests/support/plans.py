"""How PostgreSQL would run a statement, planned as the central has it planned: once, whatever is asked."""

from __future__ import annotations

from typing import Any

from ccpro_desk.central.store.statements import Part


async def planned(connection: Any, sql: str, parameters: int) -> str:
    """The plan of `sql`, which has so many parameters, for an asyncpg connection."""
    await connection.execute("set plan_cache_mode = force_generic_plan")
    await connection.execute(f"prepare asked as {sql}")
    nothing = f"({', '.join(['null'] * parameters)})" if parameters else ""
    rows = await connection.fetch(f"explain execute asked{nothing}")
    await connection.execute("deallocate asked")
    return "\n".join(row[0] for row in rows)


async def planned_part(connection: Any, part: Part) -> str:
    """The plan of one of the store's statements."""
    return await planned(connection, part.sql, len(part.parameters))
