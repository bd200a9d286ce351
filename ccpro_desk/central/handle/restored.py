"""After a restore: work that was lost with the database comes back under leases that it never knew.

For a day, a command issued before the restore whose lease is unknown is applied if nobody else has taken the
contact since; otherwise the text of a reply is kept as a late draft. A reply that comes back so is sent again
under the same Message-ID.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ccpro_desk.central.handle.changes import change_of
from ccpro_desk.central.handle.home import Home
from ccpro_desk.central.store.values import Change
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact, Lease
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.effects import late_draft
from ccpro_desk.domain.lifecycle import decide
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.values import State

FOR = timedelta(hours=24)
_NEVER_AGAIN = (c.SaveDraft, c.Accept, c.Decline, c.Resume, c.Reopen, c.Merge, c.Gather, c.End)
"""What only makes sense with the contact in hand."""
_LATE = frozenset({Code.LEASE_LOST, Code.CLOSED})


async def is_late(home: Home, command: c.Command | None, refusal: Refusal | None, context: Context) -> bool:
    """Whether this refusal may be the restore's doing and not the agent's."""
    if command is None or refusal is None or refusal.code not in _LATE:
        return False
    if isinstance(command.body, _NEVER_AGAIN):
        return False
    since = await home.store.restored_at()
    return since is not None and command.issued_at < since and context.now < since + FOR


async def applied_late(home: Home, contact: Contact, command: c.Command, context: Context) -> Change | None:
    """The command done as if its lease were known. None: somebody else took the contact, or it cannot be."""
    if contact.state is State.CLOSED or not await _is_free(home, contact, context.actor):
        return None
    lease = contact.lease or _imagined(context)
    command = replace(command, lease_token=lease.token)
    decision = decide(_at_hand(contact, lease), command, context)
    if isinstance(decision, Refusal):
        return None
    agent = context.actor
    change = change_of(
        contact, decision, now=context.now, mail=home.rules.mail, author=str(agent.id), centre=agent.centre
    )
    if change.after is None or change.after.state is not State.CLOSED:
        return change
    return replace(change, after=replace(change.after, owner=agent.id))


def kept_late(home: Home, contact: Contact, command: c.Command, context: Context) -> Change | None:
    """The text of a reply to a contact that went on without it."""
    kept = late_draft(contact, command, context)
    if kept is None:
        return None
    author = str(context.actor.id)
    return change_of(contact, [kept], now=context.now, mail=home.rules.mail, author=author)


async def _is_free(home: Home, contact: Contact, agent: Agent) -> bool:
    holder = contact.lease.agent if contact.lease else contact.owner
    if holder not in (None, agent.id) or contact.bound_to not in (None, agent.id):
        return False
    return not await home.store.taken_by_others(contact.id, agent.id)


def _imagined(context: Context) -> Lease:
    """For the decision alone: the contact itself gets none, so that it takes no slot."""
    return Lease(context.token, context.actor.id, 1, context.now)


def _at_hand(contact: Contact, lease: Lease) -> Contact:
    """The contact as its agent had it; a lease of theirs that lives on keeps its state."""
    if contact.lease is not None and contact.state is not State.OFFERED:
        return contact
    return replace(contact, state=State.ACTIVE, lease=lease, owner=lease.agent)
