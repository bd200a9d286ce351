"""A fiche de liaison as it went to the SIE, what was said since, and the states that it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.matter import Detail, Matter
from ccpro_desk.domain.referral.haste import Haste
from ccpro_desk.domain.values import AnswerRef, AttachmentRef, Channel


class ReferralState(StrEnum):
    OPEN = "open"
    """The SIE has it."""
    ASKED = "asked"
    """The SIE asked something: the centre has it."""
    ANSWERED = "answered"
    TAKEN = "taken"
    """The SIE goes on with the usager itself."""
    RETURNED = "returned"
    """Given back as within first-level competence."""
    WITHDRAWN = "withdrawn"
    """The centre closed the contact without answering the SIE's question."""


OPEN_STATES = frozenset({ReferralState.OPEN, ReferralState.ASKED})
STATE_LABELS = {
    ReferralState.OPEN: "Au SIE",
    ReferralState.ASKED: "Question du SIE",
    ReferralState.ANSWERED: "Répondu par le SIE",
    ReferralState.TAKEN: "Suivi par le SIE",
    ReferralState.RETURNED: "Renvoyé par le SIE",
    ReferralState.WITHDRAWN: "Sans suite : contact clos",
}


HASTE_LABELS = {Haste.NORMAL: "normale", Haste.HIGH: "élevée", Haste.URGENT: "urgente"}


class Said(StrEnum):
    """What the two services said to each other after the fiche was sent."""

    ANSWER = "answer"
    QUESTION = "question"
    REPLY = "reply"
    TAKEN = "taken"
    RETURN = "return"


SAID_LABELS = {
    Said.ANSWER: "Réponse du SIE",
    Said.QUESTION: "Question du SIE",
    Said.REPLY: "Réponse du centre de contact",
    Said.TAKEN: "Suite prise par le SIE",
    Said.RETURN: "Renvoi par le SIE",
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One thing that one of them said."""

    id: UUID
    """The command's."""
    kind: Said
    at: datetime
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply that the usager has had, and the scripted answers that it was made of."""

    message: UUID
    at: datetime
    author: str
    answers: tuple[AnswerRef, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferralDetail(Detail):
    """What the fiche says."""

    facts: str = ""
    haste: Haste = Haste.NORMAL
    promised_on: date | None = None
    """What the usager was promised."""
    agent: str = ""
    """Who referred it, by name."""
    channel: Channel = Channel.MAIL
    usager: str = ""
    motif: str = ""
    article: str = ""
    """The article of the perimeter that it stands under."""
    override: str = ""
    """Why it was referred although the perimeter says otherwise."""
    said: tuple[Answered, ...] = ()
    documents: tuple[AttachmentRef, ...] = ()
    exchanges: tuple[Exchange, ...] = ()


def due_at(promised_on: date | None) -> datetime | None:
    """When a promise is broken: once its day is over, where the usager is."""
    if promised_on is None:
        return None
    return datetime.combine(promised_on + timedelta(days=1), time(), PARIS).astimezone(UTC)


def is_overdue(matter: Matter, now: datetime) -> bool:
    """Whether the promised day is over and the SIE has not answered."""
    return matter.state in OPEN_STATES and matter.due_at is not None and matter.due_at <= now
