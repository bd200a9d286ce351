"""What happens to a promised call beside what happens to any contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ccpro_desk.domain.contact import Reason
from ccpro_desk.domain.event import Event


@dataclass(frozen=True, slots=True)
class Shared(Event):
    """A promised call whose agent will be away: at its hour it is everybody's, and not before."""

    feed: ClassVar[str] = "contact.changed"
    changed: ClassVar[tuple[str, ...]] = ("reason",)
    touches: ClassVar[bool] = False
    reason: Reason
