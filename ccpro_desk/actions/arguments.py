"""What may follow the word of an action: `:dossier 732829320`, `:theme clair`, `:fiches cfe`."""

from __future__ import annotations

from ccpro_desk.actions.model import Argument
from ccpro_desk.desk.numbers import read_siren
from ccpro_desk.desk.preferences import setting
from ccpro_desk.domain.motifs import fold

_LOOKS = tuple(str(choice.value) for choice in setting("theme").choices)


def _look(typed: str) -> str:
    chosen = next((look for look in _LOOKS if fold(look) == fold(typed)), None)
    if chosen is None:
        raise ValueError(f"Thème inconnu : choisissez {', '.join(_LOOKS)}.")
    return chosen


SIREN = Argument("SIREN", read_siren)
TEXT = Argument("texte")
LOOK = Argument("nom", _look, choices=_LOOKS)
