"""`contact.transfer`: where a contact goes when its holder hands it on."""

from __future__ import annotations

from dataclasses import replace

from ccpro_desk.domain import commands as c
from ccpro_desk.domain import events as e
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import NATIONAL, Contact, Place, Reason
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.dispatch.skills import ASSISTANCE, LEVELS, PLATEAU, levelled
from ccpro_desk.domain.motifs import GENERAL_SKILL, Motifs
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.text import clean

NOT_YET = "Cet agent est en accompagnement et ne suit pas ce motif : choisissez un autre agent."
_NOWHERE = Refusal(Code.INVALID, "Indiquez à qui vous transférez ce contact.")
_ALONE = Refusal(Code.INVALID, "Un agent, l'assistance ou un plateau se choisit seul.")


def transfer_fault(body: c.Transfer, context: Context) -> Refusal | None:
    """What is wrong with a transfer whatever its contact."""
    to, settings = body.to, context.settings
    if not clean(body.summary).strip():
        return Refusal(Code.INVALID, "Résumez en quelques mots ce que la suite doit savoir.")
    single = [bool(to.agent), bool(to.plateau), to.assistance]
    if not any((*single, to.centre, to.skill)):
        return _NOWHERE
    if sum(single) > 1 or (any(single) and (to.centre or to.skill)):
        return _ALONE
    if to.centre and to.centre not in settings.territory.centres:
        return Refusal(Code.INVALID, "Ce centre est inconnu.")
    if to.plateau and to.plateau not in settings.territory.centre_of_plateau:
        return Refusal(Code.INVALID, "Ce plateau est inconnu.")
    if to.skill and to.skill not in skills_of(context.motifs):
        return Refusal(Code.INVALID, "Cette compétence est inconnue.")
    return None


def handed_on(to: c.TransferTo, contact: Contact, context: Context) -> e.Transferred | Refusal:
    """The contact waits at its new place, for one agent alone if one is named."""
    by = f"Transféré par {context.actor.name}."
    if not to.agent:
        return e.Transferred(Reason("transferred", by), _place(to, contact, context))
    if context.target_unknown:
        return Refusal(Code.NOT_FOUND, "Cet agent est introuvable.")
    target = context.target
    if target is not None and (target.id == context.actor.id or not may(target.role, Right.HANDLE)):
        return Refusal(Code.INVALID, "Ce contact ne peut pas être transféré à ce compte.")
    if target is not None and not may_follow(target, contact):
        return Refusal(Code.INVALID, NOT_YET)
    bound_to = target.id if target else None
    return e.Transferred(Reason("transferred", f"Il vous attend. {by}"), contact.place, bound_to)


def may_follow(agent: Agent, contact: Contact) -> bool:
    """Whether a contact may wait for `agent` by name: *en accompagnement*, only of a motif that is listed."""
    return not agent.accompanied or contact.urgency.motif in agent.accompanied


def skills_of(motifs: Motifs) -> frozenset[str]:
    """What a contact may ask for: a skill, or a level of it."""
    skills = {family.skill for family in motifs.families} - {GENERAL_SKILL}
    queues = {levelled(skill, level) for skill in skills for level in LEVELS}
    return frozenset({GENERAL_SKILL, ASSISTANCE} | queues)


def _place(to: c.TransferTo, contact: Contact, context: Context) -> Place:
    place = contact.place
    if to.assistance:
        return replace(place, pool=NATIONAL, skill=ASSISTANCE)
    if to.plateau:
        centre = context.settings.territory.centre_of_plateau[to.plateau]
        return replace(place, pool=centre, skill=f"{PLATEAU}{to.plateau}")
    return replace(place, pool=to.centre or place.pool, skill=to.skill or place.skill)
