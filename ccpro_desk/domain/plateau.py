"""The plateau: who may take what, what waits, and what becomes of the contacts of somebody who is absent.

Pure. No figure here is one person's: counts of agents stand for groups of `GROUP_MIN` at least, and nothing
says since when anybody has the status that they have.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from ccpro_desk.domain import events as e
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact, LateDraft, Reason
from ccpro_desk.domain.dispatch.skills import PLATEAU
from ccpro_desk.domain.hours import Hours
from ccpro_desk.domain.leave import Leave, is_away
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.promise_events import Shared
from ccpro_desk.domain.values import Channel, State, Status

GROUP_MIN = 5
"""Agents below which a group is not counted."""
RENFORT_KEPT = timedelta(hours=12)
"""How long a *renfort* asked for is seen, answered or not: a day of service."""
_WORD_S = timedelta(hours=12)
"""How long a *mot du plateau* stands where no hours are known."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The people whom somebody supervises: a plateau of a centre, or (no plateau) all of it."""

    centre: str
    plateau: str = ""

    def includes(self, agent: Agent) -> bool:
        """Whether `agent` handles contacts there."""
        if not may(agent.role, Right.HANDLE) or agent.centre != self.centre:
            return False
        return self.plateau in ("", agent.plateau)


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits in one queue of a channel."""

    pool: str
    channel: Channel
    skill: str
    waiting: int
    oldest_at: datetime
    """When the first of those that wait arrived, or came back."""
    late: int
    """How many wait beyond the promised delay."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of agents, counted."""

    agents: int
    available: Mapping[Channel, int]


@dataclass(frozen=True, slots=True)
class Word:
    """The *mot du plateau*: one sentence for everybody, for a time."""

    centre: str
    plateau: str
    text: str
    until: datetime
    author: str
    """The author's display name."""


@dataclass(frozen=True, slots=True)
class Renfort:
    """Help that an agent asks their supervisors for."""

    id: UUID
    agent_id: UUID
    centre: str
    plateau: str
    asked_at: datetime
    channel: Channel | None = None
    subject: str = ""
    """What it is about, in the agent's words."""
    answer: str | None = None
    answered_by: UUID | None = None
    answered_at: datetime | None = None


def scope_of(actor: Agent) -> Scope:
    """Whom `actor` supervises: their plateau, or their whole centre when they have none."""
    return Scope(actor.centre, actor.plateau)


def available(agents: Collection[Agent]) -> list[Agent]:
    """Those who may be given a contact, by name."""
    found = (agent for agent in agents if agent.status is Status.AVAILABLE and agent.channels)
    return sorted(found, key=lambda agent: (agent.name, agent.login))


def counted(agents: Collection[Agent]) -> Group | None:
    """The group in numbers; none: it is too small to be counted."""
    if len(agents) < GROUP_MIN:
        return None
    ready = available(agents)
    return Group(len(agents), {channel: sum(channel in a.channels for a in ready) for channel in Channel})


def word_for(agent: Agent, words: Collection[Word], now: datetime) -> Word | None:
    """The word that stands for `agent`: their plateau's, else their centre's."""
    standing = [w for w in words if w.until > now and w.centre == agent.centre]
    mine = [w for w in standing if w.plateau in ("", agent.plateau)]
    return max(mine, key=lambda w: w.plateau, default=None)


def closing(hours: Hours | None, now: datetime) -> datetime:
    """When the centre closes next: until then a word stands."""
    found = hours.closes(now) if hours else None
    return found if found is not None else now + _WORD_S


def absent(contact: Contact, agent: Agent, now: datetime) -> list[e.Event]:
    """A contact that `agent` set aside, or that waits for them alone, waits for everybody.

    A call that is promised for later is everybody's at its hour: nobody is called before it.
    """
    if not _is_of(contact, agent):
        return []
    if is_promise(contact) and contact.resume_at is not None and contact.resume_at > now:
        return shared(contact)
    reason = Reason("absent", "Remis en file : l'agent qui le suivait est absent.")
    happened = _draft_kept(contact, agent, now)
    if _nobody_on_the_line(contact):
        happened += _as_callback(contact, reason)
    else:
        happened.append(e.Returned(reason, contact.place))
    return happened


def left(contact: Contact, agent: Agent, leave: Leave, now: datetime) -> list[e.Event]:
    """What becomes of a contact of `agent`: promises of these days are shared, those of other days stay.

    All else waits for everybody if the leave has begun.
    """
    if is_promise(contact) and contact.owner == agent.id and contact.resume_at and contact.resume_at > now:
        return shared(contact) if is_away((leave,), contact.resume_at) else []
    return absent(contact, agent, now) if is_away((leave,), now) else []


def is_promise(contact: Contact) -> bool:
    """A call that somebody promised and has not taken up."""
    return contact.channel is Channel.CALLBACK and contact.state is State.PARKED


def shared(contact: Contact) -> list[e.Event]:
    """A promise that its agent will not be there for; nothing when that is known already."""
    if contact.widen_at == contact.resume_at:
        return []
    reason = Reason(
        "promised", "Rappel promis par un agent qui sera absent : il est ouvert à tous à son heure."
    )
    return [Shared(reason)]


def reassigned(
    contact: Contact, by: Agent, owner: Agent | None, now: datetime, *, to: Agent | None, plateau: str = ""
) -> list[e.Event]:
    """A waiting or parked contact waits for `to` alone, or for a plateau of `by`'s centre.

    `owner`: whose it was, for the draft that they leave.
    """
    happened = _draft_kept(contact, owner, now) if owner is not None else []
    if to is None:
        place = replace(contact.place, pool=by.centre, skill=f"{PLATEAU}{plateau}")
        reason = Reason("transferred", f"Réaffecté par {by.name}.")
    else:
        place = contact.place
        reason = Reason("transferred", f"Il vous attend. Réaffecté par {by.name}.")
    if _nobody_on_the_line(contact):
        happened += _as_callback(contact, reason)
    bound_to = to.id if to else None
    return [*happened, e.Transferred(reason, place, bound_to)]


def is_movable(contact: Contact) -> bool:
    """Whether a supervisor may give it to somebody: nobody has it in hand."""
    return contact.state in (State.WAITING, State.PARKED)


def _is_of(contact: Contact, agent: Agent) -> bool:
    if contact.state is State.PARKED:
        return contact.owner == agent.id
    return contact.state is State.WAITING and contact.bound_to == agent.id


def _nobody_on_the_line(contact: Contact) -> bool:
    """A call that was set aside, or broke off: nobody else may be rung for it."""
    broken = contact.reason.code == "call_interrupted"
    return contact.channel is Channel.PHONE and (contact.state is State.PARKED or broken)


def _as_callback(contact: Contact, reason: Reason) -> list[e.Event]:
    return [e.Returned(reason, contact.place), e.Widened(reason, contact.place, Channel.CALLBACK)]


def _draft_kept(contact: Contact, author: Agent, now: datetime) -> list[e.Event]:
    """The half-written reply becomes a late draft, which the next holder and its author see."""
    text = (contact.draft or "").strip()
    if not text or contact.state is not State.PARKED:
        return []
    return [e.LateDraftKept(LateDraft(author.name, now, text, author.id)), e.DraftSaved("")]
