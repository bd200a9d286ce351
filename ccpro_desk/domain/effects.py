"""What each command does once the common checks have passed: one function a command."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import singledispatch
from uuid import UUID

from ccpro_desk.domain import commands as c
from ccpro_desk.domain import events as e
from ccpro_desk.domain.acts.deciding import approved, cancelled, returned, submitted
from ccpro_desk.domain.appointments import booking
from ccpro_desk.domain.callbacks import already_promised, promised
from ccpro_desk.domain.contact import Contact, LateDraft, Lease, Reason
from ccpro_desk.domain.context import Context, Decision
from ccpro_desk.domain.dispatch import Settings, came_back, let_go, ranked, reopened_until
from ccpro_desk.domain.identification import WAYS_OUT
from ccpro_desk.domain.identifying import at_link, identified
from ccpro_desk.domain.merging import gathered, merged
from ccpro_desk.domain.motifs import GENERAL_SKILL
from ccpro_desk.domain.referral import deciding as referral
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.transfer import handed_on
from ccpro_desk.domain.values import (
    UNSAID,
    Channel,
    Direction,
    Message,
    Sending,
    State,
)

_REASON = 120
"""Characters kept of why an offer was declined."""
KNOWN = Reason("known", "Il vous attend : vous avez déjà répondu à cet usager.")
"""Why a contact waits, for a time, for the agent who last handled its usager."""

NEEDS_IDENTITY = (
    "Cette réponse parle du dossier, et l'identité n'est pas vérifiée à ce niveau (F5) : "
    f"{WAYS_OUT}. Votre texte est conservé."
)


@singledispatch
def effects(body: c.Body, contact: Contact, command: c.Command, context: Context) -> Decision:
    """The events of `body`, or a refusal of its own."""
    raise TypeError(f"no effect for {type(body).__name__}")


@effects.register
def _(body: c.Accept, contact: Contact, command: c.Command, context: Context) -> Decision:
    if contact.lease is None:
        return Refusal(Code.WRONG_STATE)
    lease = replace(contact.lease, token=context.token, expires_at=context.lease_until(contact.channel))
    return [e.Assigned(lease, contact.reason)]


@effects.register
def _(body: c.Decline, contact: Contact, command: c.Command, context: Context) -> Decision:
    said = clean(body.reason, keep_newlines=False)[:_REASON].strip(" .")
    why = f" : {said}" if said and said != UNSAID else ""
    sentence = f"Refusé par l'agent à qui il était proposé{why}."
    spared = let_go(contact, context.now, context.settings)
    return [e.Returned(Reason("declined", sentence), contact.place, let_go=spared)]


@effects.register
def _(body: c.End, contact: Contact, command: c.Command, context: Context) -> Decision:
    if contact.state is State.ACTIVE:
        return [e.Ended(body.by)]
    return [e.Abandoned(body.by, context.now)]


@effects.register
def _(body: c.AddNote, contact: Contact, command: c.Command, context: Context) -> Decision:
    return [e.NoteAdded(_note(command, context, clean(body.text).strip()))]


@effects.register
def _(body: c.Reply, contact: Contact, command: c.Command, context: Context) -> Decision:
    if contact.origin.address is None and contact.channel is not Channel.CHAT:
        return Refusal(Code.INVALID, "Aucune adresse de réponse n'est connue pour ce contact.")
    unknown = [key for key in body.attachments if key not in context.attachments]
    if unknown:
        return Refusal(Code.INVALID, "Une pièce jointe est introuvable : joignez-la de nouveau.")
    levels = context.answer_levels() if body.answers else {}
    needed = max((levels.get(answer.id, 0) for answer in body.answers), default=0)
    if needed > contact.identification.level:
        return Refusal(Code.IDENTIFICATION_REQUIRED, NEEDS_IDENTITY)
    held = body.hold_s > 0
    message = Message(
        id=command.id,
        direction=Direction.OUT,
        at=context.now,
        author=context.actor.name,
        text=clean(body.text).strip(),
        attachments=tuple(context.attachments[key] for key in body.attachments),
        status=Sending.HELD if held else Sending.QUEUED,
        author_id=context.actor.id,
        answers=tuple(replace(used, id=clean(used.id, keep_newlines=False)) for used in body.answers),
    )
    kind = e.ReplyHeld if held else e.ReplyQueued
    return [kind(message, context.now + timedelta(seconds=body.hold_s))]


@effects.register
def _(body: c.TakeBack, contact: Contact, command: c.Command, context: Context) -> Decision:
    reply = contact.message(body.reply_id)
    if reply is None or reply.direction is not Direction.OUT:
        return Refusal(Code.NOT_FOUND, "Cet envoi est introuvable.")
    if context.claimed or reply.status not in (Sending.HELD, Sending.QUEUED):
        return Refusal(Code.TOO_LATE)
    happened: list[e.Event] = [e.ReplyTakenBack(reply.id)]
    if contact.state is State.CLOSED:
        reason = Reason("taken_back", "Envoi annulé : la réponse est à reprendre.")
        happened.append(e.Parked(context.actor.id, reason))
    return happened


@effects.register
def _(body: c.SetMotifs, contact: Contact, command: c.Command, context: Context) -> Decision:
    first = body.motifs[0].code if body.motifs else None
    urgency = replace(contact.urgency, motif=first, guessed=False, because=())
    rank = ranked(contact.channel, contact.received_at, urgency, context.settings)
    skill = context.motifs.queue_of(first) if first else GENERAL_SKILL
    return [e.MotifsSet(body.motifs, replace(contact.place, skill=skill, rank=rank), urgency)]


@effects.register
def _(body: c.LinkUsager, contact: Contact, command: c.Command, context: Context) -> Decision:
    if context.usager_name is None:
        return Refusal(Code.NOT_FOUND, "Aucun dossier ne porte ce SIREN.")
    urgency = replace(contact.urgency, deadline=context.deadline)
    rank = ranked(contact.channel, contact.received_at, urgency, context.settings)
    place, level = replace(contact.place, rank=rank), at_link(contact, context)
    return [e.UsagerLinked(body.siren, context.usager_name, level, place, urgency)]


@effects.register
def _(body: c.Identify, contact: Contact, command: c.Command, context: Context) -> Decision:
    return identified(body, contact, command, context)


@effects.register
def _(body: c.Park, contact: Contact, command: c.Command, context: Context) -> Decision:
    sentence = clean(body.reason, keep_newlines=False)
    return [e.Parked(context.actor.id, Reason("parked", sentence), body.until)]


@effects.register
def _(body: c.Resume, contact: Contact, command: c.Command, context: Context) -> Decision:
    if context.free_slot is None:
        return Refusal(Code.CAPACITY)
    lease = Lease(context.token, context.actor.id, context.free_slot, context.lease_until(contact.channel))
    return [e.Assigned(lease, Reason("resumed", "Vous avez repris ce contact."))]


@effects.register
def _(body: c.Release, contact: Contact, command: c.Command, context: Context) -> Decision:
    sentence = clean(body.reason or "", keep_newlines=False) or "Remis en file par l'agent qui le suivait."
    return [e.Returned(Reason("released", sentence), contact.place)]


@effects.register
def _(body: c.Transfer, contact: Contact, command: c.Command, context: Context) -> Decision:
    moved = handed_on(body.to, contact, context)
    if isinstance(moved, Refusal):
        return moved
    return [e.NoteAdded(_note(command, context, clean(body.summary).strip())), moved]


@effects.register
def _(body: c.ScheduleCallback, contact: Contact, command: c.Command, context: Context) -> Decision:
    return already_promised(body, context) or [promised(body, contact, command, context)]


@effects.register
def _(body: c.Close, contact: Contact, command: c.Command, context: Context) -> Decision:
    happened: list[e.Event] = []
    note = clean(body.note or "").strip()
    if note:
        happened.append(e.NoteAdded(_note(command, context, note)))
    return [*happened, *referral.withdrawn(context), e.Closed(body.motifs, context.now)]


@effects.register
def _(body: c.Reopen, contact: Contact, command: c.Command, context: Context) -> Decision:
    if contact.merged_into is not None:
        return Refusal(Code.WRONG_STATE, "Ce contact est regroupé avec un autre : il continue là-bas.")
    until = reopened_until(contact, context.settings)
    if until is None or context.now > until:
        return Refusal(Code.TOO_LATE, "Trop tard pour rouvrir ce contact : il est clos pour de bon.")
    if context.free_slot is None:
        return Refusal(Code.CAPACITY)
    lease = Lease(context.token, context.actor.id, context.free_slot, context.lease_until(contact.channel))
    return [e.Retaken(lease, Reason("reopened", "Vous avez rouvert ce contact."))]


@effects.register
def _(body: c.Merge, contact: Contact, command: c.Command, context: Context) -> Decision:
    return merged(body.into, contact, context)


@effects.register
def _(body: c.Gather, contact: Contact, command: c.Command, context: Context) -> Decision:
    return gathered(body.contact, contact, context)


@effects.register
def _(body: c.SaveDraft, contact: Contact, command: c.Command, context: Context) -> Decision:
    return [e.DraftSaved(clean(body.text))]


@effects.register
def _(body: c.SubmitAct, contact: Contact, command: c.Command, context: Context) -> Decision:
    return submitted(body, contact, command, context)


@effects.register
def _(body: c.CancelAct, contact: Contact, command: c.Command, context: Context) -> Decision:
    return cancelled(body, contact, context)


@effects.register
def _(body: c.ApproveAct, contact: Contact, command: c.Command, context: Context) -> Decision:
    return approved(context)


@effects.register
def _(body: c.ReturnAct, contact: Contact, command: c.Command, context: Context) -> Decision:
    return returned(body, context)


@effects.register
def _(body: c.BookAppointment, contact: Contact, command: c.Command, context: Context) -> Decision:
    return booking.booked(body, contact, command, context)


@effects.register
def _(body: c.MoveAppointment, contact: Contact, command: c.Command, context: Context) -> Decision:
    return booking.moved(body, contact, context)


@effects.register
def _(body: c.CancelAppointment, contact: Contact, command: c.Command, context: Context) -> Decision:
    return booking.cancelled(body, contact, context)


@effects.register
def _(body: c.AppointmentOutcome, contact: Contact, command: c.Command, context: Context) -> Decision:
    return booking.came(body, context)


@effects.register
def _(body: c.Refer, contact: Contact, command: c.Command, context: Context) -> Decision:
    return referral.referred(body, contact, command, context)


@effects.register
def _(body: c.ReplyReferral, contact: Contact, command: c.Command, context: Context) -> Decision:
    return referral.replied(body, contact, command, context)


@effects.register
def _(body: c.AnswerReferral, contact: Contact, command: c.Command, context: Context) -> Decision:
    return referral.answered(body, contact, command, context)


@effects.register
def _(body: c.AskReferral, contact: Contact, command: c.Command, context: Context) -> Decision:
    return referral.asked(body, contact, command, context)


@effects.register
def _(body: c.TakeReferral, contact: Contact, command: c.Command, context: Context) -> Decision:
    return referral.taken(body, contact, command, context)


@effects.register
def _(body: c.ReturnReferral, contact: Contact, command: c.Command, context: Context) -> Decision:
    return referral.given_back(body, contact, command, context)


def late_draft(contact: Contact, command: c.Command, context: Context) -> e.LateDraftKept | None:
    """What becomes of the text of a reply or draft that was refused with `lease_lost`."""
    body = command.body
    if not isinstance(body, c.Reply | c.SaveDraft):
        return None
    text = clean(body.text).strip()
    if not text:
        return None
    return e.LateDraftKept(LateDraft(context.actor.name, context.now, text, context.actor.id))


def offer_expired(contact: Contact, now: datetime, settings: Settings) -> list[e.Event]:
    """Nobody accepted in time: the contact waits again."""
    reason = Reason("offer_expired", "Proposé, mais pas pris à temps.")
    return [e.Returned(reason, contact.place, let_go=let_go(contact, now, settings))]


def lease_expired(contact: Contact) -> list[e.Event]:
    """Rescue: the holder gave no sign of life for too long.

    Mail, callbacks and chats wait for anyone, with their draft; a phone call is never given to another agent.
    """
    if contact.channel is Channel.PHONE:
        holder = contact.lease.agent if contact.lease else contact.owner
        reason = Reason("call_interrupted", "Appel interrompu : à rappeler.")
        return [e.Returned(reason, contact.place, bound_to=holder)]
    reason = Reason("rescued", "Remis en file : le poste qui le suivait ne répond plus.")
    return [e.Returned(reason, contact.place)]


def reply_undeliverable(contact: Contact, reply: Message, detail: str) -> list[e.Event]:
    """A reply came back: a closed contact waits again, for its author."""
    happened: list[e.Event] = [e.ReplyFailed(reply.id, clean(detail, keep_newlines=False))]
    if contact.state is State.CLOSED:
        reason = Reason("undelivered", "Votre réponse n'a pas pu être remise.")
        happened.append(e.Reopened(reason, contact.place, bound_to=reply.author_id))
    return happened


def usager_wrote(
    contact: Contact,
    message: Message,
    settings: Settings,
    *,
    message_ref: str | None,
    in_reply_to: str | None,
    known: UUID | None = None,
    skill: str | None = None,
    deadline: datetime | None = None,
) -> list[e.Event]:
    """A message of a known thread: added; a closed contact waits again, for `known` alone if there is one.

    `skill`: what it asks for then. `deadline`: the usager's next fiscal one.
    """
    happened: list[e.Event] = [e.MessageReceived(message, in_reply_to, message_ref)]
    if contact.state is State.CLOSED:
        place, urgency = came_back(contact, message.at, settings, skill=skill, deadline=deadline)
        reason = KNOWN if known else Reason("wrote_again", "L'usager a écrit de nouveau.")
        happened.append(e.Reopened(reason, place, known, urgency))
    return happened


def _note(command: c.Command, context: Context, text: str) -> Message:
    return Message(
        command.id, Direction.NOTE, context.now, context.actor.name, text, author_id=context.actor.id
    )
