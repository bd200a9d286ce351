"""What a desk asks the central to do: frozen values, one class a command type of the contract.

`COMMANDS` maps the wire's `type` to the class of its body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, ClassVar
from uuid import UUID

from annotated_types import Interval, MaxLen, MinLen

from ccpro_desk.domain.appointments.bodies import AppointmentOutcome as AppointmentOutcome
from ccpro_desk.domain.appointments.bodies import BookAppointment as BookAppointment
from ccpro_desk.domain.appointments.bodies import CancelAppointment as CancelAppointment
from ccpro_desk.domain.appointments.bodies import MoveAppointment as MoveAppointment
from ccpro_desk.domain.body import Body as Body
from ccpro_desk.domain.bounds import DraftText, Line, LongText, Moment, Siren
from ccpro_desk.domain.identification import Quality
from ccpro_desk.domain.referral.bodies import AnswerReferral as AnswerReferral
from ccpro_desk.domain.referral.bodies import AskReferral as AskReferral
from ccpro_desk.domain.referral.bodies import Refer as Refer
from ccpro_desk.domain.referral.bodies import ReplyReferral as ReplyReferral
from ccpro_desk.domain.referral.bodies import ReturnReferral as ReturnReferral
from ccpro_desk.domain.referral.bodies import TakeReferral as TakeReferral
from ccpro_desk.domain.values import (
    STRICT,
    AnswerRef,
    Channel,
    EndedBy,
    Length,
    MotifOutcome,
    Status,
)

ShortCode = Annotated[str, Length(1, 100)]
FieldValue = Annotated[str, Length(0, 10_000)] | bool | int


@dataclass(frozen=True, slots=True)
class Accept(Body):
    """The agent answers a call or a chat that was offered."""

    type: ClassVar[str] = "contact.accept"
    needs_lease: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Decline(Body):
    """The agent lets an offered contact go to someone else."""

    type: ClassVar[str] = "contact.decline"
    needs_lease: ClassVar[bool] = False
    reason: Line


@dataclass(frozen=True, slots=True)
class End(Body):
    """The call or the chat is over; its wrap-up begins."""

    type: ClassVar[str] = "contact.end"
    needs_lease: ClassVar[bool] = False
    by: EndedBy


@dataclass(frozen=True, slots=True)
class AddNote(Body):
    """A note between agents, which the usager never sees."""

    type: ClassVar[str] = "contact.note"
    needs_lease: ClassVar[bool] = False
    text: LongText


@dataclass(frozen=True, slots=True)
class Reply(Body):
    """What is sent to the usager."""

    type: ClassVar[str] = "contact.reply"
    needs_base_version: ClassVar[bool] = True
    concludes: ClassVar[bool] = True
    text: LongText
    answers: Annotated[tuple[AnswerRef, ...], MaxLen(50)] = ()
    attachments: Annotated[tuple[UUID, ...], MaxLen(50)] = ()
    hold_s: Annotated[int, Interval(ge=0, le=60)] = 0
    """Seconds during which the reply may be taken back."""


@dataclass(frozen=True, slots=True)
class TakeBack(Body):
    """A reply that is not sent yet shall not be."""

    type: ClassVar[str] = "reply.take_back"
    needs_lease: ClassVar[bool] = False
    reply_id: UUID


@dataclass(frozen=True, slots=True)
class SetMotifs(Body):
    """Why the usager got in touch, before the contact is closed."""

    type: ClassVar[str] = "contact.motifs"
    motifs: Annotated[tuple[MotifOutcome, ...], MaxLen(20)]


@dataclass(frozen=True, slots=True)
class LinkUsager(Body):
    """The contact is about this usager."""

    type: ClassVar[str] = "contact.link_usager"
    siren: Siren


@dataclass(frozen=True, slots=True)
class Identify(Body):
    """What was checked of the person, never what they answered."""

    type: ClassVar[str] = "contact.identify"
    checks: Annotated[tuple[str, ...], MinLen(1), MaxLen(20)]
    passed: bool
    quality: Quality | None = None
    representative: Annotated[str, MinLen(1), MaxLen(200)] | None = None
    """Whose mandate it is: a name, or the firm's SIREN; compared with the file, not kept."""
    dialled: Annotated[str, MinLen(1), MaxLen(50)] | None = None
    """The number that was called back: compared with the file, not kept."""


@dataclass(frozen=True, slots=True)
class Park(Body):
    """Set aside: it stays the agent's and leaves the slot free."""

    type: ClassVar[str] = "contact.park"
    reason: Line
    until: Moment | None = None


@dataclass(frozen=True, slots=True)
class Resume(Body):
    """Taken again after it was set aside."""

    type: ClassVar[str] = "contact.resume"
    needs_lease: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Release(Body):
    """Back to the queue."""

    type: ClassVar[str] = "contact.release"
    reason: Line | None = None


Name = Annotated[str, MinLen(1), MaxLen(200)]


