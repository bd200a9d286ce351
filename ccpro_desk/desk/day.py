"""The agent's own day: what they handled, what they sent, where it stands. Nobody else's, and no figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from ccpro_desk.desk.local import as_found
from ccpro_desk.desk.model import Model
from ccpro_desk.desk.state import Sent
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.wire.listing import FoundView


@dataclass(frozen=True, slots=True)
class Handled:
    """One contact of the day."""

    contact: FoundView
    deeds: tuple[Sent, ...] = ()
    """What was done with it from this workstation today, newest first."""
    gone: bool = False
    """It is no longer this agent's: handed on, put back, or taken over."""

    @property
    def last(self) -> datetime:
        """When something was last done with it."""
        closed = self.contact.closed_at or self.contact.received_at
        return max((closed, *(deed.at for deed in self.deeds)))

    def reopens(self, now: datetime) -> bool:
        """Whether it may still be taken again."""
        until = self.contact.reopen_until
        return until is not None and now <= until


@dataclass(frozen=True, slots=True)
class Day:
    items: tuple[Handled, ...]
    local: bool = False
    """The central did not answer: only what was done from this workstation is here."""


def midnight(now: datetime) -> datetime:
    """When the day of `now` began in Paris."""
    local = now.astimezone(PARIS)
    return datetime(local.year, local.month, local.day, tzinfo=PARIS).astimezone(UTC)


def composed(model: Model, today: Iterable[Sent], found: Iterable[FoundView] | None) -> Day:
    """The contacts that the central knows as the agent's, and the journal's; what was done last first."""
    deeds: dict[UUID, list[Sent]] = {}
    for sent in today:
        if sent.contact_id is not None:
            deeds.setdefault(sent.contact_id, []).append(sent)
    known = {view.id: view for view in found or ()}
    here = {key: held.view for key, held in model.contacts.items() if key in deeds or model.is_mine(key)}
    items = [Handled(view, tuple(deeds.get(key, ()))) for key, view in known.items()]
    for key, view in here.items():
        if key not in known:
            gone = found is not None and not model.is_mine(key)
            items.append(Handled(as_found(view, model), tuple(deeds.get(key, ())), gone))
    return Day(tuple(sorted(items, key=lambda item: item.last, reverse=True)), local=found is None)
