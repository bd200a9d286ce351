"""What became of every contact and of every command, and what must be true of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Sql = Callable[[str], str]


@dataclass(frozen=True)
class Line:
    """One line of the ledger. `wrong`: how many break what it says; none: it is only told."""

    says: str
    count: int
    wrong: int | None = None


_MUST = {
    "contacts closed, held by nobody": """select count(*) from contact
        where state <> 'closed' or lease_agent is not null""",
    "contacts closed once, not more": """select count(*) from contact c where 1 <> (
        select count(*) from audit a where a.action = 'contact.close' and a.object = 'contact/' || c.id)""",
    "contacts told as closed once": """select count(*) from contact c where 1 <> (
        select count(*) from event e where e.contact_id = c.id and e.type = 'contact.closed')""",
    "contacts taken once more than they came back": """select count(*) from contact c where 1 <> (
        select count(*) filter (where e.type = 'contact.assigned')
            - count(*) filter (where e.type = 'contact.returned') from event e where e.contact_id = c.id)""",
    "contacts whose every version is told once": """select count(*) from contact c where c.version - 1 <> (
        select count(distinct e.version) from event e where e.contact_id = c.id and e.version > 1)
        or c.version - 1 <> (select count(*) from event e where e.contact_id = c.id and e.version > 1)""",
    "results that have their note": """select count(*) from message m where m.direction = 'note'
        and not exists (select 1 from command_result r where r.id = m.id and r.applied)""",
    "audit lines with their detail": """select count(*) from audit a
        where not exists (select 1 from audit_detail d where d.id = a.id)""",
}


def ledger(sql: Sql, folder: Path) -> Iterator[Line]:
    """`sql`: asks the database; `folder`: of the desks' journals."""
    contacts = int(sql("select count(*) from contact"))
    for says, wrong in _MUST.items():
        yield Line(says, contacts, int(sql(wrong)))
    yield from _commands(sql, folder)
    rescued = int(sql("select count(*) from audit where action = 'lease.expired'"))
    yield Line("leases rescued", rescued)


def _commands(sql: Sql, folder: Path) -> Iterator[Line]:
    notes, applied, refused = _acknowledged(folder)
    stored = set(sql("select id from command_result where applied").split())
    noted = sql("select id from message where direction = 'note'").split()
    yield Line("acknowledged commands that the database has", len(applied), len(applied - stored))
    yield Line(
        "acknowledged notes that stand once", len(applied & notes), len((applied & notes) - set(noted))
    )
    yield Line("notes that stand once", len(noted), len(noted) - len(set(noted)))
    yield Line("refused commands that the database did not apply", len(refused), len(refused & stored))


def _acknowledged(folder: Path) -> tuple[set[str], set[str], set[str]]:
    """Ids of all notes, of what was acknowledged, of what was refused: as the desks wrote them down."""
    notes, applied, refused = set[str](), set[str](), set[str]()
    for journal in folder.glob("*.journal"):
        for line in journal.read_text(encoding="utf-8").splitlines():
            try:
                said = json.loads(line)
            except ValueError:
                continue
            notes |= {c["id"] for c in said.get("ask", ()) if c["type"] == "contact.note"}
            for result in said.get("told", ()):
                (refused if result["status"] == "refused" else applied).add(result["id"])
    return notes, applied, refused
