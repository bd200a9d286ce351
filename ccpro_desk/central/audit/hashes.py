"""How a row, and a seal over rows, become digests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from ccpro_desk.central.store.audit_values import AuditRow, Place, Seal, place_text
from ccpro_desk.central.store.rows import micros

Hashed = tuple[Place, str]
"""Where a row stands, and its hash."""
Mark = Callable[[str], str]
"""The HMAC under the audit's key."""
_SHORT = 16
"""Hexadecimal digits of a row's hash that a seal repeats, to name the row."""


def row_hash(row: AuditRow) -> str:
    """SHA-256 of everything in the row; of a purged one, what was kept of it."""
    if row.hash is not None:
        return row.hash
    at = micros(row.at) if row.at else None
    values = [str(row.id), at, row.actor, row.action, row.object, row.digest]
    return sha256(json.dumps(values, ensure_ascii=True).encode("ascii")).hexdigest()


def marks_of(hashed: Sequence[Hashed]) -> str:
    return ",".join(f"{place[2]}:{row_hash[:_SHORT]}" for place, row_hash in hashed)


def read_marks(marks: str) -> dict[int, str]:
    """The beginning of each row's hash by its number. Raises `ValueError`."""
    pairs = (mark.split(":") for mark in marks.split(",") if mark)
    return {int(number): beginning for number, beginning in pairs}


def is_as_marked(row: AuditRow, beginning: str) -> bool:
    return row_hash(row).startswith(beginning) and len(beginning) == _SHORT


def rolled(hashes: Iterable[str]) -> str:
    """One hash over those of all rows, in order."""
    rolling = sha256()
    for each in hashes:
        rolling.update(bytes.fromhex(each))
    return rolling.hexdigest()


def signed(seal: Seal, hashes: Iterable[str], mark: Mark) -> Seal:
    """`seal` with the digest that it must have over rows with these hashes."""
    said = [
        seal.n,
        micros(seal.at),
        place_text(seal.first),
        place_text(seal.last),
        seal.count,
        seal.marks,
        seal.previous,
        rolled(hashes),
    ]
    return replace(seal, digest=mark(json.dumps(said)))