@dataclass(frozen=True, slots=True)
class TransferTo:
    """To whom: an agent (id or login), or a plateau, a centre, a skill, or the technical assistance."""

    __pydantic_config__ = STRICT
    agent: Name | None = None
    plateau: Name | None = None
    centre: Name | None = None
    skill: Name | None = None
    assistance: bool = False


@dataclass(frozen=True, slots=True)
class Transfer(Body):
    type: ClassVar[str] = "contact.transfer"
    to: TransferTo
    summary: LongText
    """What the next one must know: kept as a note."""


@dataclass(frozen=True, slots=True)
class ScheduleCallback(Body):
    """The usager is promised a call; the promise becomes a contact under the command's own id."""

    type: ClassVar[str] = "callback.schedule"
    needs_lease: ClassVar[bool] = False
    at: Moment
    number: Annotated[str, MinLen(1), MaxLen(50)]
    purpose: Line


@dataclass(frozen=True, slots=True)
class Close(Body):
    """The contact is done with."""

    type: ClassVar[str] = "contact.close"
    needs_base_version: ClassVar[bool] = True
    concludes: ClassVar[bool] = True
    motifs: Annotated[tuple[MotifOutcome, ...], MinLen(1), MaxLen(20)]
    note: LongText | None = None


@dataclass(frozen=True, slots=True)
class Reopen(Body):
    """Whoever closed it a moment ago takes it again."""

    type: ClassVar[str] = "contact.reopen"
    needs_lease: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Merge(Body):
    """This contact goes on in another one, which shows what was said here."""

    type: ClassVar[str] = "contact.merge"
    needs_base_version: ClassVar[bool] = True
    into: UUID


@dataclass(frozen=True, slots=True)
class Gather(Body):
    """Another contact of the same person, which waits, goes on in this one."""

    type: ClassVar[str] = "contact.gather"
    needs_base_version: ClassVar[bool] = True
    contact: UUID


@dataclass(frozen=True, slots=True)
class SaveDraft(Body):
    """What is typed and not sent: whoever takes the contact next finds it."""

    type: ClassVar[str] = "draft.save"
    text: DraftText


@dataclass(frozen=True, slots=True)
class SubmitAct(Body):
    """A first-level act is asked for, with the values of its form."""

    type: ClassVar[str] = "act.submit"
    concludes: ClassVar[bool] = True
    act: ShortCode
    fields: Annotated[dict[ShortCode, FieldValue], MaxLen(100)]
    as_of: Moment | None = None
    """The date of the usager's file that the form was filled on."""


class _OfAct(Body):
    """It names an act."""

    __slots__ = ()
    act_id: UUID

    @property
    def matter_id(self) -> UUID:
        return self.act_id


@dataclass(frozen=True, slots=True)
class CancelAct(_OfAct):
    """The act shall not be done after all."""

    type: ClassVar[str] = "act.cancel"
    concludes: ClassVar[bool] = True
    act_id: UUID
    reason: Line


@dataclass(frozen=True, slots=True)
class ApproveAct(_OfAct):
    """Another person has looked at the act: it may go."""

    type: ClassVar[str] = "act.approve"
    needs_contact: ClassVar[bool] = False
    needs_lease: ClassVar[bool] = False
    concludes: ClassVar[bool] = True
    of_matter: ClassVar[bool] = True
    act_id: UUID


@dataclass(frozen=True, slots=True)
class ReturnAct(_OfAct):
    """Another person has looked at the act: not so."""

    type: ClassVar[str] = "act.return"
    needs_contact: ClassVar[bool] = False
    needs_lease: ClassVar[bool] = False
    concludes: ClassVar[bool] = True
    of_matter: ClassVar[bool] = True
    act_id: UUID
    reason: Line


@dataclass(frozen=True, slots=True)
class SetStatus(Body):
    """The agent's own status, now or once their present contacts are done."""

    type: ClassVar[str] = "agent.status"
    needs_contact: ClassVar[bool] = False
    needs_lease: ClassVar[bool] = False
    status: Status
    after_current: bool = False
    channels: tuple[Channel, ...] | None = None


COMMANDS: Mapping[str, type[Body]] = MappingProxyType(
    {
        body.type: body
        for body in (
            Accept,
            Decline,
            End,
            AddNote,
            Reply,
            TakeBack,
            SetMotifs,
            LinkUsager,
            Identify,
            Park,
            Resume,
            Release,
            Transfer,
            ScheduleCallback,
            Close,
            Reopen,
            Merge,
            Gather,
            SaveDraft,
            SubmitAct,
            CancelAct,
            ApproveAct,
            ReturnAct,
            BookAppointment,
            MoveAppointment,
            CancelAppointment,
            AppointmentOutcome,
            Refer,
            ReplyReferral,
            AnswerReferral,
            AskReferral,
            TakeReferral,
            ReturnReferral,
            SetStatus,
        )
    }
)


@dataclass(frozen=True, slots=True)
class Command:
    """A body with who it is for and what it was decided on."""

    id: UUID
    body: Body
    issued_at: datetime
    contact_id: UUID | None = None
    lease_token: UUID | None = None
    base_version: int | None = None

    @property
    def type(self) -> str:
        return self.body.type
