"""Where an arrival goes: whose territory, what it is about, whether a crisis, and who knows the usager."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from ccpro_desk.central.handle.home import Home, pools_of
from ccpro_desk.central.store.values import IntakeRead
from ccpro_desk.domain.contact import Contact, Place, Urgency
from ccpro_desk.domain.crisis import matching
from ccpro_desk.domain.dispatch import place_of, ranked
from ccpro_desk.domain.motifs import GENERAL_SKILL, guess
from ccpro_desk.domain.values import Channel, State, Status
from ccpro_desk.wire.requests import Intake

_READ = 20_000
"""Characters of a text that a motif and a crisis are looked for in."""


@dataclass(frozen=True, slots=True)
class Placed:
    place: Place
    urgency: Urgency
    bound_to: UUID | None = None
    """The agent who knows the usager, for a time."""


async def placed_at(home: Home, intake: Intake, department: str | None, read: IntakeRead) -> Placed:
    """The place of a new contact. A skill that nobody of its pool has is not asked for."""
    settings, motifs = home.rules.settings, home.rules.motifs
    subject, text = intake.subject or "", (intake.body or "")[:_READ]
    motif = next(iter(guess(motifs, subject, text, limit=1)), None)
    urgency = Urgency(motif=motif, guessed=motif is not None)
    place = place_of(
        intake.channel,
        intake.received_at,
        settings,
        department=department,
        sie=intake.called.sie if intake.called else None,
        skill=motifs.skill_of(motif) if motif and settings.guess_skill else GENERAL_SKILL,
        urgency=urgency,
    )
    number = intake.called.number if intake.called else None
    crisis = matching(home.crises.values(), home.now, place.pool, number, f"{subject} {text}")
    if crisis is not None:
        urgency = replace(urgency, crisis=crisis.label, crisis_s=crisis.allowance_s, pinned=crisis.answers)
        rank = ranked(intake.channel, intake.received_at, urgency, settings)
        return Placed(replace(place, skill=crisis.queue, rank=rank), urgency)
    if place.skill != GENERAL_SKILL and not await home.store.has_skill(place.pool, place.skill):
        place = replace(place, skill=GENERAL_SKILL)
    return Placed(place, urgency, await who_knows(home, intake.channel, place.pool, read.handled_by))


async def who_again(home: Home, thread: Contact) -> UUID | None:
    """The agent who closed this conversation, when its usager comes back."""
    if thread.state is not State.CLOSED:
        return None
    return await who_knows(home, thread.channel, thread.place.pool, thread.owner)


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
