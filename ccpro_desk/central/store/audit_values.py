"""The audit as it is read: rows in the order of their sealing, seals, what is left of purged rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

Place = tuple[int, int, int]
"""(life, transaction, number): the order of the audit. `life` counts restores; SQLite's transaction is 0."""
START: Place = (-1, 0, -(2**62))
"""Before every row, also one with a number that no database gives."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row of the audit; of a purged one only its place, its id and its `hash` are left."""

    place: Place
    id: UUID
    at: datetime | None
    actor: str | None
    action: str
    object: str
    digest: str
    hash: str | None = None
    """Of a purged row; the others' is computed from their values."""

    @property
    def is_gone(self) -> bool:
        return self.hash is not None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One row as a person reads it; `detail` is none once retention has emptied it."""

    id: UUID
    at: datetime
    actor: str | None
    action: str
    object: str
    detail: str | None


@dataclass(frozen=True, slots=True)
class Detail:
    """What hashes to the audit row's `digest`; none: emptied."""

    id: UUID
    digest: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A purge as it was written down; `digest` is its audit row's, none: that row is missing."""

    id: UUID
    detail: str
    digest: str | None = None

    @property
    def rule(self) -> str:
        return str(json.loads(self.detail)["rule"])


@dataclass(frozen=True, slots=True)
class Seal:
    """Closes the rows from `first` to `last`. `digest` is an HMAC over everything else, rows included."""

    n: int
    at: datetime
    first: Place
    last: Place
    count: int
    marks: str
    """`number:beginning of the row's hash` of each row, so that a missing or changed one can be named."""
    digest: str
    previous: str
    """The digest of the seal before; empty for the first."""


def place_text(place: Place) -> str:
    return "-".join(str(number) for number in place)


def read_place(text: str) -> Place:
    """Raises `ValueError`."""
    life, xid, seq = (int(number) for number in text.split("-"))
    return life, xid, seq
