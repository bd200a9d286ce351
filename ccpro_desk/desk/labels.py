"""What each command is called in French, and the text that it carries."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ccpro_desk.domain import commands as c
from ccpro_desk.domain.values import Status

_LABELS: Mapping[type[c.Body], str] = MappingProxyType(
    {
        c.Accept: "Prise du contact",
        c.Decline: "Contact refusé",
        c.End: "Fin de l'échange",
        c.AddNote: "Note interne",
        c.Reply: "Réponse",
        c.TakeBack: "Annulation d'envoi",
        c.SetMotifs: "Motifs",
        c.LinkUsager: "Rattachement au dossier",
        c.Identify: "Vérification d'identité",
        c.Park: "Mise de côté",
        c.Resume: "Reprise",
        c.Release: "Remise en file",
        c.Transfer: "Transfert",
        c.ScheduleCallback: "Rappel programmé",
        c.Close: "Clôture",
        c.SaveDraft: "Brouillon",
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
    return _LABELS[type(body)]


def text_of(body: c.Body) -> str:
    """What the agent wrote: what a refusal must not lose."""
    if isinstance(body, c.Reply | c.AddNote):
        return body.text
    if isinstance(body, c.Close):
        return body.note or ""
    if isinstance(body, c.Transfer):
        return body.summary
    return ""
