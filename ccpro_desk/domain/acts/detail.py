"""An act as it was asked for, and the states that it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from ccpro_desk.domain.matter import Detail

Value = str | int | bool
"""A field's value: money is integer cents, a date `AAAA-MM-JJ`, a number of the registry without blanks."""


class ActState(StrEnum):
    TO_APPROVE = "to_approve"
    """Another person looks at it first."""
    RECORDED = "recorded"
    """Done here; it leaves for the service that applies it."""
    TRANSMITTED = "transmitted"
    RETURNED = "returned"
    """Whoever looked at it gave it back: it is not done."""
    CANCELLED = "cancelled"


STATE_LABELS = {
    ActState.TO_APPROVE: "À valider",
    ActState.RECORDED: "Enregistré",
    ActState.TRANSMITTED: "Transmis au service gestionnaire",
    ActState.RETURNED: "Non validé",
    ActState.CANCELLED: "Annulé",
}


@dataclass(frozen=True, slots=True)
class ActDetail(Detail):
    """What was asked, under which edition of the catalogue, and what was said of it since."""

    fields: Mapping[str, Value] = field(default_factory=dict)
    edition: str = ""
    """The catalogue's edition of the act, by date."""
    as_of: datetime | None = None
    """The date of the usager's file that it was decided on."""
    why: str = ""
    """Why it was given back or cancelled."""
    approved_by: UUID | None = None
