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

from ccpro_desk.domain.values import (
    STRICT,
    AnswerRef,
    Channel,
    DraftText,
    EndedBy,
    Line,
    LongText,
    Moment,
    MotifOutcome,
    Siren,
    Status,
)


class Body:
    """A command's body. What the checks need to know of its kind stands in class variables."""

    __slots__ = ()
    __pydantic_config__ = STRICT
    type: ClassVar[str]
    needs_contact: ClassVar[bool] = True
    needs_lease: ClassVar[bool] = True
    needs_base_version: ClassVar[bool] = False
    concludes: ClassVar[bool] = False
    """A reply, an act or a closing: not for an agent *en accompagnement*."""


@dataclass(frozen=True, slots=True)
class Accept(Body):
    type: ClassVar[str] = "contact.accept"
    needs_lease: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Decline(Body):
    type: ClassVar[str] = "contact.decline"
    needs_lease: ClassVar[bool] = False
    reason: Line


@dataclass(frozen=True, slots=True)
class End(Body):
    type: ClassVar[str] = "contact.end"
    needs_lease: ClassVar[bool] = False
    by: EndedBy


@dataclass(frozen=True, slots=True)
class AddNote(Body):
    type: ClassVar[str] = "contact.note"
    needs_lease: ClassVar[bool] = False
    text: LongText


@dataclass(frozen=True, slots=True)
class Reply(Body):
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
    type: ClassVar[str] = "reply.take_back"
    needs_lease: ClassVar[bool] = False
    reply_id: UUID


@dataclass(frozen=True, slots=True)
class SetMotifs(Body):
    type: ClassVar[str] = "contact.motifs"
    motifs: Annotated[tuple[MotifOutcome, ...], MaxLen(20)]


@dataclass(frozen=True, slots=True)
class LinkUsager(Body):
    type: ClassVar[str] = "contact.link_usager"
    siren: Siren


@dataclass(frozen=True, slots=True)
class Identify(Body):
    type: ClassVar[str] = "contact.identify"
    checks: Annotated[tuple[str, ...], MinLen(1), MaxLen(20)]
    passed: bool


@dataclass(frozen=True, slots=True)
class Park(Body):
    type: ClassVar[str] = "contact.park"
    reason: Line
    until: Moment | None = None


@dataclass(frozen=True, slots=True)
class Resume(Body):
    type: ClassVar[str] = "contact.resume"
    needs_lease: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Release(Body):
    type: ClassVar[str] = "contact.release"
    reason: Line | None = None


@dataclass(frozen=True, slots=True)
class Close(Body):
    type: ClassVar[str] = "contact.close"
    needs_base_version: ClassVar[bool] = True
    concludes: ClassVar[bool] = True
    motifs: Annotated[tuple[MotifOutcome, ...], MinLen(1), MaxLen(20)]
    note: LongText | None = None


@dataclass(frozen=True, slots=True)
class SaveDraft(Body):
    type: ClassVar[str] = "draft.save"
    text: DraftText


@dataclass(frozen=True, slots=True)
class SetStatus(Body):
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
            Close,
            SaveDraft,
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
