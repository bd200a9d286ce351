"""What failed identifications make happen besides the identification itself."""

from __future__ import annotations

from dataclasses import dataclass

from ccpro_desk.domain.events import NoteAdded
from ccpro_desk.domain.identification import IdentityAlert


@dataclass(frozen=True, slots=True)
class IdentityAlerted(NoteAdded):
    """Too many failures: a note here, and the usager's file is flagged for a time."""

    alert: IdentityAlert
