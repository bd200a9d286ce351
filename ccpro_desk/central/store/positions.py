"""Feed positions: opaque to desks, `<epoch>.<xid>-<seq>` to us; and stored events.

A position is always that of an event that stands. PostgreSQL's oldest running transaction would do as well
until a failover: a standby does not know of transactions that left nothing behind, gives their numbers out
again, and what is written under them would lie before such a position.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from ccpro_desk.central.errors import StalePosition
from ccpro_desk.central.store.rows import Row, decoded, maybe_uid, moment, uid
from ccpro_desk.central.store.values import Audience, StoredEvent
from ccpro_desk.domain.values import Role
from ccpro_desk.wire.views import FeedEvent

Point = tuple[int, int]
"""(transaction, number): the order that the feed is read in. SQLite's transaction is 0."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The epoch, and the point before which nothing is kept."""

    epoch: str
    floor: Point = (0, 0)


def marks_of(rows: list[Row]) -> Marks:
    meta = {row["name"]: row["value"] for row in rows}
    floor = meta.get("floor")
    return Marks(meta["epoch"], _point(floor) if floor else (0, 0))


def written(epoch: str, point: Point) -> str:
    return f"{epoch}.{point[0]}-{point[1]}"


def read_position(position: str) -> Point:
    """Raises `StalePosition` for what was never a position."""
    try:
        point = _point(position.partition(".")[2])
    except ValueError:
        raise StalePosition("not a position") from None
    if max(point) >= 2**63:
        raise StalePosition("not a position")
    return point


def check(position: str, marks: Marks) -> None:
    """Raises `StalePosition` for another epoch and for what is no longer kept. Asked after reading."""
    if position.partition(".")[0] != marks.epoch or read_position(position) < marks.floor:
        raise StalePosition("another epoch, or older than kept")


def point_of(row: Row) -> Point:
    return int(row["xid"]), int(row["seq"])


def last_of(rows: list[Row], otherwise: Point) -> Point:
    """Where the last of these rows stands."""
    return point_of(rows[-1]) if rows else otherwise


def event_of(row: Row, epoch: str) -> StoredEvent:
    audience = decoded(row["audience"])
    event = FeedEvent(
        position=written(epoch, point_of(row)),
        id=uid(row["id"]),
        type=row["type"],
        at=moment(row["at"]),
        actor=row["actor"],
        contact_id=maybe_uid(row["contact_id"]),
        version=row["version"],
        changed=tuple(decoded(row["changed"])),
        about=maybe_uid(row["about"]),
    )
    agents = frozenset(UUID(agent) for agent in audience["agents"])
    roles = frozenset(Role(role) for role in audience["roles"])
    return StoredEvent(event, Audience(agents, audience["pool"], roles, audience.get("office")))


def _point(text: str) -> Point:
    xid, seq = text.split("-")
    if not (xid.isascii() and xid.isdigit() and seq.isascii() and seq.isdigit() and len(text) < 42):
        raise ValueError(text)
    return int(xid), int(seq)
