"""What each command is called in French, and the text that it carries."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ccpro_desk.domain import commands as c
from ccpro_desk.domain.values import Status

_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "contact.accept": "Prise du contact",
        "contact.decline": "Contact refusé",
        "contact.end": "Fin de l'échange",
        "contact.note": "Note interne",
        "contact.reply": "Réponse",
        "reply.take_back": "Annulation d'envoi",
        "contact.motifs": "Motifs",
        "contact.link_usager": "Rattachement au dossier",
        "contact.identify": "Vérification d'identité",
        "contact.park": "Mise de côté",
        "contact.resume": "Reprise",
        "contact.release": "Remise en file",
        "contact.transfer": "Transfert",
        "callback.schedule": "Rappel programmé",
        "contact.close": "Clôture",
        "contact.reopen": "Réouverture",
        "contact.merge": "Regroupement",
        "contact.gather": "Regroupement",
        "draft.save": "Brouillon",
        "act.submit": "Acte",
        "act.cancel": "Annulation d'acte",
        "act.approve": "Validation d'acte",
        "act.return": "Renvoi d'acte",
        "contact.refer": "Fiche de liaison",
        "referral.reply": "Réponse au SIE",
        "referral.answer": "Réponse du SIE",
        "referral.ask": "Question du SIE",
        "referral.take": "Prise en charge par le SIE",
        "referral.return": "Renvoi par le SIE",
        "appointment.book": "Rendez-vous",
        "appointment.move": "Rendez-vous déplacé",
        "appointment.cancel": "Annulation de rendez-vous",
        "appointment.outcome": "Suite du rendez-vous",
    }
)
STATUSES: Mapping[Status, str] = MappingProxyType(
    {
        Status.AVAILABLE: "Disponible",
        Status.PAUSE: "Pause",
        Status.DOCUMENTATION: "Documentation",
        Status.TRAINING: "Formation",
        Status.TUTORING: "Tutorat",
        Status.MEETING: "Réunion",
        Status.INCIDENT: "Incident technique",
        Status.WRAP_UP: "Post-appel",
        Status.LEAVING: "Fin de service demandée",
        Status.OFFLINE: "Hors service",
    }
)


def label_of(body: c.Body) -> str:
    if isinstance(body, c.SetStatus):
        return f"Mon état : {STATUSES[body.status]}"
    return _LABELS[body.type]


def text_of(body: c.Body) -> str:
    """What the agent wrote: what a refusal must not lose."""
    if isinstance(body, c.Reply | c.AddNote):
        return body.text
    if isinstance(body, c.ReplyReferral | c.AnswerReferral | c.AskReferral):
        return body.text
    if isinstance(body, c.Refer):
        return body.facts
    if isinstance(body, c.ReturnReferral):
        return body.reason
    if isinstance(body, c.TakeReferral):
        return body.text or ""
    if isinstance(body, c.Close):
        return body.note or ""
    if isinstance(body, c.Transfer):
        return body.summary
    if isinstance(body, c.BookAppointment):
        return body.purpose
    return ""
