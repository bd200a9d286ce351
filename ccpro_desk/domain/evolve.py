"""`evolve(contact, event)`: the contact after the event. The only way a contact changes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch
from types import MappingProxyType

from ccpro_desk.domain import events as e
from ccpro_desk.domain.contact import Contact, LetGo, Reason
from ccpro_desk.domain.frozen import replace
from ccpro_desk.domain.identification import Identification
from ccpro_desk.domain.promise_events import Shared
from ccpro_desk.domain.referral import events as r
from ccpro_desk.domain.values import EndedBy, Sending, State

USAGER = "usager"
"""The author of what did not come from an account."""
MERGED = Reason("merged", "Regroupé avec un autre contact, où il continue.")


def evolve(contact: Contact, event: e.Event, author: str | None = None) -> Contact:
    """`contact` after `event` by `author` (an account's id, `USAGER`, or none for a timer)."""
    changed = _apply(event, contact)
    if not event.counts:
        return changed
    version = contact.version + 1
    touched = changed.touched
    if author is not None and event.touches:
        touched = MappingProxyType({**touched, author: version})
    return replace(changed, version=version, touched=touched)


def evolve_all(contact: Contact, happened: Iterable[e.Event], author: str | None = None) -> Contact:
    for event in happened:
        contact = evolve(contact, event, author)
    return contact


@singledispatch
def _apply(event: e.Event, contact: Contact) -> Contact:
    raise TypeError(f"no fold for {type(event).__name__}")


@_apply.register
def _(event: e.Offered, contact: Contact) -> Contact:
    return replace(contact, state=State.OFFERED, lease=event.lease, reason=event.reason)


@_apply.register
def _(event: e.Assigned, contact: Contact) -> Contact:
    return replace(
        contact,
        state=State.ACTIVE,
        lease=event.lease,
        owner=event.lease.agent,
        bound_to=None,
        resume_at=None,
        reason=event.reason,
        let_go=(),
    )


@_apply.register
def _(event: e.Returned, contact: Contact) -> Contact:
    return replace(
        contact,
        state=State.WAITING,
        lease=None,
        owner=None,
        resume_at=None,
        bound_to=event.bound_to,
        place=event.place,
        reason=event.reason,
        identification=_once_apart(contact),
        let_go=_let_go(contact, event.let_go),
    )


def _let_go(contact: Contact, new: LetGo | None) -> tuple[LetGo, ...]:
    """Those who let it go, `new` among them, each once."""
    if new is None:
        return contact.let_go
    return (*(each for each in contact.let_go if each.agent != new.agent), new)


@_apply.register
def _(event: r.CameBack, contact: Contact) -> Contact:
    return replace(
        contact,
        state=State.WAITING,
        lease=None,
        owner=None,
        resume_at=None,
        bound_to=event.bound_to,
        place=event.place,
        reason=event.reason,
        channel=event.channel,
        identification=_once_apart(contact),
    )


@_apply.register
def _(event: r.Referred, contact: Contact) -> Contact:
    return replace(
        contact,
        state=State.REFERRED,
        lease=None,
        bound_to=None,
        widen_at=None,
        resume_at=None,
        reason=event.reason,
        identification=_once_apart(contact),
    )


@_apply.register
def _(event: e.Widened, contact: Contact) -> Contact:
    return replace(contact, bound_to=None, place=event.place, channel=event.channel, reason=event.reason)


@_apply.register
def _(event: Shared, contact: Contact) -> Contact:
    return replace(contact, reason=event.reason, widen_at=contact.resume_at)


@_apply.register
def _(event: e.Ended, contact: Contact) -> Contact:
    return replace(contact, state=State.WRAP_UP, reason=_ended(event.by))


@_apply.register
def _(event: e.Abandoned, contact: Contact) -> Contact:
    reason = Reason("abandoned", "L'usager a renoncé avant d'être pris.")
    return replace(
        contact,
        state=State.CLOSED,
        lease=None,
        owner=None,
        bound_to=None,
        reason=reason,
        closed_at=event.at,
        let_go=(),
    )


@_apply.register
def _(event: e.MessageReceived, contact: Contact) -> Contact:
    references = contact.references
    if event.message_ref and event.message_ref not in references:
        references = (*references, event.message_ref)
    return replace(contact, messages=(*contact.messages, event.message), references=references)


@_apply.register
def _(event: e.Reopened, contact: Contact) -> Contact:
    return replace(
        contact,
        state=State.WAITING,
        lease=None,
        owner=None,
        bound_to=event.bound_to,
        place=event.place,
        reason=event.reason,
        urgency=event.urgency or contact.urgency,
        identification=_once_apart(contact),
        closed_at=None,
        merged_into=None,
    )


@_apply.register
def _(event: e.NoteAdded, contact: Contact) -> Contact:
    return replace(contact, messages=(*contact.messages, event.message))


@_apply.register
def _(event: e.ReplyHeld, contact: Contact) -> Contact:
    return replace(contact, messages=(*contact.messages, event.message), draft=None)


@_apply.register
def _(event: e.HoldEnded, contact: Contact) -> Contact:
    return contact.with_message_status(event.reply_id, Sending.QUEUED)


@_apply.register
def _(event: e.NoticeQueued, contact: Contact) -> Contact:
    return replace(contact, messages=(*contact.messages, event.message))


@_apply.register
def _(event: e.ReplyTakenBack, contact: Contact) -> Contact:
    return contact.with_message_status(event.reply_id, Sending.TAKEN_BACK)


@_apply.register
def _(event: e.ReplySent, contact: Contact) -> Contact:
    return contact.with_message_status(event.reply_id, Sending.SENT)


@_apply.register
def _(event: e.ReplyUnsure, contact: Contact) -> Contact:
    return contact.with_message_status(event.reply_id, Sending.UNSURE)


@_apply.register
def _(event: e.ReplyFailed, contact: Contact) -> Contact:
    return contact.with_message_status(event.reply_id, Sending.FAILED, event.detail)


@_apply.register
def _(event: e.MotifsSet, contact: Contact) -> Contact:
    return replace(contact, motifs=event.motifs, place=event.place, urgency=event.urgency)


@_apply.register
def _(event: e.UsagerLinked, contact: Contact) -> Contact:
    return replace(
        contact,
        siren=event.siren,
        usager_name=event.name,
        identification=event.identification,
        place=event.place,
        urgency=event.urgency,
    )


@_apply.register
def _(event: e.Identified, contact: Contact) -> Contact:
    return replace(contact, identification=event.identification)


@_apply.register
def _(event: e.Parked, contact: Contact) -> Contact:
    return replace(
        contact,
        state=State.PARKED,
        lease=None,
        owner=event.owner,
        bound_to=None,
        widen_at=None,
        resume_at=event.until,
        reason=event.reason,
        identification=_once_apart(contact),
        closed_at=None,
        merged_into=None,
    )


@_apply.register
def _(event: e.Closed, contact: Contact) -> Contact:
    return replace(
        contact,
        state=State.CLOSED,
        lease=None,
        motifs=event.motifs,
        draft=None,
        bound_to=None,
        resume_at=None,
        reason=Reason("closed", "Contact clos."),
        closed_at=event.at,
    )


@_apply.register
def _(event: e.Retaken, contact: Contact) -> Contact:
    state = State.WRAP_UP if contact.channel.live else State.ACTIVE
    return replace(
        contact,
        state=state,
        lease=event.lease,
        owner=event.lease.agent,
        reason=event.reason,
        closed_at=None,
    )


@_apply.register
def _(event: e.MergedInto, contact: Contact) -> Contact:
    return replace(
        contact,
        state=State.CLOSED,
        lease=None,
        owner=event.owner,
        draft=None,
        bound_to=None,
        resume_at=None,
        reason=MERGED,
        closed_at=event.at,
        merged_into=event.into,
    )


@_apply.register
def _(event: e.Joined, contact: Contact) -> Contact:
    return replace(
        contact,
        merged=tuple(dict.fromkeys((*contact.merged, *event.sources))),
        due_at=min(contact.due_at, event.due_at),
        place=replace(contact.place, rank=min(contact.place.rank, event.rank)),
    )


@_apply.register
def _(event: e.DraftSaved, contact: Contact) -> Contact:
    return replace(contact, draft=event.text or None)


@_apply.register
def _(event: e.LateDraftKept, contact: Contact) -> Contact:
    return replace(contact, late_drafts=(*contact.late_drafts, event.draft))


@_apply.register
def _(event: e.MatterMoved, contact: Contact) -> Contact:
    if event.matter.id in contact.matters:
        return contact
    return replace(contact, matters=(*contact.matters, event.matter.id))


def _once_apart(contact: Contact) -> Identification:
    """What is known of the usager once the contact has left the hands: nothing outlives a conversation."""
    return Identification() if contact.channel.conversation else contact.identification


def _ended(by: EndedBy) -> Reason:
    sentence = {
        EndedBy.USAGER: "L'usager a raccroché.",
        EndedBy.AGENT: "Vous avez mis fin à l'échange.",
        EndedBy.NETWORK: "L'échange a été interrompu par le réseau.",
    }[by]
    return Reason(f"ended_by_{by.value}", sentence)
