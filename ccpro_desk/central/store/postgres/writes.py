"""The text of a write, put together of the parts that its documents need, and what its rows say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from pydantic_core import from_json

from ccpro_desk.central.store.engine import Document, parts_of
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.rows import Row
from ccpro_desk.central.store.statements import Statement

Written = tuple[Outcome, list[Row]]
"""What became of a change; of a contact just given to somebody, its messages."""
STALE: Written = (Outcome.STALE, [])

_HEADS = frozenset({"head", "several"})
_USUAL = frozenset({"result", "next", "events", "audit", "audit_detail"})
"""What taking and closing write: several changes that write no more than this share one statement."""
_ENDING = """
select head.no is not null as written, {tried} as tried,
    case when d.doc -> 'next' <> '[]' then (
        select json_agg(to_json(m) order by m.seq)
        from message m where m.contact_id = (d.doc ->> 'contact_id')::uuid) end as messages
from d left join head using (no) order by d.no"""


def one(statement: Statement, document: Document) -> str:
    """The statement for one change alone, which waits for whoever has its row."""
    return _joined(statement, "head", _needed(statement, [document]))


def several(statement: Statement, documents: Sequence[Document]) -> str:
    """The statement for changes that go together: of two forms, so that it need not be planned each time."""
    needed = _needed(statement, documents)
    return _joined(statement, "several", _USUAL if needed <= _USUAL else _all(statement))


def written(row: Any) -> Written | None:
    """What became of a change; none: it was not tried, somebody else had its row just then."""
    if row["written"]:
        return Outcome.WRITTEN, from_json(row["messages"]) if row["messages"] else []
    return STALE if row["tried"] else None


def _needed(statement: Statement, documents: Iterable[Document]) -> frozenset[str]:
    return _all(statement) & set().union(*map(parts_of, documents))


@cache
def _all(statement: Statement) -> frozenset[str]:
    return frozenset(part.name for part in statement) - _HEADS


@cache
def _joined(statement: Statement, head: str, parts: frozenset[str]) -> str:
    sql = ",\n".join(part.sql for part in statement if part.name == head or part.name in parts)
    tried = "exists (select 1 from seized where seized.no = d.no)" if head == "several" else "true"
    return sql + _ENDING.format(tried=tried)
