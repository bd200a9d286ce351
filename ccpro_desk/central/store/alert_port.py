"""What the port asks of the database for files flagged after failed identifications."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from ccpro_desk.domain.identification import IdentityAlert


class AlertStore(Protocol):
    """The alerts' part of `Store`: reads; `write` writes, with the contact, the event and the audit."""

    async def alert_of(self, siren: str, now: datetime) -> IdentityAlert | None:
        """The last one that stands on a usager's file."""

    async def alerts_in(self, centre: str, now: datetime) -> list[IdentityAlert]:
        """Those that stand and were raised in a centre, the last first."""

    async def forget_alerts(self, now: datetime) -> None:
        """Removes those whose time is over."""
