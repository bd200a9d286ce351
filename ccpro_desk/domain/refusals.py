"""Refusals are values: a stable code for programs, a French sentence for the agent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Refusal codes of commands (contract)."""

    LEASE_LOST = "lease_lost"
    VERSION_CONFLICT = "version_conflict"
    AFTER_REFUSAL = "after_refusal"
    CLOSED = "closed"
    WRONG_STATE = "wrong_state"
    IDENTIFICATION_REQUIRED = "identification_required"
    FORBIDDEN = "forbidden"
    CAPACITY = "capacity"
    TOO_LATE = "too_late"
    SLOT_TAKEN = "slot_taken"
    ALREADY_EXISTS = "already_exists"
    NOT_ELIGIBLE = "not_eligible"
    CONFLICT = "conflict"
    INVALID = "invalid"
    NOT_FOUND = "not_found"


SENTENCES = {
    Code.LEASE_LOST: "Ce contact n'est plus à votre poste. Votre texte est conservé.",
    Code.VERSION_CONFLICT: (
        "Le contact a changé entre-temps : lisez-le avant d'envoyer. Votre texte est conservé."
    ),
    Code.AFTER_REFUSAL: "Non transmis, car l'opération précédente sur ce contact a été refusée.",
    Code.CLOSED: "Ce contact est clos.",
    Code.WRONG_STATE: "L'état de ce contact ne le permet pas.",
    Code.IDENTIFICATION_REQUIRED: "L'identité de l'usager doit d'abord être vérifiée (F5).",
    Code.FORBIDDEN: "Vous n'avez pas le droit de faire cette opération.",
    Code.CAPACITY: "Vous suivez déjà autant de contacts que ce canal le permet. Mettez-en un de côté.",
    Code.TOO_LATE: "Trop tard : l'envoi est déjà parti.",
    Code.SLOT_TAKEN: "Ce créneau vient d'être pris.",
    Code.ALREADY_EXISTS: "Cela existe déjà.",
    Code.NOT_ELIGIBLE: "Les conditions ne sont pas remplies.",
    Code.CONFLICT: "Cet identifiant a déjà servi pour autre chose.",
    Code.INVALID: "La demande est mal formée.",
    Code.NOT_FOUND: "Introuvable.",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command is not done; without a message, the code's own sentence."""

    code: Code
    message: str = ""

    def __post_init__(self) -> None:
        if not self.message:
            object.__setattr__(self, "message", SENTENCES[self.code])
