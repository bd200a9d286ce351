"""What makes a command's body `invalid` by itself, beyond the shape that the wire has checked."""

from __future__ import annotations

from datetime import timedelta
from functools import singledispatch

from ccpro_desk.domain import commands as c
from ccpro_desk.domain.acts.deciding import act_fault
from ccpro_desk.domain.appointments.booking import booking_fault
from ccpro_desk.domain.callbacks import callback_fault
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.referral.deciding import refer_fault
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.transfer import transfer_fault
from ccpro_desk.domain.values import MotifOutcome

_BLANK = Refusal(Code.INVALID, "Le texte est vide.")
_PARKED_MAX = timedelta(days=731)
"""How far from now a resumption may be set."""


@singledispatch
def body_fault(body: c.Body, context: Context) -> Refusal | None:
    """The fault of `body`, or none."""
    return None


@body_fault.register
def _(body: c.AddNote, context: Context) -> Refusal | None:
    return _blank(body.text)


@body_fault.register
def _(body: c.Reply, context: Context) -> Refusal | None:
    return _blank(body.text)


@body_fault.register
def _(body: c.Park, context: Context) -> Refusal | None:
    if not clean(body.reason, keep_newlines=False):
        return Refusal(Code.INVALID, "Indiquez pourquoi vous mettez ce contact de côté.")
    if body.until is not None and abs(body.until - context.now) > _PARKED_MAX:
        return Refusal(Code.INVALID, "La date de reprise est hors de toute vraisemblance.")
    return None


@body_fault.register
def _(body: c.Transfer, context: Context) -> Refusal | None:
    return transfer_fault(body, context)


@body_fault.register
def _(body: c.ScheduleCallback, context: Context) -> Refusal | None:
    return callback_fault(body, context)


@body_fault.register
def _(body: c.BookAppointment, context: Context) -> Refusal | None:
    return booking_fault(body, context)


@body_fault.register
def _(body: c.CancelAppointment, context: Context) -> Refusal | None:
    return _blank(body.reason)


@body_fault.register
def _(body: c.Refer, context: Context) -> Refusal | None:
    return refer_fault(body, context)


@body_fault.register
def _(body: c.ReplyReferral, context: Context) -> Refusal | None:
    return _blank(body.text)


@body_fault.register
def _(body: c.AnswerReferral, context: Context) -> Refusal | None:
    return _blank(body.text)


@body_fault.register
def _(body: c.AskReferral, context: Context) -> Refusal | None:
    return _blank(body.text)


@body_fault.register
def _(body: c.ReturnReferral, context: Context) -> Refusal | None:
    return _blank(body.reason)


@body_fault.register
def _(body: c.SetMotifs, context: Context) -> Refusal | None:
    return _unknown_motif(body.motifs, context)


@body_fault.register
def _(body: c.Close, context: Context) -> Refusal | None:
    return _unknown_motif(body.motifs, context)


@body_fault.register
def _(body: c.SubmitAct, context: Context) -> Refusal | None:
    return act_fault(body, context)


@body_fault.register
def _(body: c.CancelAct, context: Context) -> Refusal | None:
    return _unsaid(body.reason)


@body_fault.register
def _(body: c.ReturnAct, context: Context) -> Refusal | None:
    return _unsaid(body.reason)


@body_fault.register
def _(body: c.Identify, context: Context) -> Refusal | None:
    if context.checks.codes.issuperset(body.checks):
        return None
    return Refusal(Code.INVALID, "Un contrôle d'identité est inconnu.")


def _unsaid(reason: str) -> Refusal | None:
    if clean(reason, keep_newlines=False):
        return None
    return Refusal(Code.INVALID, "Indiquez pourquoi : qui reprendra l'acte le lira.")


def _blank(text: str) -> Refusal | None:
    return None if clean(text).strip() else _BLANK


def _unknown_motif(motifs: tuple[MotifOutcome, ...], context: Context) -> Refusal | None:
    if all(motif.code in context.motifs for motif in motifs):
        return None
    return Refusal(Code.INVALID, "Un motif est inconnu : choisissez-le dans la liste.")
