"""Recorded acts leave for the services that apply them: claimed by a connector, written once, reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle.changes import audit, change_of
from ccpro_desk.central.handle.home import ATTEMPTS, Home
from ccpro_desk.central.handle.outbox import CLAIM_S
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.domain.acts.deciding import transmitted
from ccpro_desk.domain.acts.detail import ActDetail, ActState
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.matter import Matter, MatterKind
from ccpro_desk.domain.permissions import may_export
from ccpro_desk.wire.acts import ActItem
from ccpro_desk.wire.problems import ProblemCode

_GONE = "Cet acte est introuvable."
_TAKEN = "Cet acte a été repris par un autre."
_BUSY = "Le contact est très sollicité : réessayez."


async def claim(home: Home, connector: Agent, limit: int) -> list[ActItem]:
    """Acts past the time in which they may be cancelled, each under a new claim. Raises `forbidden`."""
    _may(connector)
    now = home.now
    until = now + timedelta(seconds=CLAIM_S)
    found = await home.store.claim_matters(MatterKind.ACT, ActState.RECORDED, limit, now, until, connector.id)
    return [_item(matter, key) for matter, key in found]


async def report(home: Home, connector: Agent, act_id: UUID, key: UUID) -> None:
    """The back office has a claimed act. Raises `forbidden`, `not_found`, `conflict`."""
    _may(connector)
    for _ in range(ATTEMPTS):
        matter = await home.store.matter(act_id)
        if matter is None or matter.kind is not MatterKind.ACT:
            raise ProblemError(ProblemCode.NOT_FOUND, _GONE)
        if await home.store.matter_claim(act_id) != key:
            raise ProblemError(ProblemCode.CONFLICT, _TAKEN)
        if matter.state == ActState.TRANSMITTED or await _reported(home, connector, matter):
            return
    raise ProblemError(ProblemCode.UNAVAILABLE, _BUSY, retry_after=1)


def _may(connector: Agent) -> None:
    """Only the account that was given acts to take away: another connector brings and sends, no more."""
    if not may_export(connector):
        raise ProblemError(ProblemCode.FORBIDDEN, "Ce compte n'exporte pas d'actes.")


def _item(matter: Matter, key: UUID) -> ActItem:
    assert isinstance(matter.detail, ActDetail)
    detail = matter.detail
    return ActItem(
        id=matter.id,
        claim=key,
        act=matter.code,
        edition=detail.edition,
        title=matter.title,
        siren=matter.siren,
        centre=matter.centre,
        contact_id=matter.contact_id,
        at=matter.at,
        approved=detail.approved_by is not None,
        fields=dict(detail.fields),
        as_of=detail.as_of,
    )


async def _reported(home: Home, connector: Agent, matter: Matter) -> bool:
    """Whether it was written; if not, the contact changed meanwhile."""
    contact = await home.store.contact(matter.contact_id)
    if contact is None or matter.state != ActState.RECORDED:
        raise ProblemError(ProblemCode.CONFLICT, _GONE)
    now = home.now
    change = change_of(contact, [transmitted(matter)], now=now, mail=home.rules.mail)
    entry = audit(now, connector.id, "act.transmitted", f"matter/{matter.id}", {"act": matter.code})
    return await home.store.write(replace(change, audit=(entry,))) is Outcome.WRITTEN
