"""The agent's own state: what they say of themselves, at once or after the current contact."""

from __future__ import annotations

from dataclasses import replace

from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.commands import SetStatus
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.refusals import Code, Refusal


def set_status(agent: Agent, body: SetStatus, *, busy: bool, allowed: frozenset[str]) -> Agent | Refusal:
    """`agent` after `body`. `busy`: a contact is offered, active or in wrap-up.

    `allowed` are the channels of the account: an agent opens or shuts those, no others.
    """
    if not may(agent.role, Right.OWN_STATUS):
        return Refusal(Code.FORBIDDEN)
    if body.channels is not None and not allowed.issuperset(body.channels):
        return Refusal(Code.INVALID, "Ce canal n'est pas ouvert à votre compte.")
    channels = agent.channels if body.channels is None else body.channels
    if body.after_current and busy:
        return replace(agent, after_current=body.status, channels=channels)
    return replace(agent, status=body.status, after_current=None, channels=channels)


def freed(agent: Agent) -> Agent:
    """`agent` once their last contact at hand is over: what they asked for *after* it comes true."""
    if agent.after_current is None:
        return agent
    return replace(agent, status=agent.after_current, after_current=None)
