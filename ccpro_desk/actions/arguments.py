"""What may follow the word of an action: `:dossier 732829320`, `:theme clair`, `:fiches cfe`."""

from __future__ import annotations

from ccpro_desk.actions.model import Argument
from ccpro_desk.desk.numbers import read_siren
from ccpro_desk.desk.preferences import LOOKS
from ccpro_desk.domain.motifs import fold


def _look(typed: str) -> str:
    chosen = next((look for look in LOOKS if fold(look) == fold(typed)), None)
    if chosen is None:
        raise ValueError(f"Thème inconnu : choisissez {', '.join(LOOKS)}.")
    return chosen


SIREN = Argument("SIREN", read_siren)
TEXT = Argument("texte")
LOOK = Argument("nom", _look, choices=LOOKS)
