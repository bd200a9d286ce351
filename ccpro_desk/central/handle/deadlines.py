"""Where an usager's next fiscal deadline comes from: an input of the rank."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Deadlines(Protocol):
    async def next_of(self, siren: str, now: datetime) -> datetime | None:
        """The first deadline of this usager after `now`; none: not known."""


class NoDeadlines:
    """Nothing here knows the usagers' obligations: no rank depends on them."""

    async def next_of(self, siren: str, now: datetime) -> datetime | None:
        return None
