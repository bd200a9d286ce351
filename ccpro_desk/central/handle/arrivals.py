"""`bring`: what a connector brings becomes a contact, or a further message of one."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle.changes import (
    audit,
    bare_ref,
    change_of,
    indexed,
    message_refs,
    received,
    timed,
)
from ccpro_desk.central.handle.home import ATTEMPTS, Home
from ccpro_desk.central.handle.placing import ComingBack, Placed, coming_back, placed_at
from ccpro_desk.central.handle.views import connector_view
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.values import Change, IntakeRead, IntakeRow, NewAttachment, ThreadRef
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.alike import marks_of
from ccpro_desk.domain.contact import Contact, Origin
from ccpro_desk.domain.effects import usager_wrote
from ccpro_desk.domain.evolve import USAGER
from ccpro_desk.domain.identification import Assurance, Identification, level_of
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.permissions import Right, may
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.usager import Usager
from ccpro_desk.domain.values import AttachmentRef, Channel, Direction, Message, State
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import Intake
from ccpro_desk.wire.requests import NewAttachment as AttachmentIn
from ccpro_desk.wire.views import ContactView

ATTACHMENT_MAX = 25 * 1024 * 1024
"""Bytes."""
_OLDEST = datetime(2000, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)
"""How far a connector's clock may be ahead of ours."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of what a connector brought."""

    view: ContactView
    created: bool
    appended: bool


@dataclass(frozen=True, slots=True)
class _Cleaned:
    """An intake whose every text is safe to keep."""

    intake: Intake
    origin: Origin
    message: Message | None
    attachments: tuple[NewAttachment, ...]
    refs: tuple[str, ...]
    """What may name an earlier contact, the surest first."""
    own_refs: tuple[str, ...]
    """What a later message may name this one by."""


async def bring(home: Home, connector: Agent, intake: Intake) -> Brought:
    """Raises `forbidden`, `invalid`, `too_large`, `unavailable`."""
    if not may(connector.role, Right.BRING):
        raise ProblemError(ProblemCode.FORBIDDEN, "Ce compte n'apporte pas de contacts.")
    if intake.channel not in connector.channels:
        raise ProblemError(ProblemCode.FORBIDDEN, "Ce compte n'apporte pas de contacts de ce canal.")
    cleaned = _cleaned(home, connector, intake)
    for _ in range(ATTEMPTS):
        read = await _read(home, connector, cleaned)
        if read.known is not None:
            contact, appended = read.known
            return Brought(connector_view(contact), created=False, appended=appended)
        change = await _change(home, connector, cleaned, read)
        change = timed(change, home.rules.settings, home.now)
        if await home.store.write(change) is Outcome.WRITTEN:
            assert change.after is not None
            appended = change.before is not None
            return Brought(connector_view(change.after), created=not appended, appended=appended)
    raise ProblemError(ProblemCode.UNAVAILABLE, "Le contact est très sollicité : réessayez.", retry_after=1)


async def _read(home: Home, connector: Agent, cleaned: _Cleaned) -> IntakeRead:
    intake = cleaned.intake
    since = home.now - timedelta(days=home.rules.settings.known_days)
    return await home.store.read_intake(
        connector.id, intake.channel, indexed(intake.external_id), cleaned.refs, intake.siren, since
    )


def _cleaned(home: Home, connector: Agent, intake: Intake) -> _Cleaned:
    now = home.now
    at = _received_at(intake.received_at, now)
    files = tuple(new_attachment(connector.id, file, now) for file in intake.attachments)
    sender = intake.sender
    origin = Origin(_line(sender.name), _line(sender.address), _line(sender.number), sender.assurance)
    external_id = clean(intake.external_id, keep_newlines=False)
    if not external_id:
        raise ProblemError(ProblemCode.INVALID, "Champ « external_id » : texte vide.")
    refs = [_line(ref) for ref in (intake.in_reply_to, intake.thread_id)]
    own = [external_id, _line(intake.thread_id)]
    return _Cleaned(
        replace(intake, external_id=external_id, received_at=at, subject=_line(intake.subject)),
        origin,
        _message(intake, origin, at, files),
        files,
        tuple(bare_ref(ref) for ref in refs if ref),
        tuple(dict.fromkeys(bare_ref(ref) for ref in own if ref)),
    )


def _received_at(at: datetime, now: datetime) -> datetime:
    if not _OLDEST < at < now + _AHEAD:
        raise ProblemError(ProblemCode.INVALID, "Champ « received_at » : date hors de toute vraisemblance.")
    return at.astimezone(UTC)


def _line(text: str | None) -> str | None:
    return (clean(text, keep_newlines=False) or None) if text else None


def _message(
    intake: Intake, origin: Origin, at: datetime, files: tuple[NewAttachment, ...]
) -> Message | None:
    """Its text and files as a message; a call has none."""
    if intake.body is None and not files:
        return None
    author = origin.name or origin.address or origin.number or "Usager"
    refs = tuple(AttachmentRef(f.id, f.name, f.type, len(f.content)) for f in files)
    return Message(new_id(), Direction.IN, at, author, clean(intake.body or ""), refs)


