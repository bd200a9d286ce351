"""Contacts that a supervisor moves: of somebody absent, or given to an agent or a plateau."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle.changes import audit, change_of, timed
from ccpro_desk.central.handle.home import ATTEMPTS, Home, pools_of
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.values import Change, StoredAccount
from ccpro_desk.domain import events as e
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.leave import Leave, leave_fault
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.plateau import absent, is_movable, left, reassigned
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.transfer import NOT_YET, may_follow
from ccpro_desk.wire.plateau import Absence, AbsenceView, LeaveView, Reassign
from ccpro_desk.wire.problems import ProblemCode

Move = Callable[[Contact], Sequence[e.Event]]


async def absence(home: Home, actor: Agent, asked: Absence) -> AbsenceView:
    """All that they set aside, or that waits for them alone, waits for everybody.

    Of days to come, only the calls that are promised for them, at their hour.
    """
    agent = (await _account(home, asked.agent)).agent
    if agent.centre != actor.centre or not may(agent.role, Right.HANDLE):
        raise ProblemError(ProblemCode.FORBIDDEN, "Cet agent n'est pas de votre centre.")
    today = home.now.astimezone(PARIS).date()
    leave = _leave(asked, agent, today)
    entry = audit(home.now, actor.id, "plateau.absence", f"agent/{agent.id}", _said(asked, leave))
    await home.store.write(Change(audit=(entry,)))
    if asked.back:
        await home.store.drop_leaves(agent.id, today)
        return AbsenceView(agent.id, ())
    if leave is not None:
        await home.store.add_leave(leave)

    def move(contact: Contact) -> Sequence[e.Event]:
        return left(contact, agent, leave, home.now) if leave else absent(contact, agent, home.now)

    returned = [
        contact.id
        for contact in await home.store.contacts_of(agent.id)
        if await _moved(home, actor, contact, move, agent.id)
    ]
    leaves = await home.store.leaves_of(agent.id, today)
    return AbsenceView(agent.id, tuple(returned), tuple(LeaveView(each.first, each.last) for each in leaves))


def _leave(asked: Absence, agent: Agent, today: date) -> Leave | None:
    """The days asked for; none: no day is named. Raises `invalid`."""
    if asked.first is None and asked.last is None:
        return None
    first = asked.first or today
    leave = Leave(agent.id, first, asked.last or first)
    fault = leave_fault(leave, today)
    if fault or asked.back:
        raise ProblemError(ProblemCode.INVALID, fault or "Champ « back » : sans dates.")
    return leave


def _said(asked: Absence, leave: Leave | None) -> dict[str, str]:
    if leave is None:
        return {"back": "yes"} if asked.back else {}
    return {"first": leave.first.isoformat(), "last": leave.last.isoformat()}


async def reassign(home: Home, actor: Agent, asked: Reassign) -> None:
    """Gives a waiting or parked contact to an agent or a plateau of the caller's centre."""
    contact = await home.store.contact(asked.contact_id)
    if contact is None:
        raise ProblemError(ProblemCode.NOT_FOUND, "Ce contact est introuvable.")
    await _check_reach(home, actor, contact)
    target = await _target(home, actor, asked)
    owner = await home.agent(contact.owner) if contact.owner else None
    to, plateau = target.agent if target else None, asked.to.plateau or ""

    def move(found: Contact) -> list[e.Event]:
        if not is_movable(found) or found.owner != contact.owner:
            raise _in_hand()
        return reassigned(found, actor, owner, home.now, to=to, plateau=plateau)

    if target is not None:
        _check_channel(contact, move(contact), target)
        if not may_follow(target.agent, contact):
            raise ProblemError(ProblemCode.INVALID, NOT_YET)
    await _moved(home, actor, contact, move, to.id if to else None)


async def _moved(home: Home, actor: Agent, contact: Contact, move: Move, agent: UUID | None) -> bool:
    """Writes the events of `move`, decided again on what the contact is when a race is lost."""
    found: Contact | None = contact
    for _ in range(ATTEMPTS):
        happened = move(found) if found is not None else ()
        if found is None or not happened:
            return False
        if await home.store.write(_change(home, actor, found, happened, agent)) is Outcome.WRITTEN:
            return True
        found = await home.store.contact(contact.id)
    raise ProblemError(ProblemCode.UNAVAILABLE, "Le contact est très sollicité : réessayez.", retry_after=1)


def _change(
    home: Home, actor: Agent, contact: Contact, happened: Sequence[e.Event], agent: UUID | None
) -> Change:
    now = home.now
    change = change_of(contact, happened, now=now, mail=home.rules.mail, author=str(actor.id))
    change = timed(change, home.rules.settings, now)
    assert change.after is not None
    detail = {"agent": str(agent) if agent else None, "skill": change.after.place.skill}
    entry = audit(now, actor.id, f"plateau.{change.after.reason.code}", f"contact/{contact.id}", detail)
    return replace(change, audit=(entry,))


async def _account(home: Home, who: str) -> StoredAccount:
    """By id or login. Raises `not_found`."""
    try:
        found = await home.store.account_by_id(UUID(who))
    except ValueError:
        found = await home.store.account(clean(who, keep_newlines=False))
    if found is None or found.disabled:
        raise ProblemError(ProblemCode.NOT_FOUND, "Cet agent est introuvable.")
    return found


async def _target(home: Home, actor: Agent, asked: Reassign) -> StoredAccount | None:
    """The agent named; none: a plateau. Raises `not_found`, `invalid`."""
    to = asked.to
    if (to.agent is None) == (to.plateau is None):
        raise ProblemError(ProblemCode.INVALID, "Champ « to » : un agent ou un plateau.")
    if to.agent is None:
        known = home.rules.settings.territory.centre_of_plateau
        if known.get(to.plateau or "") != actor.centre:
            raise ProblemError(ProblemCode.INVALID, "Ce plateau n'est pas de votre centre.")
        return None
    found = await _account(home, to.agent)
    if found.agent.centre != actor.centre or not may(found.agent.role, Right.HANDLE):
        raise ProblemError(ProblemCode.INVALID, "Ce contact ne peut pas être confié à ce compte.")
    return found


def _check_channel(contact: Contact, happened: Sequence[e.Event], target: StoredAccount) -> None:
    channel = next((event.channel for event in happened if isinstance(event, e.Widened)), contact.channel)
    if channel not in target.allowed:
        raise ProblemError(ProblemCode.INVALID, "Cet agent ne prend pas ce canal.")


async def _check_reach(home: Home, actor: Agent, contact: Contact) -> None:
    """A contact of somebody of the caller's centre, or of a queue that it serves. Raises `forbidden`."""
    holder = contact.lease.agent if contact.lease else None
    people = [await home.agent(key) for key in (contact.owner, contact.bound_to, holder) if key is not None]
    if people:
        reached = any(agent is not None and agent.centre == actor.centre for agent in people)
    else:
        reached = contact.place.pool in pools_of(actor)
    if not reached:
        raise ProblemError(ProblemCode.FORBIDDEN, "Ce contact n'est pas de votre centre.")
    if not is_movable(contact):
        raise _in_hand()


def _in_hand() -> ProblemError:
    return ProblemError(ProblemCode.CONFLICT, "Ce contact n'est ni en attente ni mis de côté.")
