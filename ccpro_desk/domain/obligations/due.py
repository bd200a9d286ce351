"""One obligation of one usager with its due date, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ccpro_desk.domain.obligations.rules import Does


class Status(StrEnum):
    UPCOMING = "upcoming"
    FILED = "filed"
    PAID = "paid"
    PART = "part"
    """Paid in part."""
    LATE = "late"
    UNRECORDED = "unrecorded"
    """Past, and the dossier does not hold it: nothing says whether it was done."""


STATUS_LABEL = {
    Status.UPCOMING: "à venir",
    Status.FILED: "déposée",
    Status.PAID: "payée",
    Status.PART: "payée en partie",
    Status.LATE: "en retard",
    Status.UNRECORDED: "sans trace au dossier",
}


@dataclass(frozen=True, slots=True)
class Due:
    rule: str
    """Id of the rule; empty for what the dossier alone knows."""
    tax: str
    form: str
    name: str
    feminine: bool
    does: Does
    period: str
    first: date
    last: date
    """`first` and `last` differ when a text that is not available fixes the day: both are in the window."""
    moved_from: date | None = None
    """The day that was no working day, when `last` is another for it."""
    legal: date | None = None
    """The day without the term that is granted to those who file online."""
    condition: str = ""
    """It is owed only so: the dossier does not tell. Empty: it is owed."""
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    """What was assumed, and why the day is a window. None where the dossier gives the date."""
    source: str = ""
    article: str = ""
    to_confirm: str = ""
    known: bool = False
    """The dossier holds it; its dates are the dossier's."""
    filed_on: date | None = None
    paid_on: date | None = None
    amount_cents: int | None = None
    status: Status = Status.UPCOMING

    @property
    def is_window(self) -> bool:
        return self.first != self.last

    @property
    def is_open(self) -> bool:
        """Neither filed nor paid, and owed without a condition."""
        return self.status in (Status.UPCOMING, Status.LATE) and not self.condition


def in_order(due: Due) -> tuple[date, date, str, str, str]:
    return due.last, due.first, due.tax, due.form, due.period
