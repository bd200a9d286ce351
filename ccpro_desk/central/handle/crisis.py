"""Crisis lines: opened and closed by whoever runs the plateau, seen by those who serve them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle.changes import audit
from ccpro_desk.central.handle.home import Home, pools_of
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.values import Audience, Change, CrisisChange, NewEvent
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import NATIONAL
from ccpro_desk.domain.crisis import Crisis
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.motifs import fold
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import Role
from ccpro_desk.wire.crisis import CrisisView, NewCrisis
from ccpro_desk.wire.problems import ProblemCode

_LONGEST = timedelta(days=31)


async def opened(home: Home, actor: Agent, new: NewCrisis) -> CrisisView:
    """A crisis line of the caller's centre, or of all. Raises `forbidden`, `invalid`."""
    _may_run(actor, NATIONAL if new.national else actor.centre)
    crisis = _crisis(home, actor, new)
    await home.store.write(_change(home, actor, crisis, "crisis.open"))
    home.crises[crisis.id] = crisis
    return _view(crisis)


async def closed(home: Home, actor: Agent, crisis_id: UUID) -> None:
    """From now on nothing new goes there; who waits in its queue is still served. Raises `not_found`."""
    await home.learn_crises()
    crisis = home.crises.get(crisis_id)
    if crisis is None or crisis.pool not in pools_of(actor):
        raise ProblemError(ProblemCode.NOT_FOUND, "Cette ligne de crise n'est pas ouverte.")
    _may_run(actor, crisis.pool)
    ended = _change(home, actor, replace(crisis, closed_at=home.now), "crisis.close")
    if not crisis.is_open(home.now) or await home.store.write(ended) is not Outcome.WRITTEN:
        raise ProblemError(ProblemCode.NOT_FOUND, "Cette ligne de crise n'est pas ouverte.")
    await home.learn_crises()


async def listed(home: Home, reader: Agent) -> list[CrisisView]:
    """The open ones that the reader's centre serves."""
    await home.learn_crises()
    pools = pools_of(reader)
    return [_view(c) for c in home.crises.values() if c.is_open(home.now) and c.pool in pools]


def _may_run(actor: Agent, pool: str) -> None:
    """A supervisor runs those of their centre, a head those of all centres too."""
    own = pool == actor.centre != "" and may(actor.role, Right.READ_CENTRE)
    if not own and not (pool == NATIONAL and actor.role is Role.HEAD):
        raise ProblemError(ProblemCode.FORBIDDEN, "Vous n'avez pas la main sur cette ligne de crise.")


def _crisis(home: Home, actor: Agent, new: NewCrisis) -> Crisis:
    now = home.now
    label = clean(new.label, keep_newlines=False)
    words = tuple(word for word in (clean(text, keep_newlines=False) for text in new.words) if fold(word))
    numbers = tuple(number for number in new.numbers if any(c.isdigit() for c in number))
    if not label:
        raise ProblemError(ProblemCode.INVALID, "Champ « label » : texte vide.")
    if not words and not numbers:
        raise ProblemError(ProblemCode.INVALID, "Indiquez un numéro ou des mots qui désignent la crise.")
    if not now < new.until <= now + _LONGEST:
        raise ProblemError(ProblemCode.INVALID, "Champ « until » : une date à venir, dans les 31 jours.")
    pool = NATIONAL if new.national else actor.centre
    return Crisis(new_id(), label, now, new.until, new.allowance_s, pool, numbers, words, new.answers)


def _change(home: Home, actor: Agent, crisis: Crisis, action: str) -> Change:
    """The line with its audit, and a notice to those who serve the pool."""
    event = NewEvent(new_id(), "notice", home.now, Audience(pool=crisis.pool), str(actor.id), about=crisis.id)
    entry = audit(home.now, actor.id, action, f"crisis/{crisis.id}", {"pool": crisis.pool})
    return Change(crisis=CrisisChange(crisis, actor.id), events=(event,), audit=(entry,))


def _view(crisis: Crisis) -> CrisisView:
    return CrisisView(
        id=crisis.id,
        label=crisis.label,
        opened_at=crisis.opened_at,
        until=crisis.until,
        allowance_s=crisis.allowance_s,
        national=crisis.pool == NATIONAL,
        numbers=crisis.numbers,
        words=crisis.words,
        answers=crisis.answers,
    )
