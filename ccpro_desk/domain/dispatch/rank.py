"""The place of a contact: whose territory, which skill, and when it should be answered at the latest."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from ccpro_desk.domain.contact import NATIONAL, NO_URGENCY, Contact, Place, Urgency
from ccpro_desk.domain.dispatch.settings import Settings
from ccpro_desk.domain.motifs import GENERAL_SKILL
from ccpro_desk.domain.values import Channel


def place_of(
    channel: Channel,
    received_at: datetime,
    settings: Settings,
    *,
    department: str | None = None,
    sie: str | None = None,
    skill: str = GENERAL_SKILL,
    urgency: Urgency = NO_URGENCY,
) -> Place:
    """A new contact's place."""
    pool = settings.territory.pool_of(sie=sie, department=department)
    if channel in settings.shared or (channel.live and _is_open_elsewhere_only(pool, received_at, settings)):
        pool = NATIONAL
    return Place(pool, skill, ranked(channel, received_at, urgency, settings))


def ranked(channel: Channel, received_at: datetime, urgency: Urgency, settings: Settings) -> datetime:
    """When it should be answered at the latest: the earliest of what its inputs ask for.

    Promised delay (shortened by the motif), the usager's next fiscal deadline less a margin, a shorter delay
    from when the usager came back, and the crisis line's own. Never before it was received.
    """
    allowance = settings.allowance_s[channel]
    moments = [_later(received_at, allowance * _factor(urgency.motif, settings))]
    if urgency.deadline is not None:
        moments.append(urgency.deadline - timedelta(seconds=settings.deadline_margin_s))
    if urgency.came_back_at is not None:
        moments.append(_later(urgency.came_back_at, allowance * settings.came_back_factor))
    if urgency.crisis is not None:
        moments.append(_later(received_at, urgency.crisis_s))
    return max(received_at, min(moments))


def came_back(
    contact: Contact,
    at: datetime,
    settings: Settings,
    *,
    skill: str | None = None,
    deadline: datetime | None = None,
) -> tuple[Place, Urgency]:
    """Place and urgency of a closed contact whose usager comes back at `at`.

    It is of the motif that the agent closed it with, and asks for `skill`; none: the one it asked for last.
    """
    urgency = replace(contact.urgency, came_back_at=at, deadline=deadline)
    if contact.motifs:
        urgency = replace(urgency, motif=contact.motifs[0].code, guessed=False, because=())
    rank = ranked(contact.channel, contact.received_at, urgency, settings)
    return replace(contact.place, skill=skill or contact.place.skill, rank=rank), urgency


def _factor(motif: str | None, settings: Settings) -> float:
    code = motif or ""
    return settings.motif_factor.get(code, settings.motif_factor.get(code.partition(".")[0], 1.0))


def _is_open_elsewhere_only(pool: str, at: datetime, settings: Settings) -> bool:
    own = settings.hours.get(pool)
    if pool == NATIONAL or own is None or own.is_open(at):
        return False
    return any(hours.is_open(at) for hours in settings.hours.values())


def _later(at: datetime, seconds: float) -> datetime:
    return at + timedelta(seconds=seconds)
