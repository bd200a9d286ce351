"""What `act.submit`, `act.cancel`, `act.approve` and `act.return` do, and what of the central follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from ccpro_desk.domain import commands as c
from ccpro_desk.domain import events as e
from ccpro_desk.domain.acts.catalogue import Act
from ccpro_desk.domain.acts.detail import ActDetail, ActState
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.context import Context, Decision
from ccpro_desk.domain.matter import Matter, MatterKind
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.text import clean

UNKNOWN = "Cet acte ne figure pas, ou plus, au catalogue."
NO_FILE = "Indiquez d'abord de quel dossier il s'agit."
GONE = "Trop tard : cet acte est déjà parti, ou n'a pas été retenu."
OWN_EYES = "C'est à une autre personne de valider cet acte : vous l'avez saisi."


def submitted(body: c.SubmitAct, contact: Contact, command: c.Command, context: Context) -> Decision:
    """An act begins: to be looked at by another person, or recorded."""
    act = context.acts.get(body.act)
    if act is None:
        return Refusal(Code.INVALID, UNKNOWN)
    if contact.siren is None:
        return Refusal(Code.WRONG_STATE, NO_FILE)
    if contact.identification.level < act.level:
        return Refusal(Code.IDENTIFICATION_REQUIRED)
    return [e.ActSubmitted(_made(act, body, contact, command, context))]


def _made(act: Act, body: c.SubmitAct, contact: Contact, command: c.Command, context: Context) -> Matter:
    wait = act.approve_s if act.four_eyes else act.cancel_s
    assert contact.siren is not None
    return Matter(
        id=command.id,
        kind=MatterKind.ACT,
        version=1,
        state=ActState.TO_APPROVE if act.four_eyes else ActState.RECORDED,
        code=act.id,
        siren=contact.siren,
        contact_id=contact.id,
        centre=context.actor.centre,
        author=context.actor.id,
        at=context.now,
        title=act.title,
        detail=ActDetail(dict(body.fields), act.edition.isoformat(), context.as_of),
        due_at=context.now + timedelta(seconds=wait),
        turn=next((other.turn for other in context.others), 0) + 1,
    )


def cancelled(body: c.CancelAct, contact: Contact, context: Context) -> Decision:
    """Not done after all, while it is still here."""
    found = _act(context)
    if isinstance(found, Refusal):
        return found
    matter, detail = found
    if matter.siren != contact.siren:
        return Refusal(Code.NOT_FOUND, "Cet acte n'est pas celui de cet usager.")
    if matter.state not in (ActState.TO_APPROVE, ActState.RECORDED):
        return Refusal(Code.TOO_LATE, GONE)
    why = clean(body.reason, keep_newlines=False)
    return [e.ActCancelled(_moved(matter, ActState.CANCELLED, replace(detail, why=why)))]


def approved(context: Context) -> Decision:
    """Looked at by another person: it may go."""
    found = _to_approve(context)
    if isinstance(found, Refusal):
        return found
    matter, detail = found
    act = context.acts.get(matter.code)
    leaves = context.now + timedelta(seconds=act.cancel_s if act else 0)
    after = replace(detail, approved_by=context.actor.id)
    return [e.ActApproved(_moved(matter, ActState.RECORDED, after, leaves))]


def returned(body: c.ReturnAct, context: Context) -> Decision:
    """Looked at by another person: given back, with why."""
    found = _to_approve(context)
    if isinstance(found, Refusal):
        return found
    matter, detail = found
    why = clean(body.reason, keep_newlines=False)
    return [e.ActReturned(_moved(matter, ActState.RETURNED, replace(detail, why=why)))]


def transmitted(matter: Matter) -> e.ActTransmitted:
    """The service that applies it has it."""
    assert isinstance(matter.detail, ActDetail)
    return e.ActTransmitted(_moved(matter, ActState.TRANSMITTED, matter.detail))


def _to_approve(context: Context) -> tuple[Matter, ActDetail] | Refusal:
    found = _act(context)
    if isinstance(found, Refusal):
        return found
    if found[0].author == context.actor.id:
        return Refusal(Code.FORBIDDEN, OWN_EYES)
    if found[0].state != ActState.TO_APPROVE:
        return Refusal(Code.TOO_LATE, "Cet acte n'est plus à valider.")
    return found


def _act(context: Context) -> tuple[Matter, ActDetail] | Refusal:
    matter = context.matter
    if matter is None or not isinstance(matter.detail, ActDetail):
        return Refusal(Code.NOT_FOUND, "Cet acte est introuvable.")
    return matter, matter.detail


def _moved(matter: Matter, state: ActState, detail: ActDetail, due_at: datetime | None = None) -> Matter:
    return replace(matter, version=matter.version + 1, state=state, detail=detail, due_at=due_at)