def new_attachment(by: UUID, file: AttachmentIn, at: datetime) -> NewAttachment:
    """A file as it is kept. Raises `invalid`, `too_large`."""
    try:
        content = base64.b64decode(file.content_base64, validate=True)
    except (binascii.Error, ValueError):
        title = "Champ « content_base64 » : ce n'est pas du base64."
        raise ProblemError(ProblemCode.INVALID, title) from None
    if len(content) > ATTACHMENT_MAX:
        raise ProblemError(ProblemCode.TOO_LARGE, "Pièce jointe trop lourde : 25 Mo au plus.")
    name = clean(file.name, keep_newlines=False) or "piece-jointe"
    kind = clean(file.type, keep_newlines=False) or "application/octet-stream"
    return NewAttachment(new_id(), by, name, kind, content, at)


async def _change(home: Home, connector: Agent, cleaned: _Cleaned, read: IntakeRead) -> Change:
    thread = read.thread
    if thread is not None and cleaned.message is not None:
        back = await coming_back(home, thread)
        return _appended(home, connector, cleaned, thread, cleaned.message, back)
    return await _created(home, connector, cleaned, read)


def _appended(
    home: Home, connector: Agent, cleaned: _Cleaned, thread: Contact, message: Message, back: ComingBack
) -> Change:
    ref = next(iter(message_refs([cleaned.intake.external_id])), None)
    happened = usager_wrote(
        thread,
        message,
        home.rules.settings,
        message_ref=ref,
        in_reply_to=_line(cleaned.intake.in_reply_to),
        known=back.known,
        skill=back.skill,
        deadline=back.deadline,
    )
    change = change_of(thread, happened, now=home.now, mail=home.rules.mail, author=USAGER)
    return _with_intake(home, change, connector, cleaned, thread.id, appended=True)


async def _created(home: Home, connector: Agent, cleaned: _Cleaned, read: IntakeRead) -> Change:
    placed = await placed_at(home, cleaned.intake, _department(cleaned.intake, read.usager), read)
    contact = _contact(home, connector, cleaned, read.usager, placed)
    events = (received(contact, USAGER, home.now),)
    change = Change(after=contact, events=events, marks=marks_of(contact))
    return _with_intake(home, change, connector, cleaned, contact.id, appended=False)


def _with_intake(
    home: Home, change: Change, connector: Agent, cleaned: _Cleaned, contact_id: UUID, *, appended: bool
) -> Change:
    channel, message = cleaned.intake.channel, cleaned.message
    row = IntakeRow(
        connector.id,
        channel,
        indexed(cleaned.intake.external_id),
        contact_id,
        message.id if message else None,
        appended,
    )
    refs = tuple(ThreadRef(connector.id, channel, ref, contact_id) for ref in cleaned.own_refs)
    entry = audit(home.now, connector.id, "contact.bring", f"contact/{contact_id}", {"channel": channel})
    files = tuple(replace(file, contact_id=contact_id) for file in cleaned.attachments)
    return replace(change, intake=row, refs=refs, audit=(entry,), attachments=files)


def _department(intake: Intake, usager: Usager | None) -> str | None:
    return _line(intake.department) or (usager.department if usager else None) or None


def _contact(
    home: Home, connector: Agent, cleaned: _Cleaned, usager: Usager | None, placed: Placed
) -> Contact:
    intake, settings = cleaned.intake, home.rules.settings
    return Contact(
        id=new_id(),
        version=1,
        state=State.WAITING,
        channel=intake.channel,
        connector=connector.id,
        external_id=intake.external_id,
        received_at=intake.received_at,
        due_at=intake.received_at + timedelta(seconds=settings.allowance_s[intake.channel]),
        subject=intake.subject or "",
        origin=cleaned.origin,
        place=placed.place,
        siren=usager.siren if usager else None,
        usager_name=usager.name if usager else None,
        thread_id=_line(intake.thread_id),
        in_reply_to=_line(intake.in_reply_to),
        references=message_refs([intake.external_id]) if intake.channel is Channel.MAIL else (),
        identification=_identification(home, cleaned, usager),
        messages=(cleaned.message,) if cleaned.message else (),
        department=_department(intake, usager),
        sie=_line(intake.called.sie) if intake.called else None,
        urgency=placed.urgency,
        bound_to=placed.bound_to,
        reason=placed.reason,
    )


def _identification(home: Home, cleaned: _Cleaned, usager: Usager | None) -> Identification:
    """What the channel itself proves, once the intake names a known usager."""
    assurance = cleaned.origin.assurance
    ordinary = cleaned.intake.channel is Channel.MAIL and assurance is not Assurance.ACCOUNT
    level = level_of(
        home.rules.checks, (), assurance=assurance, ordinary_mail=ordinary, linked=usager is not None
    )
    return Identification(level)
