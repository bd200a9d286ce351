"""Who has a contact now: said to whoever writes under a lease that has moved on."""

from __future__ import annotations

from uuid import UUID

from ccpro_desk.central.handle.home import Home
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.refusals import SENTENCES, Code
from ccpro_desk.domain.values import State

_KEPT = "Votre texte est conservé."
_GONE = {
    State.WAITING: "Ce contact est revenu en file.",
    State.REFERRED: "Ce contact est transmis au SIE.",
}


async def sentence(home: Home, contact: Contact, actor: UUID, body: c.Body) -> str:
    """« Ce contact est maintenant suivi par Mme X. Votre texte est conservé. »"""
    said = await _who(home, contact, actor)
    if said is None:
        return SENTENCES[Code.LEASE_LOST]
    return f"{said} {_KEPT}" if isinstance(body, c.Reply | c.SaveDraft) else said


async def _who(home: Home, contact: Contact, actor: UUID) -> str | None:
    holder = contact.lease.agent if contact.lease else contact.owner
    if holder is None or holder == actor or contact.state is State.WAITING:
        return _GONE.get(contact.state)
    account = await home.store.account_by_id(holder)
    return f"Ce contact est maintenant suivi par {account.agent.name}." if account else None
