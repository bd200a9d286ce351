"""The small closed lists and values that commands, events and views share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID


class Length:
    """How many characters a text may have. `annotated_types` says it too, but takes long to import."""

    def __init__(self, least: int, most: int) -> None:
        self.least = least
        self.most = most

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> dict[str, Any]:
        """What Pydantic asks of an annotation; this module needs nothing of Pydantic's for it."""
        least = {"min_length": self.least} if self.least else {}
        return {**handler(source), **least, "max_length": self.most}


Code = Annotated[str, Length(1, 100)]
"""A name of a list that officers keep."""
STRICT = {"extra": "forbid", "strict": True}
"""What a request's dataclass says of itself: no unknown field, no conversion of types."""


UNSAID = "sans motif"
"""The reason of a refusal for which the agent gives none: they owe nobody another one."""


class Channel(StrEnum):
    PHONE = "phone"
    MAIL = "mail"
    CHAT = "chat"
    CALLBACK = "callback"

    @property
    def live(self) -> bool:
        """A person is waiting at the other end: it is offered, and rung."""
        return self in (Channel.PHONE, Channel.CHAT)

    @property
    def conversation(self) -> bool:
        """Somebody proved who they are while they were there: it holds no longer than that."""
        return self is not Channel.MAIL


class State(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    ACTIVE = "active"
    PARKED = "parked"
    WRAP_UP = "wrap_up"
    CLOSED = "closed"
    REFERRED = "referred"


class Outcome(StrEnum):
    ANSWERED = "answered"
    ACT = "act"
    APPOINTMENT = "appointment"
    REFERRED = "referred"
    CALLBACK = "callback"
    UNANSWERED = "unanswered"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"
    NOTE = "note"


class Sending(StrEnum):
    """Where a reply stands (contract, `messages[].status`)."""

    HELD = "held"
    QUEUED = "queued"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"
    TAKEN_BACK = "taken_back"


class EndedBy(StrEnum):
    USAGER = "usager"
    AGENT = "agent"
    NETWORK = "network"


class Status(StrEnum):
    """An agent's state, a closed list."""

    AVAILABLE = "available"
    PAUSE = "pause"
    DOCUMENTATION = "documentation"
    TRAINING = "training"
    TUTORING = "tutoring"
    MEETING = "meeting"
    INCIDENT = "incident"
    WRAP_UP = "wrap_up"
    LEAVING = "leaving"
    OFFLINE = "offline"


class Role(StrEnum):
    AGENT = "agent"
    TUTOR = "tutor"
    TRAINEE = "trainee"
    SUPERVISOR = "supervisor"
    HEAD = "head"
    SUPPORT = "support"
    REFERENT = "referent"
    SIE = "sie"
    CONNECTOR = "connector"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class MotifOutcome:
    """Why the usager got in touch, and what came of it."""

    __pydantic_config__ = STRICT
    code: Code
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class AnswerRef:
    """A scripted answer that was used, in its version."""

    __pydantic_config__ = STRICT
    id: Code
    version: int


@dataclass(frozen=True, slots=True)
class AttachmentRef:
    """A file that came with a contact, or goes with a reply; its bytes lie elsewhere."""

    id: UUID
    name: str
    type: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of a contact: what came in, what goes out, or a note between agents."""

    id: UUID
    direction: Direction
    at: datetime
    author: str
    """The usager's name or address, or the agent's display name."""
    text: str
    attachments: tuple[AttachmentRef, ...] = ()
    status: Sending | None = None
    author_id: UUID | None = None
    """The account that wrote it; none for the usager."""
    detail: str = ""
    """Why a sending failed, in the words of the other side."""
    answers: tuple[AnswerRef, ...] = ()
    """The scripted answers that a reply was made of."""
