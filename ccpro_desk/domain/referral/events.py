"""What happens to a fiche de liaison, and to its contact with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ccpro_desk.domain.contact import Reason
from ccpro_desk.domain.events import Event, MatterMoved, Returned
from ccpro_desk.domain.values import Channel


@dataclass(frozen=True, slots=True)
class Referred(Event):
    """The contact is with the SIE: it keeps its owner, gives up its lease."""

    feed: ClassVar[str] = "contact.referred"
    changed: ClassVar[tuple[str, ...]] = ("state", "lease", "resume_at", "reason")
    reason: Reason


@dataclass(frozen=True, slots=True)
class CameBack(Returned):
    """The SIE gave the contact back; nobody is on the line any more."""

    changed: ClassVar[tuple[str, ...]] = ("state", "lease", "owner", "reason", "channel")
    channel: Channel = Channel.MAIL


@dataclass(frozen=True, slots=True)
class ReferralMade(MatterMoved):
    feed: ClassVar[str] = "referral.made"
    touches: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ReferralReplied(MatterMoved):
    feed: ClassVar[str] = "referral.replied"
    touches: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ReferralAnswered(MatterMoved):
    feed: ClassVar[str] = "referral.answered"


@dataclass(frozen=True, slots=True)
class ReferralAsked(MatterMoved):
    feed: ClassVar[str] = "referral.asked"


@dataclass(frozen=True, slots=True)
class ReferralTaken(MatterMoved):
    feed: ClassVar[str] = "referral.taken"


@dataclass(frozen=True, slots=True)
class ReferralReturned(MatterMoved):
    feed: ClassVar[str] = "referral.returned"


@dataclass(frozen=True, slots=True)
class ReferralWithdrawn(MatterMoved):
    feed: ClassVar[str] = "referral.withdrawn"
