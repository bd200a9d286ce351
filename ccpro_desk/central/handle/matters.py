"""Acts, appointments and referrals: what their commands look at, and what is read of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle.changes import audit
from ccpro_desk.central.handle.cursors import cursor_of, page_after, page_size
from ccpro_desk.central.handle.home import Home
from ccpro_desk.central.handle.readers import may_read
from ccpro_desk.central.handle.views import matter_views
from ccpro_desk.central.store.matter_port import MatterListing
from ccpro_desk.central.store.matter_rows import detail_json
from ccpro_desk.central.store.matter_store import NO_DATE
from ccpro_desk.central.store.values import Change
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.acts.detail import ActDetail
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.frozen import replace
from ccpro_desk.domain.matter import Matter, MatterKind, leaving
from ccpro_desk.domain.permissions import Right, may, may_approve
from ccpro_desk.domain.values import Role
from ccpro_desk.wire.commands import Parsed
from ccpro_desk.wire.contact_view import MatterView, StepView
from ccpro_desk.wire.problems import ProblemCode

_OTHERS = 100
"""The usager's latest matters of a kind that a new one is held against."""


@dataclass(frozen=True, slots=True)
class AskedMatters:
    """Which matters a reader asks for."""

    kind: MatterKind
    states: Collection[str] | None = None
    office: str | None = None
    mine: bool = False


async def named(home: Home, parsed: Parsed) -> Matter | None:
    """The matter that a command names."""
    matter_id = parsed.command.body.matter_id if parsed.command else None
    return await home.store.matter(matter_id) if matter_id is not None else None


async def with_usager(home: Home, contact: Contact, body: c.Body | None, context: Context) -> Context:
    """`context` with the usager's file and what else is under way for them, if `body` looks at it."""
    if isinstance(body, c.CancelAct):
        seat = leaving(body.act_id)
        return replace(context, claimed=bool(await home.store.seats_taken(seat, f"{seat}~")))
    if not isinstance(body, c.SubmitAct) or contact.siren is None:
        return context
    found = await home.store.usager(contact.siren)
    others = await home.store.matters_of(contact.siren, _OTHERS, kind=MatterKind.ACT)
    return replace(
        context,
        usager=found.usager if found else None,
        as_of=found.as_of if found else None,
        others=tuple(others),
    )


async def matter(home: Home, reader: Agent, matter_id: UUID) -> MatterView:
    """With its details and the states that it took; audited. Raises `not_found`, `forbidden`."""
    found, whole = await opened(home, reader, matter_id)
    entry = audit(home.now, reader.id, "matter.read", f"matter/{found.id}", {"kind": found.kind})
    await home.store.write(Change(audit=(entry,)))
    steps = await home.store.matter_steps(matter_id)
    names = await home.names([found.author, *(UUID(step.by) for step in steps if step.by)])
    return replace(
        MatterView.of(found, names.get(found.author, "")),
        detail=_shown(found) if whole else None,
        masked=not whole,
        steps=tuple(
            StepView(step.state, step.at, names.get(UUID(step.by), "") if step.by else "") for step in steps
        ),
    )


async def opened(home: Home, reader: Agent, matter_id: UUID) -> tuple[Matter, bool]:
    """It, and whether the reader also reads what was said. Raises `not_found`, `forbidden`."""
    found = await home.store.matter(matter_id)
    if found is None:
        raise ProblemError(ProblemCode.NOT_FOUND, "Cette suite est introuvable.")
    return found, await _opens(home, reader, found)


async def matters(
    home: Home, reader: Agent, asked: AskedMatters, limit: int, cursor: str | None
) -> tuple[tuple[MatterView, ...], str | None]:
    """A page, those due first first, and the next one's cursor. Raises `forbidden`, `invalid`."""
    size = page_size(limit)
    found = await home.store.matter_list(_listing(reader, asked), size + 1, page_after(cursor))
    shown = found[:size]
    last = shown[-1] if len(found) > size else None
    further = cursor_of((last.due_at or NO_DATE).isoformat(), str(last.id)) if last else None
    return await matter_views(home, shown), further


def _listing(reader: Agent, asked: AskedMatters) -> MatterListing:
    """What the reader may see of it: an officer their office's, who approves the centre's, others theirs."""
    if not may(reader.role, Right.MATTERS):
        raise ProblemError(ProblemCode.FORBIDDEN, "Votre compte ne consulte pas ces suites.")
    if reader.role is Role.SIE:
        if asked.office not in (None, reader.office) or not reader.office:
            raise ProblemError(ProblemCode.FORBIDDEN, "Ce n'est pas votre service.")
        return MatterListing(asked.kind, office=reader.office, states=asked.states)
    own = asked.mine or not may_approve(reader)
    return MatterListing(
        asked.kind,
        centre=None if own else reader.centre,
        office=asked.office,
        author=reader.id if own else None,
        states=asked.states,
    )


async def _opens(home: Home, reader: Agent, found: Matter) -> bool:
    """Whether the reader also reads what was said. Raises `forbidden` when they may read nothing of it."""
    if not may(reader.role, Right.MATTERS):
        raise ProblemError(ProblemCode.FORBIDDEN, "Votre compte ne consulte pas ces suites.")
    if reader.role is Role.SIE:
        if found.office is None or found.office != reader.office:
            raise ProblemError(ProblemCode.FORBIDDEN, "Ce n'est pas votre service.")
        return True
    if reader.id == found.author or (may_approve(reader) and reader.centre == found.centre):
        return True
    contact = await home.store.contact(found.contact_id)
    if contact is None or not await may_read(home, reader, contact):
        raise ProblemError(ProblemCode.FORBIDDEN, "Cette suite n'est pas celle d'un contact à votre poste.")
    return await _level(home, reader, found.siren) >= _level_of(home, found)


async def _level(home: Home, reader: Agent, siren: str) -> int:
    """How far the person is known on what the reader holds of this usager."""
    held = await home.store.contacts_of(reader.id)
    return max((contact.identification.level for contact in held if contact.siren == siren), default=0)


def _level_of(home: Home, found: Matter) -> int:
    """The level from which what was said is shown."""
    act = home.rules.acts.get(found.code) if found.kind is MatterKind.ACT else None
    return max(1, act.level) if act else 1


def _shown(found: Matter) -> dict[str, Any]:
    shown: dict[str, Any] = detail_json(found)
    if isinstance(found.detail, ActDetail):
        shown.setdefault("fields", {})
    return shown
