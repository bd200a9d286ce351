"""One row of an import: what the source gives of a usager, and what becomes of what was known.

A field that is given takes the place of the former one, an empty list too; what is not given stays. So a CSV
of names and addresses takes nothing away from what an NDJSON file of obligations brought.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from ccpro_desk.domain.usager import Usager

EVERYTHING = frozenset(field.name for field in fields(Usager)) - {"dated"}
Document = Mapping[str, Any]
"""A usager as JSON values, without what says nothing."""


class Change(StrEnum):
    ADDED = "added"
    REPLACED = "replaced"
    CONFIRMED = "confirmed"
    """The same, on a later day."""
    UNCHANGED = "unchanged"
    OLDER = "older"
    """What is known is of a later day: left as it is."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A usager as one row has it."""

    usager: Usager
    given: frozenset[str] = EVERYTHING
    """The fields that the row gives."""
    as_of: date | None = None
    """The day on which it was true; none: the source does not say."""
    size: int = 0
    """Bytes of the row."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a usager so far."""

    document: Document
    as_of: date


@dataclass(frozen=True, slots=True)
class Merged:
    change: Change
    document: Document


def merged(known: Known | None, delivery: Delivery, new: Document, today: date) -> Merged:
    """What is known after `delivery`, whose usager is `new` as JSON.

    Without a day of its own a row that says nothing new changes nothing at all, its date neither.
    """
    if known is not None and delivery.as_of is not None and delivery.as_of < known.as_of:
        return Merged(Change.OLDER, known.document)
    before: Document = known.document if known is not None else {}
    after = {name: value for name, value in before.items() if name not in delivery.given} | {
        name: value for name, value in new.items() if name in delivery.given
    }
    if known is not None and _same(before, after):
        if delivery.as_of is None or delivery.as_of == known.as_of:
            return Merged(Change.UNCHANGED, before)
        change = Change.CONFIRMED
    else:
        change = Change.ADDED if known is None else Change.REPLACED
    day = (delivery.as_of or today).isoformat()
    dated = dict.fromkeys(sorted(delivery.given & after.keys()), day)
    return Merged(change, after | {"dated": before.get("dated", {}) | dated | new.get("dated", {})})


def _same(before: Document, after: Document) -> bool:
    return {**before, "dated": None} == {**after, "dated": None}
