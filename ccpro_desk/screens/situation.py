"""What an agent may do now, and if not, why not, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from ccpro_desk.domain.values import State, Status

NOT_YET = "Pas encore disponible dans cette version."
NO_CONTACT = "Aucun contact en cours : F2 pour prendre le suivant."


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides whether an action is allowed now."""

    status: Status | None = None
    state: State | None = None
    """Of the contact on the screen."""
    offered: bool = False
    """A call or chat rings."""
    offline: bool = False
    can_take_back: bool = False
    attachments: int = 0
    written: bool = False
    """Something stands in the reply editor."""


def always(now: Situation) -> str:
    return ""


def not_yet(now: Situation) -> str:
    return NOT_YET


def at_hand(now: Situation) -> str:
    if now.state is None:
        return NO_CONTACT
    if now.state is State.PARKED:
        return "Ce contact est mis de côté : reprenez-le d'abord (F7, R)."
    if now.state not in (State.ACTIVE, State.WRAP_UP):
        return "Ce contact n'est pas en cours."
    return ""


def active(now: Situation) -> str:
    if now.state is State.WRAP_UP:
        return "L'échange est terminé : ce contact ne peut plus qu'être clos."
    return at_hand(now)


def may_ask_next(now: Situation) -> str:
    return "Un contact vous est proposé : répondez-y d'abord." if now.offered else ""


def may_send(now: Situation) -> str:
    return at_hand(now) or (
        "" if now.written else "La réponse est vide : écrivez-la, ou insérez une fiche (F3)."
    )


def rings(now: Situation) -> str:
    return "" if now.offered else NOT_YET


def has_contact(now: Situation) -> str:
    return NO_CONTACT if now.state is None else ""


def has_attachment(now: Situation) -> str:
    return has_contact(now) or ("" if now.attachments else "Ce contact n'a pas de pièce jointe.")


def may_take_back(now: Situation) -> str:
    return "" if now.can_take_back else "Aucun envoi ne peut plus être annulé."


def is_parked(now: Situation) -> str:
    return "" if now.state is State.PARKED else "Ce contact n'est pas mis de côté."


def connected(now: Situation) -> str:
    return "Hors connexion : la file d'attente n'est pas visible." if now.offline else ""
