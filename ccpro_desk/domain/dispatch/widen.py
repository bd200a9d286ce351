"""What waits too long is widened, one step at a time: to its pool's agents, to all levels of its skill, to
other skills, to all centres.

Each step counts from the one before, in open time of the centre. The rank stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ccpro_desk.domain import events as e
from ccpro_desk.domain.contact import NATIONAL, Contact, Reason
from ccpro_desk.domain.dispatch.settings import Settings
from ccpro_desk.domain.dispatch.skills import CRISIS, skill_in
from ccpro_desk.domain.motifs import GENERAL_SKILL
from ccpro_desk.domain.values import Channel, State

_CRISIS_S = 86_400
"""Seconds that a contact may stay in a crisis line's queue: nobody serves it for ever once it is closed."""


@dataclass(frozen=True, slots=True)
class _Step:
    seconds: int
    take: Callable[[Contact], e.Event]


def widen_at(contact: Contact, settings: Settings, now: datetime) -> datetime | None:
    """When a contact that begins to wait now, as it stands, is to be widened; none: never."""
    step = _next_step(contact, settings)
    if step is None or contact.state is not State.WAITING:
        return None
    hours = settings.hours.get(contact.place.pool)
    return hours.after(now, step.seconds) if hours else now + timedelta(seconds=step.seconds)


def widened(contact: Contact, settings: Settings) -> list[e.Event]:
    """The step that is due; nothing when there is none left."""
    if contact.state is State.PARKED:
        return [_unkept(contact)]
    step = _next_step(contact, settings)
    return [step.take(contact)] if step is not None else []


def _next_step(contact: Contact, settings: Settings) -> _Step | None:
    channel, place = contact.channel, contact.place
    if contact.bound_to is not None:
        kept = _kept(contact, settings)
        return _Step(kept, _release) if kept is not None else None
    steps = []
    if place.skill.startswith(CRISIS):
        steps.append(_Step(_CRISIS_S, _to_general))
    elif place.skill != GENERAL_SKILL and channel in settings.skill_s:
        levelled = skill_in(place.skill) != place.skill
        steps.append(_Step(settings.skill_s[channel], _to_all_levels if levelled else _to_general))
    if place.pool != NATIONAL and channel in settings.overflow_s:
        steps.append(_Step(settings.overflow_s[channel], _to_national))
    return min(steps, key=lambda step: step.seconds, default=None)


def _kept(contact: Contact, settings: Settings) -> int | None:
    """How long it waits for one agent alone. Somebody on the line is not left waiting for one person."""
    channel, why = contact.channel, contact.reason.code
    if why == "known":
        return settings.known_s.get(channel, 0)
    if channel.live and why == "transferred":
        return settings.skill_s.get(channel, 0)
    return settings.owned_s.get(channel)


def _unkept(contact: Contact) -> e.Event:
    """A promised callback that its agent did not take up: whoever is there keeps the promise."""
    reason = Reason("promised", "Rappel promis, que l'agent n'a pas pu reprendre : il est ouvert à tous.")
    return e.Returned(reason, contact.place)


def _release(contact: Contact) -> e.Event:
    """No longer for one agent alone; an interrupted call becomes a callback, as nobody else may be rung."""
    if contact.channel is Channel.PHONE and contact.reason.code == "call_interrupted":
        reason = Reason("call_interrupted", "Appel interrompu, à rappeler.")
        return e.Widened(reason, contact.place, Channel.CALLBACK)
    if contact.reason.code.startswith("sie_"):
        told = f"{contact.reason.text} L'agent qui avait transmis n'a pas pu le reprendre."
        return e.Widened(Reason(contact.reason.code, told), contact.place, contact.channel)
    reason = Reason("released", "L'agent qui le suivait n'a pas pu le reprendre : il est ouvert à tous.")
    return e.Widened(reason, contact.place, contact.channel)


def _to_all_levels(contact: Contact) -> e.Event:
    reason = Reason("widened", "Personne de ce niveau n'a pu le prendre : toute la compétence le peut.")
    return e.Widened(reason, replace(contact.place, skill=skill_in(contact.place.skill)), contact.channel)


def _to_general(contact: Contact) -> e.Event:
    reason = Reason("widened", "Personne de cette compétence n'a pu le prendre : il est ouvert à tous.")
    return e.Widened(reason, replace(contact.place, skill=GENERAL_SKILL), contact.channel)


def _to_national(contact: Contact) -> e.Event:
    reason = Reason("overflow", "Attente trop longue dans son centre : il est ouvert à tous les centres.")
    return e.Widened(reason, replace(contact.place, pool=NATIONAL), contact.channel)
