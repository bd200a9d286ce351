"""The commands of a fiche de liaison: sent by an agent, answered by an officer of the SIE."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from annotated_types import MaxLen

from ccpro_desk.domain.body import Body
from ccpro_desk.domain.bounds import Day, Line, LongText
from ccpro_desk.domain.referral.haste import Haste
from ccpro_desk.domain.values import Code


@dataclass(frozen=True, slots=True)
class Refer(Body):
    """The question goes to the SIE, with what is known and what was said."""

    type: ClassVar[str] = "contact.refer"
    needs_base_version: ClassVar[bool] = True
    sie: Code
    facts: LongText
    urgency: Haste
    promised_on: Day | None = None
    motif: Code | None = None
    """What it is about; none: as the contact says."""
    attachments: Annotated[tuple[UUID, ...], MaxLen(50)] | None = None
    """The files that go with it; none: all of the contact's."""
    override: Line | None = None
    """Why it goes although the perimeter, or another fiche, speaks against it."""


class _OfReferral(Body):
    """It names a fiche."""

    __slots__ = ()
    referral_id: UUID

    @property
    def matter_id(self) -> UUID:
        return self.referral_id


class _OfficerSays(_OfReferral):
    """An officer moves the fiche, in whatever state its contact is."""

    __slots__ = ()
    needs_contact: ClassVar[bool] = False
    needs_lease: ClassVar[bool] = False
    of_matter: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ReplyReferral(_OfReferral):
    """What the SIE asked is answered: the contact is with them again."""

    type: ClassVar[str] = "referral.reply"
    referral_id: UUID
    text: LongText


@dataclass(frozen=True, slots=True)
class AnswerReferral(_OfficerSays):
    """The SIE has answered: the contact comes back."""

    type: ClassVar[str] = "referral.answer"
    referral_id: UUID
    text: LongText


@dataclass(frozen=True, slots=True)
class AskReferral(_OfficerSays):
    """The SIE needs to know more."""

    type: ClassVar[str] = "referral.ask"
    referral_id: UUID
    text: LongText


@dataclass(frozen=True, slots=True)
class TakeReferral(_OfficerSays):
    """The SIE goes on with the usager itself: the contact closes."""

    type: ClassVar[str] = "referral.take"
    referral_id: UUID
    text: LongText | None = None
    """What the usager is written."""


@dataclass(frozen=True, slots=True)
class ReturnReferral(_OfficerSays):
    """It is within the centre's own competence."""

    type: ClassVar[str] = "referral.return"
    referral_id: UUID
    reason: LongText
    article: Code | None = None
    """Of the perimeter; none: the motif's own."""


OFFICERS = (AnswerReferral, AskReferral, TakeReferral, ReturnReferral)
