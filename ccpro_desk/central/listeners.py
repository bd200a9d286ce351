"""Open feeds by whom an event is for: one that fifty hear is not shown to two thousand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from ccpro_desk.central.store.values import Audience, Session
from ccpro_desk.domain.contact import NATIONAL


class Listening(Protocol):
    """Whoever listens in the name of a session."""

    session: Session


L = TypeVar("L", bound=Listening)


class Listeners(Generic[L]):
    """All who listen, by agent, by centre and by office."""

    def __init__(self) -> None:
        self._all: set[L] = set()
        self._by_agent: dict[UUID, set[L]] = {}
        self._by_centre: dict[str, set[L]] = {}
        self._by_office: dict[str, set[L]] = {}

    def __iter__(self) -> Iterator[L]:
        """Those of now, whoever comes or goes meanwhile."""
        return iter(tuple(self._all))

    def __contains__(self, listener: L) -> bool:
        return listener in self._all

    def __len__(self) -> int:
        return len(self._all)

    def add(self, listener: L) -> None:
        agent = listener.session.agent
        self._all.add(listener)
        self._by_agent.setdefault(agent.id, set()).add(listener)
        self._by_centre.setdefault(agent.centre, set()).add(listener)
        self._by_office.setdefault(agent.office, set()).add(listener)

    def discard(self, listener: L) -> None:
        agent = listener.session.agent
        self._all.discard(listener)
        _discard(self._by_agent, agent.id, listener)
        _discard(self._by_centre, agent.centre, listener)
        _discard(self._by_office, agent.office, listener)

    def renew(self, listener: L, session: Session) -> None:
        """The same listener, whose agent may have another role or centre now."""
        if session == listener.session:
            return
        self.discard(listener)
        listener.session = session
        self.add(listener)

    def of(self, agent_id: UUID) -> tuple[L, ...]:
        """Those of one agent."""
        return tuple(self._by_agent.get(agent_id, ()))

    def hearing(self, audience: Audience) -> list[L]:
        """Those whom an event is for."""
        found = set[L]().union(*(self._by_agent.get(agent, ()) for agent in audience.agents))
        if audience.pool == NATIONAL:
            found |= self._all
        elif audience.pool is not None:
            found |= self._by_centre.get(audience.pool, set())
        if audience.office is not None:
            found |= self._by_office.get(audience.office, set())
        return [listener for listener in found if audience.includes(listener.session.agent)]


K = TypeVar("K")


def _discard(index: dict[K, set[L]], key: K, listener: L) -> None:
    found = index.get(key)
    if found is None:
        return
    found.discard(listener)
    if not found:
        del index[key]
