"""What the port asks of the database about usagers: their files, the import, the search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from ccpro_desk.central.store.values import StoredUsager
from ccpro_desk.domain.delivery import Change, Delivery
from ccpro_desk.domain.usager_words import Wanted


@dataclass(frozen=True, slots=True)
class Hit:
    """A usager that a search found; public fields only."""

    rank: str
    """How well it fits, then how it is sorted: hits are in the order of (rank, SIREN)."""
    siren: str
    name: str
    city: str
    state: str


class UsagerStore(Protocol):
    """The usagers' part of `Store`."""

    async def import_usagers(self, deliveries: Iterable[Delivery], now: datetime) -> Counter[Change]:
        """One transaction; of several for one SIREN the last counts. How many there were of each change."""

    async def usager(self, siren: str) -> StoredUsager | None:
        """The first page of each long list."""

    async def usager_page(self, siren: str, name: str, page: int) -> list[Any]:
        """A further page (from 2 on) of one of the long lists, as JSON values."""

    async def search_usagers(self, asked: Wanted, limit: int, after: tuple[str, str] | None) -> list[Hit]:
        """The next hits: identifiers first, then names that begin so, then words, then words near to them."""
