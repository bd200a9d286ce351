"""Failed identifications: what `contact.identify` is held against, and who is told of a third failure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ccpro_desk.central.handle.changes import audit
from ccpro_desk.central.handle.home import Home
from ccpro_desk.central.store.agent_events import SUPERVISORS
from ccpro_desk.central.store.values import Audience, AuditEntry, Change, NewEvent
from ccpro_desk.domain import commands as c
from ccpro_desk.domain import events as e
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.frozen import replace
from ccpro_desk.domain.identification import IdentityAlert, Kind
from ccpro_desk.domain.identity_events import IdentityAlerted
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.usager import Usager


async def with_file(home: Home, contact: Contact, body: c.Identify, context: Context) -> Context:
    """`context` with the file that a call back or a mandate is held against; a lost file holds nothing."""
    kinds = {check.kind for check in context.checks.items if check.code in body.checks}
    if contact.siren is None or not kinds & {Kind.CALLBACK, Kind.MANDATE}:
        return context
    found = await home.store.usager(contact.siren)
    return replace(context, usager=found.usager if found else Usager(contact.siren, ""))


def raised(change: Change, happened: Sequence[e.Event], actor: UUID, now: datetime) -> Change:
    """`change` with the alerts among what happened, their audit, and a notice to the supervisors."""
    alerts = tuple(event.alert for event in happened if isinstance(event, IdentityAlerted))
    return replace(
        change,
        alerts=alerts,
        events=(*change.events, *(_notice(alert, actor, now) for alert in alerts)),
        audit=(*change.audit, *(_audited(alert, actor, now) for alert in alerts)),
    )


def _notice(alert: IdentityAlert, actor: UUID, now: datetime) -> NewEvent:
    told = Audience(pool=alert.centre, roles=SUPERVISORS)
    return NewEvent(new_id(), "notice", now, told, str(actor), changed=("alert",), about=alert.id)


def _audited(alert: IdentityAlert, actor: UUID, now: datetime) -> AuditEntry:
    detail = {"contact": str(alert.contact_id), "failures": alert.failures, "until": alert.until.isoformat()}
    return audit(now, actor, "identity.alert", f"usager/{alert.siren}", detail)
