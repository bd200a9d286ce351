"""The feed's `agent.status`: for the agent, and for the supervisors of their centre."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ccpro_desk.central.store.values import Audience, NewEvent
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.values import Role

SUPERVISORS = frozenset({Role.SUPERVISOR, Role.HEAD})


def status_event(agent: Agent, now: datetime, *, by: UUID | None) -> NewEvent:
    """`agent` as they now are. `by`: whose doing; none: the central's, as asked *after this contact*."""
    return NewEvent(
        id=new_id(),
        type="agent.status",
        at=now,
        audience=Audience(frozenset({agent.id}), agent.centre or None, SUPERVISORS),
        actor=str(by) if by else None,
        changed=("status",) if by else ("status", "after_current"),
        about=agent.id,
    )
