"""The public registry beside the file, on the wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ComparedView:
    """A public field of both; what is absent is not said there. Dates are ISO 8601."""

    field: str
    differs: bool
    ours: str | None = None
    theirs: str | None = None


@dataclass(frozen=True, slots=True)
class RegistryView:
    """What the registry says, field by field beside the file; nothing of it is taken over."""

    siren: str
    asked_at: datetime
    found: bool
    """Whether the registry publishes anything of this SIREN."""
    fields: tuple[ComparedView, ...] = ()
