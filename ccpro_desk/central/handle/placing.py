"""Where an arrival goes: whose territory, what it is about, whether a crisis, and who knows the usager."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from ccpro_desk.central.handle.home import Home, pools_of
from ccpro_desk.central.rules import Rules
from ccpro_desk.central.store.values import IntakeRead
from ccpro_desk.domain.contact import RECEIVED, Contact, Place, Reason, Urgency
from ccpro_desk.domain.crisis import matching
from ccpro_desk.domain.dispatch import enough, has_threshold, overflowed, place_of, ranked
from ccpro_desk.domain.dispatch.skills import skill_in
from ccpro_desk.domain.effects import KNOWN
from ccpro_desk.domain.guessing import likeliest
from ccpro_desk.domain.motifs import GENERAL_SKILL, Motifs
from ccpro_desk.domain.usager import Usager
from ccpro_desk.domain.values import Channel, State, Status
from ccpro_desk.wire.requests import Intake

_CROWDED = Reason("overflow", "Trop d'attente dans son centre : il est ouvert à tous les centres.")
_READ = 20_000
"""Characters of a text that a motif and a crisis are looked for in."""


@dataclass(frozen=True, slots=True)
class Placed:
    place: Place
    urgency: Urgency
    bound_to: UUID | None = None
    """The agent who knows the usager, for a time."""
    reason: Reason = RECEIVED


async def placed_at(home: Home, intake: Intake, department: str | None, read: IntakeRead) -> Placed:
    """The place of a new contact: its territory and queue, else its crisis line's, then overflow."""
    settings = home.rules.settings
    subject, text = intake.subject or "", (intake.body or "")[:_READ]
    urgency = await _urgency(home, subject, text, read.usager)
    place = place_of(
        intake.channel,
        intake.received_at,
        settings,
        department=department,
        sie=intake.called.sie if intake.called else None,
        skill=_guessed_queue(urgency, home.rules),
        urgency=urgency,
    )
    number = intake.called.number if intake.called else None
    crisis = matching(home.crises.values(), home.now, place.pool, number, f"{subject} {text}")
    if crisis is not None:
        urgency = replace(urgency, crisis=crisis.label, crisis_s=crisis.allowance_s, pinned=crisis.answers)
        rank = ranked(intake.channel, intake.received_at, urgency, settings)
        return await _spread(home, intake, Placed(replace(place, skill=crisis.queue, rank=rank), urgency))
    place = replace(place, skill=await asked_of(home, place.pool, place.skill))
    known = await who_knows(home, intake.channel, place.pool, read.handled_by)
    placed = Placed(place, urgency, known, KNOWN if known else RECEIVED)
    return placed if known else await _spread(home, intake, placed)


async def _urgency(home: Home, subject: str, text: str, usager: Usager | None) -> Urgency:
    guess = likeliest(home.rules.motifs, subject, text)
    deadline = await home.deadlines.next_of(usager.siren, home.now) if usager else None
    if guess is None:
        return Urgency(deadline=deadline)
    return Urgency(guess.code, guessed=True, because=guess.because, deadline=deadline)


def _guessed_queue(urgency: Urgency, rules: Rules) -> str:
    asks = urgency.motif is not None and rules.settings.guess_skill
    return rules.motifs.queue_of(urgency.motif) if asks and urgency.motif else GENERAL_SKILL


async def asked_of(home: Home, pool: str, queue: str) -> str:
    """`queue`, else its skill at any level, else everybody's: nobody is asked for who is not of the pool."""
    for asked in dict.fromkeys((queue, skill_in(queue))):
        if asked == GENERAL_SKILL or await home.store.has_skill(pool, asked):
            return asked
    return GENERAL_SKILL


async def _spread(home: Home, intake: Intake, placed: Placed) -> Placed:
    """Open to every centre at once where too many wait, or too long."""
    settings, place = home.rules.settings, placed.place
    if not has_threshold(place, intake.channel, settings):
        return placed
    pressure = await home.store.pressure(place.pool, intake.channel, enough(intake.channel, settings))
    spread = overflowed(place, intake.channel, home.now, pressure, settings)
    return placed if spread == place else replace(placed, place=spread, reason=_CROWDED)


@dataclass(frozen=True, slots=True)
class ComingBack:
    """What is known of a closed conversation when its usager writes again."""

    known: UUID | None = None
    """The agent who closed it, for a time."""
    skill: str | None = None
    """What its motif asks for, as the agent said it."""
    deadline: datetime | None = None


async def coming_back(home: Home, thread: Contact) -> ComingBack:
    """Of a conversation that is not closed, nothing: it stays where it is."""
    if thread.state is not State.CLOSED:
        return ComingBack()
    return ComingBack(
        await who_knows(home, thread.channel, thread.place.pool, thread.owner),
        await asked_of(home, thread.place.pool, _said_queue(thread, home.rules.motifs)),
        await home.deadlines.next_of(thread.siren, home.now) if thread.siren else None,
    )


def _said_queue(thread: Contact, motifs: Motifs) -> str:
    """The queue of the motif that it was closed with; without one (a call given up) everybody's."""
    return motifs.queue_of(thread.motifs[0].code) if thread.motifs else GENERAL_SKILL


async def who_knows(home: Home, channel: Channel, pool: str, agent_id: UUID | None) -> UUID | None:
    """The agent who last handled the usager, if the settings wait for them and they are there for it.

    They must serve the pool: knowing a usager changes no territory.
    """
    if agent_id is None or channel not in home.rules.settings.known_s:
        return None
    found = await home.store.account_by_id(agent_id)
    if found is None or found.disabled or found.agent.status is not Status.AVAILABLE:
        return None
    serves = pool in pools_of(found.agent) and channel in found.agent.channels
    return agent_id if serves else None
