"""What a centre sets: durations in seconds by channel, factors, territory and hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ccpro_desk.domain.hours import Hours
from ccpro_desk.domain.territory import Territory
from ccpro_desk.domain.values import Channel

LEASE_S: Mapping[Channel, int] = MappingProxyType(
    {Channel.PHONE: 45, Channel.CHAT: 45, Channel.MAIL: 1800, Channel.CALLBACK: 1800}
)
"""Seconds that a lease lasts without a sign of life of its desk."""

ByChannel = Mapping[Channel, int]
"""Seconds; a channel that is not there: never."""


def _never() -> ByChannel:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Settings:
    """All that dispatch decides by, besides the contact and the agent."""

    allowance_s: ByChannel
    """How long a usager may wait for a first answer, by channel."""
    lease_s: ByChannel = field(default_factory=lambda: LEASE_S)
    offer_s: int = 30
    grace_s: int = 120
    """Added to every live lease by a central that starts, before its first rescue."""
    territory: Territory = field(default_factory=Territory)
    hours: Mapping[str, Hours] = field(default_factory=lambda: MappingProxyType({}))
    """By centre; a centre that is not there is always open."""
    shared: frozenset[Channel] = frozenset()
    """Channels that every centre serves, whatever the territory."""
    guess_skill: bool = False
    """Whether a guessed motif asks for its skill; otherwise it counts for the rank only."""
    motif_factor: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """What the delay is multiplied by for a motif or a family: under 1, sooner."""
    came_back_factor: float = 1.0
    """The same for a usager who comes back on a closed contact, from when they came back."""
    deadline_margin_s: int = 0
    """How long before the usager's next fiscal deadline they are to be answered at the latest."""
    skill_s: ByChannel = field(default_factory=_never)
    """How long a contact waits for its skill or plateau before every agent of its pool may take it."""
    overflow_s: ByChannel = field(default_factory=_never)
    """How long it waits in its centre before every centre may take it."""
    overflow_waiting: ByChannel = field(default_factory=_never)
    """How many (contacts, not seconds) may wait in its centre before what arrives goes to every centre."""
    overflow_oldest_s: ByChannel = field(default_factory=_never)
    """How long the first of those who wait there may have waited before the same, in opening hours."""
    declined_s: ByChannel = field(default_factory=_never)
    """How long an agent who let a contact go is not offered it again while others could take it."""
    known_s: ByChannel = field(default_factory=_never)
    """How long it waits for the agent who last handled this usager."""
    known_days: int = 30
    """How long ago that may be."""
    owned_s: ByChannel = field(default_factory=_never)
    """How long it waits for the agent whose it is: interrupted call, undelivered reply, transfer by name."""
    reopen_s: int = 0
    """How long whoever closed a contact may take it again."""
    alike_days: int = 7
    """How far apart contacts of one person may lie to be shown together."""
    level_shift_s: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))
    """Added to a contact's rank for an agent of this level in its skill: negative, they take it first."""

    @property
    def centre_of_department(self) -> Mapping[str, str]:
        return self.territory.centre_of_department

    @property
    def centre_of_sie(self) -> Mapping[str, str]:
        return self.territory.centre_of_sie
