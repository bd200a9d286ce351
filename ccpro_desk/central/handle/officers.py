"""What an officer of the SIE reads for a fiche of their office, and what `contact.refer` looks at."""

from __future__ import annotations

from uuid import UUID

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle.home import Home
from ccpro_desk.central.handle.views import full_view
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.frozen import replace
from ccpro_desk.domain.matter import Matter, MatterKind
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.referral.detail import OPEN_STATES, ReferralDetail, ReferralState
from ccpro_desk.domain.values import Direction
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.views import ContactView

_OTHERS = 100
"""The usager's latest fiches that a new one is held against."""
_AT_WORK = OPEN_STATES | {ReferralState.TAKEN}
"""While the office works on it, the fiche opens the file and the documents."""


async def with_referral(home: Home, contact: Contact, body: c.Body | None, context: Context) -> Context:
    """`context` with the files of the contacts that go on in this one and the usager's other fiches.

    For a closing, with what followed from the contact.
    """
    if isinstance(body, c.Close) and (contact.matters or contact.merged):
        own = await home.store.matters_of_contacts([contact.id, *contact.merged])
        return replace(context, others=tuple(own))
    if not isinstance(body, c.Refer):
        return context
    merged = [await home.store.contact(key) for key in contact.merged]
    files = {ref.id: ref for each in merged if each for m in each.messages for ref in m.attachments}
    others: list[Matter] = []
    if contact.siren is not None:
        others = await home.store.matters_of(contact.siren, _OTHERS, kind=MatterKind.REFERRAL)
    return replace(context, attachments=files, others=tuple(others))


async def fiches_of(home: Home, reader: Agent, contact_id: UUID) -> list[Matter]:
    """The fiches of this contact that were sent to the reader's office."""
    if not may(reader.role, Right.ANSWER) or not reader.office:
        return []
    found = await home.store.matters_of_contacts([contact_id])
    return [m for m in found if m.kind is MatterKind.REFERRAL and m.office == reader.office]


async def contact_view(home: Home, reader: Agent, contact: Contact) -> ContactView | None:
    """The exchange with the usager, without what agents say among themselves; none: not for this reader."""
    if not await fiches_of(home, reader, contact.id):
        return None
    view = await full_view(home, contact, reader)
    own = tuple(each for each in view.matters or () if each.office == reader.office)
    said = tuple(message for message in view.messages if message.direction is not Direction.NOTE)
    return replace(view, messages=said, late_drafts=(), draft=None, lease=None, matters=own or None)


async def may_open(home: Home, reader: Agent, contact: Contact, attachment_id: UUID) -> bool:
    """Whether the file goes with a fiche that the reader's office works on."""
    return any(
        ref.id == attachment_id
        for fiche in await fiches_of(home, reader, contact.id)
        if fiche.state in _AT_WORK and isinstance(fiche.detail, ReferralDetail)
        for ref in fiche.detail.documents
    )


async def level_for(home: Home, reader: Agent, siren: str, contact_id: UUID | None) -> int:
    """At which level a fiche opens this usager's file: whole for the office in charge of it.

    Raises `forbidden`.
    """
    fiches = await fiches_of(home, reader, contact_id) if contact_id is not None else []
    if not any(f.siren == siren and f.state in _AT_WORK for f in fiches):
        title = "Ce dossier n'est pas celui d'une fiche en cours à votre service."
        raise ProblemError(ProblemCode.FORBIDDEN, title)
    found = await home.store.usager(siren)
    office = found.usager.sie if found else None
    in_charge = office is not None and office.code == reader.office
    return 2 if in_charge else 1
