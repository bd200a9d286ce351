"""Commands that change two contacts at once: the second one, and the transaction of both."""

from __future__ import annotations

from dataclasses import replace

from ccpro_desk.central.handle.changes import audit, change_of
from ccpro_desk.central.handle.home import Home
from ccpro_desk.central.handle.kinship import is_same_person
from ccpro_desk.central.handle.readers import may_read
from ccpro_desk.central.store.values import Change, Pair
from ccpro_desk.domain import commands as c
from ccpro_desk.domain import events as e
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.merging import other_side


async def with_other(
    home: Home, actor: Agent, contact: Contact, body: c.Merge | c.Gather, context: Context
) -> Context:
    """`context` with the contact that `body` names and whether `actor` reaches it."""
    other = await home.store.contact(body.into if isinstance(body, c.Merge) else body.contact)
    if other is None:
        return replace(context, other_unknown=True)
    reaches = await may_read(home, actor, other) or is_same_person(contact, other)
    return replace(context, other=other, reaches_other=reaches)


def both(home: Home, change: Change, happened: list[e.Event], context: Context) -> Change:
    """`change` with what it does to the other contact."""
    contact, other, actor = change.before, context.other, context.actor
    assert contact is not None and other is not None
    theirs = other_side(happened, contact, other, context)
    second = change_of(other, theirs, now=context.now, mail=home.rules.mail, author=str(actor.id))
    assert second.after is not None
    closed, kept = (contact, other) if second.after.merged_into is None else (other, contact)
    entry = audit(context.now, actor.id, "contact.joined", f"contact/{kept.id}", {"source": str(closed.id)})
    return replace(
        change,
        events=(*change.events, *second.events),
        other=Pair(other, second.after),
        redirect=(closed.id, kept.id),
        audit=(*change.audit, entry),
    )
