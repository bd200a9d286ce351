"""The crisis line: a number or a subject with its own queue, delay and pinned answers, for a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ccpro_desk.domain.contact import NATIONAL
from ccpro_desk.domain.motifs import fold


@dataclass(frozen=True, slots=True)
class Crisis:
    """One crisis line, of a centre or (pool `national`) of all."""

    id: UUID
    label: str
    opened_at: datetime
    until: datetime
    """It closes by itself then."""
    allowance_s: int
    """How long its usagers may wait for a first answer."""
    pool: str = NATIONAL
    numbers: tuple[str, ...] = ()
    """Lines that were dialled; compared by their digits."""
    words: tuple[str, ...] = ()
    """Words or phrases of a subject or text; compared without case and accents."""
    answers: tuple[str, ...] = ()
    """Ids of the answers pinned for its contacts."""
    closed_at: datetime | None = None

    @property
    def queue(self) -> str:
        """Its queue's name, where a contact's skill stands otherwise."""
        return f"crisis:{self.id}"

    def is_open(self, now: datetime) -> bool:
        return self.closed_at is None and self.opened_at <= now < self.until

    def concerns(self, pool: str, number: str | None, text: str) -> bool:
        """Whether a contact of this pool, by the line dialled or by its words, is about it."""
        if self.pool not in (NATIONAL, pool):
            return False
        if number and _digits(number) in map(_digits, self.numbers):
            return True
        folded = f" {fold(text)} "
        return any(f" {fold(word)} " in folded for word in self.words if fold(word))


def matching(
    crises: Iterable[Crisis], now: datetime, pool: str, number: str | None, text: str
) -> Crisis | None:
    """The open crisis that a contact is about; the one opened last if several are."""
    found = [crisis for crisis in crises if crisis.is_open(now) and crisis.concerns(pool, number, text)]
    return max(found, key=lambda crisis: (crisis.opened_at, crisis.id), default=None)


def _digits(number: str) -> str:
    """The digits, French numbers without their +33 or 0."""
    digits = "".join(c for c in number if c.isascii() and c.isdigit())
    for prefix in ("0033", "33", "0"):
        if digits.startswith(prefix) and len(digits) == len(prefix) + 9:
            return digits[len(prefix) :]
    return digits
