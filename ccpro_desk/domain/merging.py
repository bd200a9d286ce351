"""`contact.merge` and `contact.gather`: two contacts of one person become one.

One of them goes on; the other is closed, keeps what was said in it, and is read in the one that goes on. Both
change in one transaction, so that two merges in opposite directions never close both.
"""

from __future__ import annotations

from uuid import UUID

from ccpro_desk.domain import events as e
from ccpro_desk.domain.contact import Contact, LateDraft
from ccpro_desk.domain.context import Context, Decision
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.values import State

_GOES_ON = (State.WAITING, State.ACTIVE, State.WRAP_UP, State.PARKED, State.REFERRED)
_ITSELF = Refusal(Code.INVALID, "Un contact ne se regroupe pas avec lui-même.")
_UNKNOWN = Refusal(Code.NOT_FOUND, "L'autre contact est introuvable.")
_OUT_OF_REACH = Refusal(
    Code.FORBIDDEN, "L'autre contact n'est pas à vous et rien ne dit qu'il est de la même personne."
)
_CLOSED = Refusal(Code.WRONG_STATE, "L'autre contact est clos : regroupez-le avec un contact ouvert.")
_OFFERED = Refusal(Code.WRONG_STATE, "L'autre contact est proposé à un agent : attendez qu'il soit pris.")
_NOT_WAITING = Refusal(Code.WRONG_STATE, "L'autre contact n'attend plus : un collègue le suit.")
_SOMEBODY_THERE = Refusal(
    Code.WRONG_STATE, "L'autre contact est un appel ou un tchat : quelqu'un attend une réponse de vive voix."
)
_TWO_USAGERS = Refusal(
    Code.CONFLICT, "Ces contacts concernent deux professionnels différents : ils restent séparés."
)


def merged(into: UUID, contact: Contact, context: Context) -> Decision:
    """`contact` goes on in `into`. The other contact's own events: `other_side`."""
    wrong = _wrong(into, contact, context)
    if wrong is None and context.other is not None and context.other.state not in _GOES_ON:
        wrong = _CLOSED if context.other.state is State.CLOSED else _OFFERED
    return wrong or [e.MergedInto(into, context.actor.id, context.now)]


def gathered(source: UUID, contact: Contact, context: Context) -> Decision:
    """`source`, which waits or is set aside by the actor, goes on in `contact`."""
    wrong, other = _wrong(source, contact, context), context.other
    if wrong is None and other is not None:
        if other.channel.live:
            wrong = _SOMEBODY_THERE
        elif not _is_free(other, context.actor.id):
            wrong = _CLOSED if other.state is State.CLOSED else _NOT_WAITING
    if wrong is not None:
        return wrong
    return _joins(other, context) if other is not None else []


def other_side(happened: list[e.Event], contact: Contact, other: Contact, context: Context) -> list[e.Event]:
    """What happens to `other` once `happened` did to `contact`."""
    if any(isinstance(event, e.MergedInto) for event in happened):
        return _joins(contact, context)
    return [e.MergedInto(contact.id, context.actor.id, context.now)]


def _joins(source: Contact, context: Context) -> list[e.Event]:
    """What comes to the contact in which `source` goes on: all that was said there, and half a reply."""
    sources = (source.id, *source.merged)
    happened: list[e.Event] = [e.Joined(sources, source.due_at, source.place.rank)]
    text = (source.draft or "").strip()
    if text:
        actor = context.actor
        happened.append(e.LateDraftKept(LateDraft(actor.name, context.now, text, actor.id)))
    return happened


def _wrong(other: UUID, contact: Contact, context: Context) -> Refusal | None:
    if other == contact.id:
        return _ITSELF
    if context.other_unknown:
        return _UNKNOWN
    if not context.reaches_other:
        return _OUT_OF_REACH
    sirens = {contact.siren, context.other.siren if context.other else None} - {None}
    return _TWO_USAGERS if len(sirens) > 1 else None


def _is_free(other: Contact, actor: UUID) -> bool:
    """Nobody else has it in hand or is waited for by it."""
    if other.state is State.PARKED:
        return other.owner == actor
    return other.state is State.WAITING and other.bound_to in (None, actor)
