"""What became of every contact, of every command and of every event, and what must be true of it.

What the database says of itself is `ccpro-central verify`'s to judge; here it is held against the desks'
journals, and against what a contact's life must be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.lib.chaos.journal import Said, read

Sql = Callable[[str], str]


@dataclass(frozen=True)
class Line:
    """One line of the ledger. `wrong`: how many break what it says; none: it is only told."""

    says: str
    count: int
    wrong: int | None = None


_COUNTED = """select count(*) from contact c left join (
    select {key} as id, count(*) as n from {table} where {which} group by 1) x on x.id = {of}
    where coalesce(x.n, 0) <> {must}"""
_MUST = {
    "contacts closed, held by nobody": """select count(*) from contact
        where state <> 'closed' or lease_agent is not null""",
    "contacts closed once, not more": _COUNTED.format(
        key="object", table="audit", which="action = 'contact.close'", of="'contact/' || c.id", must="1"
    ),
    "contacts told as closed once": _COUNTED.format(
        key="contact_id", table="event", which="type = 'contact.closed'", of="c.id", must="1"
    ),
    "contacts taken once more than they came back": """select count(*) from contact c left join (
        select contact_id, count(*) filter (where type = 'contact.assigned')
            - count(*) filter (where type = 'contact.returned') as n from event group by 1) x
        on x.contact_id = c.id where coalesce(x.n, 0) <> 1""",
    "contacts whose story began with their second version": """select count(*) from contact c left join (
        select contact_id, min(version) as first from event group by 1) x on x.contact_id = c.id
        where x.first is distinct from 2""",
    "contacts with as many notes as commands to write one": """select count(*) from contact c left join (
        select object, count(*) as n from audit where action = 'contact.note' group by 1) a
        on a.object = 'contact/' || c.id left join (
        select contact_id, count(*) as n from message where direction = 'note' group by 1) m
        on m.contact_id = c.id where coalesce(a.n, 0) <> coalesce(m.n, 0)""",
}
_AUDIBLE = """select e.id from event e, account a
    where a.login = 'agent{agent}' and (e.xid, e.seq) > ('{xid}'::xid8, {seq})
    and (e.audience -> 'agents' ? a.id::text
        or e.audience ->> 'pool' in ('national', a.centre) and e.audience -> 'roles' = '[]')
    order by e.xid, e.seq"""


def ledger(sql: Sql, folder: Path) -> Iterator[Line]:
    """`sql`: asks the database; `folder`: of the desks' journals."""
    said = read(folder)
    contacts = int(sql("select count(*) from contact"))
    for says, wrong in _MUST.items():
        yield Line(says, contacts, int(sql(wrong)))
    yield from _commands(sql, said)
    yield from _feeds(sql, said)
    yield Line("leases rescued", int(sql("select count(*) from audit where action = 'lease.expired'")))
    for answer, count in sorted(said.answers.items()):
        yield Line(f"commands answered {answer}", count)


def _commands(sql: Sql, said: Said) -> Iterator[Line]:
    stored = set(sql("select id from command_result where applied").split())
    noted = set(sql("select id from message where direction = 'note'").split())
    applied, notes = said.applied, said.applied & said.notes
    yield Line("acknowledged commands that the database has", len(applied), len(applied - stored))
    yield Line("acknowledged notes that stand", len(notes), len(notes - noted))
    yield Line("notes that somebody wrote", len(noted), len(noted - said.notes))
    refused = said.refused
    yield Line("refused commands that the database did not apply", len(refused), len(refused & stored))


def _feeds(sql: Sql, said: Said) -> Iterator[Line]:
    """What following desks should have heard, and did."""
    due = lost = twice = unordered = 0
    for agent, heard in said.heard.items():
        xid, seq = said.since[agent].partition(".")[2].split("-")
        audible = sql(_AUDIBLE.format(agent=agent, xid=xid, seq=seq)).split()
        due += len(audible)
        lost += len(set(audible) - set(heard))
        twice += len(heard) - len(set(heard))
        unordered += _unordered(audible, heard)
    yield Line("events for desks that follow their feed, heard", due, lost)
    yield Line("events heard once, not more", due, twice)
    yield Line("events heard in their order, and by nobody else", due, unordered)


def _unordered(audible: list[str], heard: list[str]) -> int:
    """How many were heard after a later one, or not for these ears."""
    places = {event: place for place, event in enumerate(audible)}
    found, last = 0, -1
    for event in dict.fromkeys(heard):
        place = places.get(event, -1)
        found += place < last or place < 0
        last = max(last, place)
    return found


def table(lines: Iterable[Line]) -> str:
    rows = []
    for line in lines:
        mark = " " if line.wrong is None else "✓" if line.wrong == 0 else "✗"
        wrong = f"  {line.wrong} are not" if line.wrong else ""
        rows.append(f"{mark} {line.count:>7}  {line.says}{wrong}")
    return "\n".join(rows)
