"""What an agent may do now, and if not, why not, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from ccpro_desk.domain.values import State, Status

NOT_YET = "Pas encore disponible dans cette version."
NO_CONTACT = "Aucun contact en cours : F2 pour prendre le suivant."
OFFICER = "Vous êtes du SIE : F2 montre les fiches que votre service a reçues."
NONE_OPEN = "Aucun contact n'est ouvert : choisissez-en un à gauche, ou F2 pour le suivant."


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides whether an action is allowed now."""

    status: Status | None = None
    state: State | None = None
    """Of the contact on the screen."""
    held: int = 0
    """Contacts in the agent's list."""
    offered: bool = False
    """A call or chat rings."""
    in_call: bool = False
    """A call or chat is under way."""
    spoken: bool = False
    """The contact on the screen is a call: a note is written there, not a reply."""
    offline: bool = False
    can_take_back: bool = False
    attachments: int = 0
    due: int = 0
    """Parked contacts whose hour has come."""
    after_current: Status | None = None
    """What was asked *after this contact*."""
    written: bool = False
    """Something stands in the reply editor."""
    alike: int = 0
    """Other contacts of the same person, or with the same text."""
    leads: bool = False
    """Runs a plateau or a centre."""
    officer: bool = False
    """Of a SIE: takes no contacts."""
    approves: bool = False
    """May look at colleagues' acts before they leave."""


def always(now: Situation) -> str:
    return ""


def signed_in(now: Situation) -> str:
    return "" if now.status is not None else "Connectez-vous d'abord."


def not_of_the_sie(now: Situation) -> str:
    return OFFICER if now.officer else ""


def may_ask_for_help(now: Situation) -> str:
    return not_of_the_sie(now) or signed_in(now)


def off_duty(now: Situation) -> str:
    if now.officer:
        return OFFICER
    if now.status is None or now.status is Status.OFFLINE:
        return signed_in(now)
    return "Votre service est déjà commencé."


def may_set_after(now: Situation) -> str:
    if now.after_current is not None or now.status is Status.AVAILABLE:
        return signed_in(now)
    return signed_in(now) or "Vous n'êtes pas disponible : Ctrl+T pour changer d'état."


def not_yet(now: Situation) -> str:
    return NOT_YET


def has_alike(now: Situation) -> str:
    return has_contact(now) or ("" if now.alike else "Aucun autre contact de cette personne n'est connu.")


def runs_plateau(now: Situation) -> str:
    return "" if now.leads else "Le plateau est l'écran de l'encadrement."


def validates(now: Situation) -> str:
    if not now.approves:
        return "Valider les actes des collègues demande une habilitation."
    return "Hors connexion : les actes à valider ne sont pas visibles." if now.offline else ""


def at_hand(now: Situation) -> str:
    if now.state is None:
        return has_contact(now)
    if now.state is State.OFFERED:
        return "Ce contact vous est proposé : F9 pour le prendre ou le refuser."
    if now.state is State.PARKED:
        return "Ce contact est mis de côté : reprenez-le d'abord (F7, C)."
    if now.state not in (State.ACTIVE, State.WRAP_UP):
        return "Ce contact n'est pas en cours."
    return ""


def active(now: Situation) -> str:
    if now.state is State.WRAP_UP:
        return "L'échange est terminé : complétez votre note, puis F8 pour clore."
    return at_hand(now)


def may_ask_next(now: Situation) -> str:
    return "Un contact vous est proposé : F9 pour le prendre ou le refuser d'abord." if now.offered else ""


def may_send(now: Situation) -> str:
    if why := at_hand(now):
        return why
    if now.written:
        return ""
    if now.spoken:
        return "La note est vide : écrivez-la d'abord."
    return "La réponse est vide : écrivez-la, ou insérez une fiche (F3)."


def may_enclose(now: Situation) -> str:
    if why := at_hand(now):
        return why
    if now.spoken:
        return "Une note d'appel ne porte pas de pièce jointe."
    if now.offline:
        return "Hors connexion : une pièce ne peut pas être jointe. Votre texte est conservé."
    return ""


def rings(now: Situation) -> str:
    return "" if now.offered or now.in_call else "Aucun appel n'est proposé ni en cours."


def has_contact(now: Situation) -> str:
    if now.state is not None:
        return ""
    if now.officer:
        return OFFICER
    return NONE_OPEN if now.held else NO_CONTACT


def has_attachment(now: Situation) -> str:
    return has_contact(now) or ("" if now.attachments else "Ce contact n'a pas de pièce jointe.")


def may_take_back(now: Situation) -> str:
    return "" if now.can_take_back else "Aucun envoi ne peut plus être annulé."


def may_resume(now: Situation) -> str:
    if now.state is State.PARKED or now.due:
        return ""
    return "Ce contact n'est pas mis de côté."


def may_refer(now: Situation) -> str:
    """A fiche de liaison, or the answer to what the SIE asked."""
    return not_of_the_sie(now) or at_hand(now)


def receives(now: Situation) -> str:
    if not now.officer:
        return "Les rendez-vous du jour sont l'écran des agents du SIE."
    return "Hors connexion : les rendez-vous ne sont pas visibles." if now.offline else ""


def sends_or_gets_fiches(now: Situation) -> str:
    return signed_in(now) or ("Hors connexion : les fiches ne sont pas visibles." if now.offline else "")


def may_promise(now: Situation) -> str:
    """A promised call: also on what is set aside."""
    return "" if now.state is State.PARKED else at_hand(now)


def connected(now: Situation) -> str:
    if now.officer:
        return OFFICER
    return "Hors connexion : la file d'attente n'est pas visible." if now.offline else ""
