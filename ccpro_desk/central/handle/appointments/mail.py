"""The letter that goes out with an appointment's change, with its `.ics`, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ccpro_desk.central.handle.home import Home
from ccpro_desk.central.letters.appointment import Told, write
from ccpro_desk.central.letters.invitation import Invitation, ics
from ccpro_desk.central.store.values import NewAttachment
from ccpro_desk.domain import events as e
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.appointments import events as a
from ccpro_desk.domain.appointments.detail import AppointmentDetail, AppointmentState
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.matter import Matter
from ccpro_desk.domain.values import AttachmentRef, Direction, Message, Sending

FILE = "rendez-vous.ics"
_KINDS: dict[type[e.Event], str] = {
    a.AppointmentBooked: "book",
    a.AppointmentMoved: "move",
    a.AppointmentCancelled: "cancel",
    a.AppointmentReminded: "remind",
}


@dataclass(frozen=True, slots=True)
class Posted:
    """What joins a change: the letter's event, and the file that goes with it."""

    events: tuple[e.Event, ...] = ()
    attachments: tuple[NewAttachment, ...] = ()


NOTHING = Posted()


def posted(
    home: Home,
    happened: Sequence[e.Event],
    contact: Contact,
    agent: Agent,
    now: datetime,
    was: Matter | None = None,
) -> Posted:
    """The letter of what `happened`, signed by `agent`; nothing where no address is known.

    `was`: the appointment before.
    """
    for event in happened:
        kind = _KINDS.get(type(event))
        if kind is not None and isinstance(event, e.MatterMoved):
            return _letter(home, kind, event.matter, contact, agent, now, was)
    return NOTHING


def _letter(
    home: Home, kind: str, matter: Matter, contact: Contact, agent: Agent, now: datetime, was: Matter | None
) -> Posted:
    detail, office = matter.detail, home.rules.offices.get(matter.office or "")
    assert isinstance(detail, AppointmentDetail)
    if office is None or not detail.mail or home.rules.letters is None or matter.due_at is None:
        return NOTHING
    documents = home.rules.purposes.documents(matter.code, detail.mode)
    before = was.due_at if was is not None else None
    told = Told(office, matter.due_at, detail.mode, matter.title, documents, before)
    centre = agent.centre or contact.place.pool
    named = (centre, home.rules.settings.territory.name_of(centre))
    written = write(home.rules.letters, kind, told, agent=agent.name, centre=named)
    file = _file(home, matter, detail, told, contact, agent, now)
    message = Message(
        new_id(),
        Direction.OUT,
        now,
        agent.name,
        written.text,
        attachments=(AttachmentRef(file.id, file.name, file.type, len(file.content)),),
        status=Sending.QUEUED,
        author_id=agent.id,
    )
    notice = e.NoticeQueued(message, now, to=detail.mail, subject=written.subject)
    return Posted((notice,), (file,))


def _file(
    home: Home,
    matter: Matter,
    detail: AppointmentDetail,
    told: Told,
    contact: Contact,
    agent: Agent,
    now: datetime,
) -> NewAttachment:
    invitation = Invitation(
        id=matter.id,
        sequence=detail.sequence,
        sender=home.rules.mail.mailbox(agent.centre or contact.place.pool),
        to=detail.mail,
        told=told,
        until=detail.until or told.at,
        now=now,
        cancelled=matter.state == AppointmentState.CANCELLED,
    )
    type_ = f"text/calendar; method={invitation.method}; charset=utf-8"
    return NewAttachment(new_id(), agent.id, FILE, type_, ics(invitation), now, contact.id)
