"""Cached JSON → views, by hand: on the start path, where importing pydantic would cost a third of a start.

It reads what this workstation wrote from views that the wire's adapters had already checked.
Raises `Undecodable` (and nothing else) when it is anything different.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from ccpro_desk.domain.contact import Origin, Reason
from ccpro_desk.domain.identification import Assurance, Identification, Quality, Setback
from ccpro_desk.domain.matter import MatterKind
from ccpro_desk.domain.values import (
    AnswerRef,
    AttachmentRef,
    Channel,
    Direction,
    Message,
    MotifOutcome,
    Outcome,
    Role,
    Sending,
    State,
    Status,
)
from ccpro_desk.wire.contact_view import (
    AgentView,
    ContactView,
    LateDraftView,
    LeaseView,
    MatterView,
    MergedRef,
    StepView,
    UsagerRef,
)

T = TypeVar("T")
_Json = dict[str, Any]


class Undecodable(ValueError):
    """Not what this workstation writes."""


def contact(raw: str) -> ContactView:
    return _guard(_contact, raw)


def agent(raw: str) -> AgentView:
    return _guard(_agent, raw)


def _guard(read: Callable[[Any], T], raw: str) -> T:
    try:
        return read(json.loads(raw))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Undecodable(f"{type(error).__name__}: {error}") from error


def _contact(j: _Json) -> ContactView:
    return ContactView(
        id=UUID(j["id"]),
        version=j["version"],
        state=State(j["state"]),
        channel=Channel(j["channel"]),
        external_id=j["external_id"],
        received_at=_at(j["received_at"]),
        due_at=_at(j["due_at"]),
        subject=j.get("subject", ""),
        origin=maybe(_origin, j.get("origin")),
        usager=maybe(lambda u: UsagerRef(u["siren"], u["name"]), j.get("usager")),
        identification=_identification(j.get("identification", {})),
        motifs=tuple(_motif(m) for m in j.get("motifs", ())),
        messages=tuple(_message(m) for m in j.get("messages", ())),
        draft=j.get("draft"),
        late_drafts=tuple(_late(d) for d in j.get("late_drafts", ())),
        owner=maybe(UUID, j.get("owner")),
        owner_name=j.get("owner_name", ""),
        resume_at=maybe(_at, j.get("resume_at")),
        reason=maybe(lambda r: Reason(r["code"], r["text"]), j.get("reason")) or Reason("", ""),
        lease=maybe(_lease, j.get("lease")),
        connector=maybe(UUID, j.get("connector")),
        department=j.get("department"),
        guessed=j.get("guessed"),
        pinned=tuple(j.get("pinned", ())),
        closed_at=maybe(_at, j.get("closed_at")),
        reopen_until=maybe(_at, j.get("reopen_until")),
        merged_into=maybe(UUID, j.get("merged_into")),
        merged=tuple(_merged(m) for m in j.get("merged", ())),
        matters=maybe(lambda found: tuple(map(_matter, found)), j.get("matters")),
    )


def _agent(j: _Json) -> AgentView:
    return AgentView(
        id=UUID(j["id"]),
        login=j["login"],
        name=j["name"],
        role=Role(j["role"]),
        status=Status(j["status"]),
        centre=j.get("centre", ""),
        plateau=j.get("plateau", ""),
        skills=tuple(j.get("skills", ())),
        channels=tuple(Channel(name) for name in j.get("channels", ())),
        slots={Channel(name): number for name, number in j.get("slots", {}).items()},
        after_current=maybe(Status, j.get("after_current")),
        office=j.get("office", ""),
    )


def _origin(j: _Json) -> Origin:
    return Origin(j.get("name"), j.get("address"), j.get("number"), Assurance(j.get("assurance", "none")))


def _identification(j: _Json) -> Identification:
    return Identification(
        level=j.get("level", 0),
        checks=tuple(j.get("checks", ())),
        at=maybe(_at, j.get("at")),
        quality=maybe(Quality, j.get("quality")),
        mandate_until=maybe(date.fromisoformat, j.get("mandate_until")),
        failures=j.get("failures"),
        setback=maybe(lambda s: Setback(s["code"], s["text"]), j.get("setback")),
    )


def _motif(j: _Json) -> MotifOutcome:
    return MotifOutcome(j["code"], Outcome(j["outcome"]))


def _message(j: _Json) -> Message:
    return Message(
        id=UUID(j["id"]),
        direction=Direction(j["direction"]),
        at=_at(j["at"]),
        author=j["author"],
        text=j["text"],
        attachments=tuple(_attachment(a) for a in j.get("attachments", ())),
        status=maybe(Sending, j.get("status")),
        author_id=maybe(UUID, j.get("author_id")),
        detail=j.get("detail", ""),
        answers=tuple(AnswerRef(a["id"], a["version"]) for a in j.get("answers", ())),
    )


def attachments(raw: str) -> tuple[AttachmentRef, ...]:
    """Raises `Undecodable`."""
    return _guard(lambda j: tuple(map(_attachment, j)), raw)


def _attachment(j: _Json) -> AttachmentRef:
    return AttachmentRef(UUID(j["id"]), j["name"], j["type"], j["size"])


def _late(j: _Json) -> LateDraftView:
    return LateDraftView(UUID(j["agent"]), _at(j["at"]), j["text"], j.get("agent_name", ""))


def _lease(j: _Json) -> LeaseView:
    token = maybe(UUID, j.get("token"))
    return LeaseView(UUID(j["agent"]), _at(j["expires_at"]), token, j.get("agent_name", ""))


def _merged(j: _Json) -> MergedRef:
    return MergedRef(UUID(j["id"]), Channel(j["channel"]), _at(j["received_at"]), j.get("subject", ""))


def _step(j: _Json) -> StepView:
    return StepView(j["state"], _at(j["at"]), j.get("by", ""))


def _matter(j: _Json) -> MatterView:
    return MatterView(
        id=UUID(j["id"]),
        kind=MatterKind(j["kind"]),
        version=j["version"],
        state=j["state"],
        code=j["code"],
        siren=j["siren"],
        contact_id=UUID(j["contact_id"]),
        centre=j["centre"],
        author=UUID(j["author"]),
        at=_at(j["at"]),
        title=j["title"],
        author_name=j.get("author_name", ""),
        office=j.get("office"),
        due_at=maybe(_at, j.get("due_at")),
        detail=j.get("detail"),
        masked=j.get("masked"),
        steps=maybe(lambda steps: tuple(map(_step, steps)), j.get("steps")),
        pending=j.get("pending"),
    )


def _at(raw: str) -> datetime:
    return datetime.fromisoformat(raw)


def maybe(read: Callable[[Any], T], value: Any) -> T | None:
    return None if value is None else read(value)
