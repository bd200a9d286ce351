"""What `act.submit`, `act.cancel`, `act.approve` and `act.return` do, and what of the central follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from ccpro_desk.domain import commands as c
from ccpro_desk.domain import events as e
from ccpro_desk.domain.acts.catalogue import Act, Catalogue, Opens
from ccpro_desk.domain.acts.checking import check_form
from ccpro_desk.domain.acts.detail import ActDetail, ActState, Value
from ccpro_desk.domain.acts.eligibility import eligibility
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.context import Context, Decision
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.matter import Matter, MatterKind, leaving
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.text import clean

UNKNOWN = "Cet acte ne figure pas, ou plus, au catalogue."
NO_FILE = "Indiquez d'abord de quel dossier il s'agit."
GONE = "Trop tard : cet acte est déjà parti, ou n'a pas été retenu."
CHANGED = "Le dossier a changé depuis que vous l'avez ouvert : relisez-le, puis validez de nouveau l'acte."
ELSEWHERE = {
    Opens.IDENTIFY: "Cet acte se fait par la vérification d'identité (F5).",
    Opens.REPLY: "Cet acte se fait en répondant à l'usager (F6).",
    Opens.APPOINTMENT: "Cet acte se fait en prenant un rendez-vous (F4).",
    Opens.REFERRAL: "Cet acte se fait par une fiche de liaison (F7).",
}
_GONE = frozenset({ActState.CANCELLED, ActState.RETURNED})
OWN_EYES = "C'est à une autre personne de valider cet acte : vous l'avez saisi."


def act_fault(body: c.SubmitAct, context: Context) -> Refusal | None:
    """What is wrong with a form whatever its contact; where the catalogue is not known, nobody can say."""
    act = context.acts.get(body.act)
    if act is None:
        return Refusal(Code.INVALID, UNKNOWN)
    fault = check_form(act, body.fields, today(context.now)).first_fault(act)
    return Refusal(Code.INVALID, f"{fault} Rien n'est enregistré.") if fault else None


def submitted(body: c.SubmitAct, contact: Contact, command: c.Command, context: Context) -> Decision:
    """An act begins: to be looked at by another person, or recorded."""
    act = context.acts.get(body.act)
    assert act is not None, "looked at by act_fault"
    if act.opens is not Opens.FORM:
        return Refusal(Code.NOT_ELIGIBLE, ELSEWHERE[act.opens])
    if contact.siren is None:
        return Refusal(Code.WRONG_STATE, NO_FILE)
    if body.as_of is not None and context.as_of is not None and body.as_of != context.as_of:
        return Refusal(Code.VERSION_CONFLICT, CHANGED)
    day = today(context.now)
    form = check_form(act, body.fields, day, contact.siren)
    if (fault := form.first_fault(act)) is not None:
        return Refusal(Code.INVALID, f"{fault} Rien n'est enregistré.")
    reasons = eligibility(act, context.usager, contact, day, form.values)
    if reasons:
        code = Code.IDENTIFICATION_REQUIRED if reasons[0].level else Code.NOT_ELIGIBLE
        return Refusal(code, reasons[0].whole)
    crossing = crosses(act, form.values, context.others, context.acts, context.now)
    if crossing is not None:
        return Refusal(Code.ALREADY_EXISTS, crossing)
    return [e.ActSubmitted(_made(act, form.values, contact, command, context))]


def crosses(
    act: Act, values: Mapping[str, Value], others: Iterable[Matter], acts: Catalogue, now: datetime
) -> str | None:
    """Why it cannot be beside what was asked for already: the same lately, or the contrary, not done yet."""
    for other in others:
        if other.kind is not MatterKind.ACT or other.state in _GONE:
            continue
        since = f"le {other.at.astimezone(PARIS):%d/%m/%Y}"
        if other.code == act.id and now - other.at < act.duplicate_window and _is_same(act, values, other):
            return f"Cet acte existe déjà : il a été demandé {since}. Rien n'est enregistré une seconde fois."
        known = acts.get(other.code)
        against = other.code in act.against or (known is not None and act.id in known.against)
        if against and other.state in (ActState.TO_APPROVE, ActState.RECORDED):
            return f"Cet acte contredit « {other.title} », demandé {since} : annulez-le d'abord, ou attendez."
    return None


def _is_same(act: Act, values: Mapping[str, Value], other: Matter) -> bool:
    """Of what a workstation does not know of the other's values, it says nothing."""
    if not act.same:
        return True
    told = other.detail.fields if isinstance(other.detail, ActDetail) else {}
    return bool(told) and all(told.get(field_id) == values.get(field_id) for field_id in act.same)


def today(now: datetime) -> date:
    """The day that it is in France."""
    return now.astimezone(PARIS).date()


def _made(
    act: Act, values: Mapping[str, Value], contact: Contact, command: c.Command, context: Context
) -> Matter:
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
        detail=ActDetail(dict(values), act.edition.isoformat(), context.as_of),
        due_at=context.now + timedelta(seconds=wait),
        turn=max((other.turn for other in context.others), default=0) + 1,
    )


def cancelled(body: c.CancelAct, contact: Contact, context: Context) -> Decision:
    """Not done after all, while it is still here."""
    found = _act(context)
    if isinstance(found, Refusal):
        return found
    matter, detail = found
    if matter.siren != contact.siren:
        return Refusal(Code.NOT_FOUND, "Cet acte n'est pas celui de cet usager.")
    if context.claimed or matter.state not in (ActState.TO_APPROVE, ActState.RECORDED):
        return Refusal(Code.TOO_LATE, GONE)
    why = clean(body.reason, keep_newlines=False)
    after = _moved(matter, ActState.CANCELLED, replace(detail, why=why))
    return [e.ActCancelled(after, takes=(leaving(matter.id),))]


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
