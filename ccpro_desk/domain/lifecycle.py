"""`decide(contact, command, context)`: what a command makes happen to a contact, or why not.

Pure. The central runs it inside the transaction, the desk to preview. The first failing check answers, in
the contract's order: `invalid`, `forbidden`, `closed`, `lease_lost`, `wrong_state`, `version_conflict`,
the others. (The stored result and `not_found` come before: they need the store.)
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from ccpro_desk.domain import commands as c
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import NATIONAL, Contact
from ccpro_desk.domain.context import Context, Decision
from ccpro_desk.domain.effects import effects
from ccpro_desk.domain.faults import body_fault
from ccpro_desk.domain.permissions import Right, may, may_approve
from ccpro_desk.domain.referral.bodies import OFFICERS
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.values import State

_HANDS = (
    c.AddNote,
    c.ScheduleCallback,
    c.Reply,
    c.TakeBack,
    c.SetMotifs,
    c.LinkUsager,
    c.Identify,
    c.Transfer,
    c.Close,
    c.Merge,
    c.Gather,
    c.SaveDraft,
    c.SubmitAct,
    c.CancelAct,
    c.BookAppointment,
    c.MoveAppointment,
    c.CancelAppointment,
    c.Refer,
    c.ReplyReferral,
)
ALLOWED: Mapping[State, tuple[type[c.Body], ...]] = MappingProxyType(
    {
        State.WAITING: (c.End, c.AddNote, c.ScheduleCallback),
        State.OFFERED: (c.Accept, c.Decline, c.End, c.AddNote),
        State.ACTIVE: (*_HANDS, c.Park, c.Release, c.End),
        State.WRAP_UP: _HANDS,
        State.PARKED: (c.Resume, c.AddNote, c.ScheduleCallback, c.TakeBack),
        State.REFERRED: (c.AddNote,),
        State.CLOSED: (c.AddNote, c.TakeBack, c.Reopen),
    }
)
"""Which commands a state takes (contract, table of states)."""

TUTOR_FIRST = (
    "En accompagnement, votre tuteur lit avant l'envoi : demandez-lui de répondre, d'agir ou de clore "
    "à votre place. Votre texte est conservé."
)


def decide(contact: Contact, command: c.Command, context: Context) -> Decision:
    """The events that `command` makes, or its refusal. Raises nothing."""
    refusal = check(contact, command, context)
    if refusal is not None:
        return refusal
    return effects(command.body, contact, command, context)


def check(contact: Contact, command: c.Command, context: Context) -> Refusal | None:
    """The checks that are common to all commands, in the contract's order."""
    body, actor = command.body, context.actor
    wrong = fault(command, context)
    if wrong is not None:
        return wrong
    if not _may(contact, body, context):
        return Refusal(Code.FORBIDDEN)
    if body.concludes and actor.accompanied:
        return Refusal(Code.FORBIDDEN, TUTOR_FIRST)
    if body.of_matter:
        return None
    if contact.state is State.CLOSED and not isinstance(body, ALLOWED[State.CLOSED]):
        return Refusal(Code.CLOSED)
    if body.needs_lease and not holds(contact, command, context):
        return Refusal(Code.LEASE_LOST)
    if not isinstance(body, ALLOWED[contact.state]) or _wrong_end(contact, body):
        return Refusal(Code.WRONG_STATE)
    if command.base_version is not None and changed_by_others(contact, command.base_version, actor.id):
        return Refusal(Code.VERSION_CONFLICT)
    return None


def fault(command: c.Command, context: Context) -> Refusal | None:
    """What is wrong with a command whatever its contact: asked before the contact is even looked for."""
    if command.body.needs_lease and command.lease_token is None:
        return Refusal(Code.INVALID, "Il manque le jeton du contact (lease_token).")
    if command.body.needs_base_version and command.base_version is None:
        return Refusal(Code.INVALID, "Il manque la version lue du contact (base_version).")
    wrong = body_fault(command.body, context)
    if wrong is None and command.body.of_matter and not _may_of_matter(command.body, context):
        return Refusal(Code.FORBIDDEN)
    return wrong


def holds(contact: Contact, command: c.Command, context: Context) -> bool:
    """Whether the command's author holds the live lease that it names."""
    lease = contact.lease
    return (
        lease is not None
        and lease.token == command.lease_token
        and lease.agent == context.actor.id
        and contact.state is not State.OFFERED
    )


def changed_by_others(contact: Contact, base_version: int, actor: UUID) -> bool:
    """Whether the usager wrote or another person changed the contact since `base_version`."""
    return any(version > base_version for who, version in contact.touched.items() if who != str(actor))


def _wrong_end(contact: Contact, body: c.Body) -> bool:
    return isinstance(body, c.End) and not contact.channel.live


def _may(contact: Contact, body: c.Body, context: Context) -> bool:
    """Who may ask: the role, and for what needs no lease, the person concerned."""
    actor = context.actor
    if isinstance(body, c.End):
        return actor.id == contact.connector if not actor.is_person else _is_holder(contact, actor)
    if body.of_matter:
        return _may_of_matter(body, context)
    if isinstance(body, c.AddNote):
        return may(actor.role, Right.NOTE) and _concerns(contact, actor)
    if not may(actor.role, Right.HANDLE):
        return False
    if isinstance(body, c.Accept | c.Decline):
        return contact.state is not State.OFFERED or _is_holder(contact, actor)
    if isinstance(body, c.Resume | c.Reopen):
        return contact.owner == actor.id
    if isinstance(body, c.ScheduleCallback):
        return _concerns(contact, actor)
    if isinstance(body, c.TakeBack):
        reply = contact.message(body.reply_id)
        return reply is None or reply.author_id == actor.id
    return True


def _may_of_matter(body: c.Body, context: Context) -> bool:
    """Who may move a matter without having its contact in hand."""
    actor, matter = context.actor, context.matter
    if isinstance(body, c.ApproveAct | c.ReturnAct):
        return may_approve(actor) and (matter is None or matter.centre == actor.centre)
    if isinstance(body, c.AppointmentOutcome):
        return may(actor.role, Right.RECEIVE) and (matter is None or matter.office == actor.office)
    if isinstance(body, OFFICERS):
        return may(actor.role, Right.ANSWER) and (matter is None or matter.office == actor.office)
    return False


def _concerns(contact: Contact, actor: Agent) -> bool:
    """Whether the contact is this person's, or of a queue that their centre serves."""
    served = contact.place.pool in (actor.centre, NATIONAL)
    return served or contact.owner == actor.id or _is_holder(contact, actor)


def _is_holder(contact: Contact, actor: Agent) -> bool:
    return contact.lease is not None and contact.lease.agent == actor.id
