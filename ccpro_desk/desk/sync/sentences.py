"""What the agent is told when something of theirs moved: what happened, what is kept, what to do."""

from __future__ import annotations

from datetime import timedelta

from ccpro_desk.desk.labels import STATUSES
from ccpro_desk.domain.refusals import SENTENCES, Code
from ccpro_desk.domain.values import Channel, Status
from ccpro_desk.wire.contact_view import ContactView

_MOST = 60
"""Characters of a subject in a sentence: what is kept and what to do must be read too."""


def _named(view: ContactView) -> str:
    subject = view.subject if len(view.subject) <= _MOST else f"{view.subject[: _MOST - 1]}…"
    return f"« {subject} »" if subject else "Sans objet"


def gone(view: ContactView, holder: str = "") -> str:
    """`holder`: who has it now, where that is known."""
    where = f"est maintenant suivi par {holder}" if holder else "n'est plus à votre poste"
    return f"{_named(view)} : ce contact {where}. Votre texte est conservé."


def offer_over(view: ContactView, *, given_up: bool) -> str:
    """An offer that ended before it was taken; `given_up`: by the usager."""
    name, the = ("appel", "à l'appel") if view.channel is Channel.PHONE else ("tchat", "au tchat")
    if given_up:
        return f"L'usager a mis fin {the} avant votre réponse."
    return f"Le délai de réponse est passé : {name} remis en file. Rien n'est perdu."


def late(view: ContactView, said: str = "") -> str:
    """`said`: the central's sentence, which names whoever has it now."""
    if said and said != SENTENCES[Code.LEASE_LOST]:
        return f"{_named(view)} : {said[0].lower()}{said[1:]}"
    return (
        f"{_named(view)} : ce contact n'est plus à votre poste. Votre texte est conservé, "
        "et montré à la personne qui suit ce contact."
    )


def two_drafts(view: ContactView) -> str:
    return (
        f"{_named(view)} : deux brouillons différents existaient. Le plus récent de ce poste est affiché, "
        "l'autre est conservé avec le contact."
    )


def typed_elsewhere(view: ContactView) -> str:
    return (
        f"{_named(view)} : vous avez continué sur un autre poste. Ce texte-là est affiché ; celui de ce "
        "poste est conservé avec le contact, comme texte non envoyé."
    )


def status_changed(status: Status, asked: Status | None) -> str:
    """`asked`: what the agent wanted *after this contact*."""
    now = f"Vous êtes maintenant « {STATUSES[status]} »"
    if status is asked:
        return f"{now}, comme vous l'aviez demandé après ce contact."
    return f"{now} : le centre l'a enregistré, sans demande de ce poste. Ctrl+T pour changer."


def word(text: str, author: str) -> str:
    return f"Mot du plateau, de {author} : {text}"


def renfort_answered(answer: str) -> str:
    return f"Renfort, réponse : {answer}"


def status_refused(reason: str) -> str:
    return f"Votre état n'a pas changé : {reason}"


def not_done(reason: str) -> str:
    """Of an act, an appointment or a fiche that the central did not let move."""
    return f"Rien n'a changé : {reason} Votre texte est conservé dans vos envois."


def withdrawn_with(view: ContactView | None) -> str:
    where = f"{_named(view)} : la" if view is not None else "La"
    return f"{where} clôture prévue après cette réponse est annulée aussi."


CLOCK_TOLERANCE = timedelta(minutes=2)


def clock(ahead: timedelta) -> str:
    """`ahead`: how far the central is ahead of this machine."""
    minutes = round(abs(ahead).total_seconds() / 60)
    side = "en retard" if ahead > timedelta(0) else "en avance"
    return (
        f"L'horloge de ce poste est {side} de {minutes} min sur celle du centre. Rien n'est perdu ; "
        "signalez-le au soutien."
    )


def untrusted(refusal: str) -> str:
    """The central's certificate was refused while the agent works."""
    return f"{refusal} Votre saisie est conservée ; prévenez l'assistance."


DISK = (
    "Le disque de ce poste est plein ou refuse l'écriture. Votre saisie est gardée en mémoire : "
    "libérez de la place sans fermer ce poste."
)
UNREADABLE_BATCH = (
    "Le centre n'a pas pu lire un envoi de ce poste. Il est conservé et sera présenté de nouveau."
)
FAULT = "Une partie de ce poste a rencontré une erreur et redémarre. Votre saisie est conservée."
IDENTITY_ALERT = "Trois vérifications d'identité non concluantes sur un dossier : « :plateau » le montre."
RENFORT = "Un renfort est demandé, ou vient d'avoir sa réponse : « :plateau » le montre."
SIE_BACK = "Retour du SIE sur l'une de vos fiches de liaison : F2 vous proposera le contact."
SIE_TOOK = "Le SIE suit lui-même l'une de vos fiches de liaison : le contact est clos."
