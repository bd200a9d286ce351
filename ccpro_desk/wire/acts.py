"""Acts on their way to the services that apply them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ccpro_desk.domain.values import STRICT


@dataclass(frozen=True, slots=True)
class ActItem:
    """An act that is claimed: what is written for the back office, and the claim to report with."""

    id: UUID
    """The act's."""
    claim: UUID
    act: str
    """Its number in the catalogue."""
    edition: str
    """The catalogue's edition that it was filled under."""
    title: str
    siren: str
    centre: str
    contact_id: UUID
    at: datetime
    approved: bool
    """Whether a second person looked at it."""
    fields: Mapping[str, Any]
    """Money is integer cents, a date `AAAA-MM-JJ`."""
    as_of: datetime | None = None
    """The date of the usager's file that it was decided on."""


@dataclass(frozen=True, slots=True)
class ActPage:
    items: tuple[ActItem, ...]


@dataclass(frozen=True, slots=True)
class ActReport:
    """The back office has it."""

    __pydantic_config__ = STRICT
    claim: UUID
