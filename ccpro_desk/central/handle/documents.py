"""Documents of what was recorded: made by the central from what it holds, and kept with the contact."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ccpro_desk.answers.french import long_date
from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle.changes import audit
from ccpro_desk.central.handle.home import Home
from ccpro_desk.central.handle.matters import opened
from ccpro_desk.central.handle.readers import may_read
from ccpro_desk.central.store.values import Change, NewAttachment
from ccpro_desk.documents.compose import Given, compose
from ccpro_desk.documents.errors import DocumentProblem
from ccpro_desk.documents.kinds import Kind, Source, kinds_for, load_kinds
from ccpro_desk.documents.matters import Known, facts_of
from ccpro_desk.documents.pdf import pdf
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.frozen import replace
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.matter import Matter
from ccpro_desk.domain.usager import Usager
from ccpro_desk.domain.values import AttachmentRef, Direction, Message
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import NewDocument

PDF = "application/pdf"


async def made(home: Home, reader: Agent, asked: NewDocument) -> AttachmentRef:
    """It, kept as a file of the contact. Raises `invalid`, `not_found`, `forbidden`, `unavailable`."""
    kind = load_kinds().get(asked.kind)
    if kind is None:
        raise ProblemError(ProblemCode.INVALID, "Ce document n'existe pas.")
    contact_id, given = await _given(home, reader, kind, asked.about, asked.contact_id)
    try:
        content = await pdf(compose(kind, given))
    except DocumentProblem as problem:
        raise ProblemError(ProblemCode.UNAVAILABLE, f"{problem.sentence} {problem.hint}".strip()) from problem
    name = f"{kind.file}-{given.reference.lower()}.pdf"
    kept = NewAttachment(new_id(), reader.id, name, PDF, content, home.now, contact_id)
    detail = {"kind": kind.id, "about": str(asked.about), "contact": str(contact_id)}
    entry = audit(home.now, reader.id, "document.make", f"attachment/{kept.id}", detail)
    await home.store.write(Change(attachments=(kept,), audit=(entry,)))
    return AttachmentRef(kept.id, kept.name, kept.type, len(content))


async def _given(home: Home, reader: Agent, kind: Kind, about: UUID, contact_id: UUID) -> tuple[UUID, Given]:
    if kind.source is Source.REPLY:
        return contact_id, await _of_reply(home, reader, about, contact_id)
    matter, whole = await opened(home, reader, about)
    if matter.kind.value != kind.source.value or matter.contact_id != contact_id:
        raise ProblemError(ProblemCode.INVALID, "Ce document n'est pas celui de cette suite.")
    if not whole:
        title = "L'identité vérifiée n'ouvre pas ces éléments (F5) : le document n'est pas fait."
        raise ProblemError(ProblemCode.FORBIDDEN, title)
    return matter.contact_id, await _of_matter(home, kind, matter)


async def _of_matter(home: Home, kind: Kind, matter: Matter) -> Given:
    known = Known(home.rules.acts, home.rules.purposes, home.rules.offices)
    facts = facts_of(matter, known, _today(home))
    if kind not in kinds_for(kind.source, facts.produces, asked=bool(facts.asked), state=matter.state):
        raise ProblemError(
            ProblemCode.INVALID, "Ce document ne se fait pas de cette suite, ou pas en cet état."
        )
    base = await _base(home, matter.siren, matter.centre, matter.author, matter.id, matter.at)
    office = home.rules.settings.territory.offices.get(matter.office or "", base.office)
    return replace(
        base,
        office=office,
        about=matter.title,
        rows=facts.rows,
        asked=facts.asked,
        dates=facts.dates,
        basis=facts.basis,
        text=facts.text,
    )


async def _of_reply(home: Home, reader: Agent, about: UUID, contact_id: UUID) -> Given:
    contact = await home.store.contact(contact_id)
    if contact is None:
        raise ProblemError(ProblemCode.NOT_FOUND, "Ce contact est introuvable.")
    if not await may_read(home, reader, contact):
        raise ProblemError(ProblemCode.FORBIDDEN, "Ce contact n'est pas à votre poste.")
    reply = _reply(contact, about)
    base = await _base(home, contact.siren or "", reader.centre, reply.author_id, contact.id, reply.at)
    name = base.usager or contact.origin.name or contact.origin.address or ""
    return replace(
        base, usager=name, about=contact.subject or "Votre demande", text=reply.text, agent=reply.author
    )


def _reply(contact: Contact, about: UUID) -> Message:
    found = contact.message(about)
    if found is None or found.direction is not Direction.OUT:
        raise ProblemError(ProblemCode.NOT_FOUND, "Cette réponse est introuvable.")
    return found


async def _base(home: Home, siren: str, centre: str, author: UUID | None, of: UUID, at: datetime) -> Given:
    """What every document says; of the file, only what the public registry says of anybody."""
    stored = await home.store.usager(siren) if siren else None
    usager = stored.usager if stored else Usager(siren, "")
    names = await home.names([author])
    address = usager.address
    city = f"{address.postcode} {address.city or usager.city}".strip()
    return Given(
        on=_today(home),
        centre=home.rules.settings.territory.centres.get(centre, "Centre de contact des professionnels"),
        reference=of.hex[-8:].upper(),
        about="",
        recorded=_moment(at),
        usager=usager.name,
        siren=siren,
        address=(*address.lines, city) if address.lines else (city,) if city else (),
        office=usager.sie.name if usager.sie else "",
        agent=names.get(author, "") if author else "",
    )


def _today(home: Home) -> date:
    return home.now.astimezone(PARIS).date()


def _moment(at: datetime) -> str:
    local = at.astimezone(PARIS)
    return f"le {long_date(local.date())} à {local:%H}\u00a0h\u00a0{local:%M}"
