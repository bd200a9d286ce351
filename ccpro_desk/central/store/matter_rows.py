"""Rows of matters ↔ values of the domain."""

from __future__ import annotations

from typing import Any

from ccpro_desk.central.store import rows
from ccpro_desk.central.store.values import Change, MatterChange
from ccpro_desk.domain.matter import Detail, Matter, MatterKind, MatterStep
from ccpro_desk.domain.shapes import SHAPES, is_open
from ccpro_desk.wire.codec import adapter

Values = dict[str, Any]


def matter_rows(change: Change) -> Values:
    """The matters of a change, by table."""
    return {
        "matters": [_matter(each.after) for each in change.matters],
        "steps": [_step(each) for each in change.matters],
        "seats": [_seat(key, each) for each in change.matters for key in each.takes],
        "no_seats": [_seat(key, each) for each in change.matters for key in each.frees],
    }


def detail_json(matter: Matter) -> Any:
    """Its detail as JSON values."""
    return adapter(SHAPES[matter.kind].detail).dump_python(matter.detail, mode="json", exclude_defaults=True)


def matter_of(row: rows.Row) -> Matter:
    kind = MatterKind(row["kind"])
    detail: Detail = adapter(SHAPES[kind].detail).validate_json(rows.encoded(row["detail"]))
    return Matter(
        id=rows.uid(row["id"]),
        kind=kind,
        version=row["version"],
        state=row["state"],
        code=row["code"],
        siren=row["siren"],
        contact_id=rows.uid(row["contact_id"]),
        centre=row["centre"],
        author=rows.uid(row["author"]),
        at=rows.moment(row["at"]),
        title=row["title"],
        detail=detail,
        office=row["office"],
        due_at=rows.maybe_moment(row["due_at"]),
        turn=row["turn"],
    )


def step_of(row: rows.Row) -> MatterStep:
    return MatterStep(row["version"], row["state"], rows.moment(row["at"]), row["actor"])


def _matter(matter: Matter) -> Values:
    return {
        "id": matter.id,
        "kind": matter.kind,
        "version": matter.version,
        "state": matter.state,
        "is_open": is_open(matter),
        "code": matter.code,
        "siren": matter.siren,
        "contact_id": matter.contact_id,
        "centre": matter.centre,
        "office": matter.office,
        "author": matter.author,
        "at": matter.at,
        "due_at": matter.due_at,
        "turn": matter.turn,
        "title": matter.title,
        "detail": detail_json(matter),
    }


def _step(change: MatterChange) -> Values:
    matter = change.after
    return {
        "matter_id": matter.id,
        "version": matter.version,
        "state": matter.state,
        "at": change.at,
        "actor": change.by,
    }


def _seat(key: str, change: MatterChange) -> Values:
    return {"key": key, "matter_id": change.after.id}
