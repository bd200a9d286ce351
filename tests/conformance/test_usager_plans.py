"""A search among fifty thousand usagers reads indexes, whatever is asked: a table read from end to end is a fault."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import asyncpg

from ccpro_desk.central.store.statements import statements
from tests.support.central import Bench
from tests.support.plans import planned_part

READ = ("usager", "usager_page", "usagers_numbered", "usagers_named", "words_near")
NAME = "'maison ' || {hash} || ' rue ' || i % 97"
FILL = {
    "sqlite": """
        with recursive n(i) as (select 100000000 union all select i + 1 from n where i < 100049999)
        insert into usager (siren, name, folded, department, city, as_of, document)
        select i, {name}, {name}, '69', 'Lyon', 0, '{{}}' from n;
        insert into usager_words (rowid, words) select cast(siren as integer), folded || ' ' || siren from usager;
        insert into spelling (key, word) select substr(folded, 1, 6) || siren, folded from usager;
    """,
    "postgresql": """
        insert into usager (siren, name, folded, department, city, as_of, document, words)
        select i, {name}, {name}, '69', 'Lyon', now(), '{{}}', ({name} || ' ' || i)::tsvector
        from generate_series(100000000, 100049999) i;
        insert into spelling (key, word) select folded || siren, folded from usager;
        analyze usager; analyze spelling
    """,
}


def filling(engine: str) -> str:
    name = NAME.format(hash="hex(i * 7919)" if engine == "sqlite" else "md5(i::text)")
    return FILL[engine].format(name=name)


def sqlite_plans(path: str) -> Iterator[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(filling("sqlite"))
        values = dict.fromkeys(
            ("siren", "name", "page", "start", "end", "after", "after_name", "after_siren", "keys"), "[]"
        )
        for name in (*READ, "usagers_worded"):
            sql = statements("sqlite")[name][0].sql
            rows = connection.execute(f"explain query plan {sql}", {**values, "limit": 5, "asked": "lyon"})
            yield name, "\n".join(row[3] for row in rows)


async def pages_read(connection: Any) -> int:
    """By the names that begin with a letter far down the alphabet."""
    [named] = statements("postgres")["usagers_named"]
    values = {"after_name": "maison f", "after_siren": "", "end": "maison f{", "limit": 51}
    given = ", ".join(f"'{values[name]}'" for name in named.parameters)
    await connection.execute(f"prepare named as {named.sql}")
    plan = await connection.fetch(f"explain (analyze, buffers) execute named({given})")
    return sum(int(number) for number in re.findall(r"hit=(\d+)|read=(\d+)", plan[1][0])[0] if number)


async def test_no_search_reads_the_whole_table(central: Bench, url: str) -> None:
    if url.startswith("sqlite"):
        for name, plan in sqlite_plans(url.removeprefix("sqlite:///")):
            assert not re.search(r"SCAN (u|usager|usager_page|spelling)\b", plan), (name, plan)
            assert "FOR ORDER BY" not in plan, (name, plan)
        return
    async with asyncpg.create_pool(url, min_size=1, max_size=1) as pool, pool.acquire() as connection:
        await connection.execute(filling("postgresql"))
        for name in READ:
            plan = await planned_part(connection, statements("postgres")[name][0])
            assert "Seq Scan" not in plan, (name, plan)
            assert "Sort" not in plan or name == "words_near", (name, plan)
        assert await pages_read(connection) < 100  # from where the names begin, not from the first of all
        settings, body = await connection.fetchrow(
            "select proconfig, prosrc from pg_proc where proname = 'usagers_worded'"
        )
        for setting in settings:
            await connection.execute(f"set {setting}")
        for asked in ("maison:*", "abcdef:*", "maison:* & rue:*"):
            sql = body.replace("asked", f"'{asked}'::tsquery").replace("limit most", "limit 200")
            plan = "\n".join(row[0] for row in await connection.fetch(f"explain {sql}"))
            assert "Bitmap Index Scan on usager_words" in plan, (asked, plan)
