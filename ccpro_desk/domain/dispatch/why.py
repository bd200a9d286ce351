"""« Pourquoi ce contact, pourquoi moi » : what the rank and the choice were made of, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from ccpro_desk.domain.contact import NATIONAL, Contact, Place, Reason, Urgency
from ccpro_desk.domain.dispatch.skills import (
    ASSISTANCE,
    CRISIS,
    EXPERT,
    LEARNING,
    PLATEAU,
    level_in,
    skill_in,
)
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.motifs import GENERAL_SKILL, Motifs
from ccpro_desk.domain.territory import Territory

if TYPE_CHECKING:
    from ccpro_desk.domain.agent import Agent

_KEPT = (
    "known",
    "transferred",
    "call_interrupted",
    "undelivered",
    "sie_answered",
    "sie_asked",
    "sie_returned",
)
"""Why a contact waits for one agent alone: the sentence that it waits with says it better."""
_AGAIN = " Il vous est proposé de nouveau : personne d'autre n'est disponible pour le prendre."
_WORDS = 3
"""How many of the words that a guess rests on are said."""


def first_reason(agent: Agent, place: Place, names: Mapping[str, str], *, bound: bool) -> Reason:
    """Why a contact that stands there goes to `agent`, as far as its place says it."""
    if bound:
        return Reason("bound", "Il vous attend : vous avez suivi ce contact.")
    where = "file nationale" if place.pool == NATIONAL else "territoire de votre centre"
    return Reason("deadline", f"Délai promis le plus proche, {_mine(agent, place.skill, names)}, {where}.")


def _mine(agent: Agent, queue: str, names: Mapping[str, str]) -> str:
    """What of `agent` the queue asks for."""
    if agent.accompanied:
        return "motif de votre accompagnement"
    if queue == GENERAL_SKILL:
        return "compétence générale"
    if queue == ASSISTANCE:
        return "assistance technique"
    if queue.startswith(PLATEAU):
        return "votre plateau"
    if queue.startswith(CRISIS):
        return "ligne de crise"
    skill, asked = skill_in(queue), level_in(queue)
    named = f"compétence {_quoted(names.get(skill, skill))}"
    if asked > LEARNING:
        return f"{named}, niveau {'expert' if asked == EXPERT else 'confirmé'} demandé"
    return f"{named}, dont vous êtes expert" if agent.level_in(skill) == EXPERT else named


def explained(
    reason: Reason, contact: Contact, motifs: Motifs, territory: Territory, *, again: bool = False
) -> Reason:
    """`reason` with what made the contact's rank and its queue: each input in a few words.

    `again`: the agent let it go before, and nobody else could take it.
    """
    if reason.code == "bound":
        return Reason("bound", contact.reason.text) if contact.reason.code in _KEPT else reason
    parts = [*_overflow(contact, territory), *_inputs(contact.urgency, motifs)]
    text = f"{reason.text} Pris en compte : {', '.join(parts)}." if parts else reason.text
    return Reason("again", text + _AGAIN) if again else Reason(reason.code, text)


def _overflow(contact: Contact, territory: Territory) -> list[str]:
    """That the contact is of a centre, though it waits for all."""
    own = territory.pool_of(sie=contact.sie, department=contact.department)
    if contact.place.pool != NATIONAL or own == NATIONAL:
        return []
    return [f"relève de {territory.name_of(own)}, ouvert à tous les centres"]


def _inputs(urgency: Urgency, motifs: Motifs) -> list[str]:
    parts = [f"ligne de crise {_quoted(urgency.crisis)}"] if urgency.crisis is not None else []
    if urgency.came_back_at is not None:
        parts.append(f"l'usager est revenu le {_day(urgency.came_back_at)}")
    if urgency.deadline is not None:
        parts.append(f"échéance fiscale du {_day(urgency.deadline)}")
    return parts + _motif(urgency, motifs)


def _motif(urgency: Urgency, motifs: Motifs) -> list[str]:
    motif = motifs.get(urgency.motif) if urgency.motif else None
    if motif is None:
        return []
    if not urgency.guessed:
        return [f"motif {_quoted(motif.label)}"]
    words = ", ".join(_quoted(word) for word in urgency.because[:_WORDS])
    return [f"motif probable {_quoted(motif.label)}" + (f" d'après {words}" if words else "")]


def _quoted(text: str) -> str:
    return f"«\u00a0{text}\u00a0»"


def _day(at: datetime) -> str:
    return at.astimezone(PARIS).strftime("%d/%m/%Y")
