"""Who acts: a person at a desk, or a connector."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID

from ccpro_desk.domain.motifs import GENERAL_SKILL
from ccpro_desk.domain.values import Channel, Role, Status

DEFAULT_SLOTS: Mapping[Channel, int] = MappingProxyType(
    {Channel.PHONE: 1, Channel.CHAT: 2, Channel.MAIL: 3, Channel.CALLBACK: 1}
)
"""How many contacts of a channel an agent may hold at once, unless their account says otherwise."""
ALONE = 0
"""The slot of the only contact of an agent *en accompagnement*: unique by agent, whatever the channel."""


@dataclass(frozen=True, slots=True)
class Agent:
    """An account of the central, as the rules need it."""

    id: UUID
    login: str
    name: str
    role: Role
    centre: str = ""
    plateau: str = ""
    skills: tuple[str, ...] = (GENERAL_SKILL,)
    levels: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """1 (learning), 2 or 3 (expert) by skill; a skill that is not there: 2."""
    channels: tuple[Channel, ...] = tuple(Channel)
    slots: Mapping[Channel, int] = field(default_factory=lambda: DEFAULT_SLOTS)
    status: Status = Status.OFFLINE
    after_current: Status | None = None
    """The status to take once no contact is offered, active or in wrap-up."""
    accompanied: tuple[str, ...] = ()
    """Motif codes of an agent *en accompagnement*, one contact at a time; empty: an ordinary agent."""
    office: str = ""
    """The SIE that an officer belongs to, by its code."""

    @property
    def is_person(self) -> bool:
        return self.role is not Role.CONNECTOR

    @property
    def all_skills(self) -> tuple[str, ...]:
        """The agent's skills; `general` is everybody's, but of an agent *en accompagnement*."""
        if self.accompanied:
            return self.skills
        return self.skills if GENERAL_SKILL in self.skills else (GENERAL_SKILL, *self.skills)

    def level_in(self, skill: str) -> int:
        return self.levels.get(skill, 2)

    def slots_of(self, channel: Channel) -> int:
        return self.slots.get(channel, DEFAULT_SLOTS[channel])

    def free_slot(self, channel: Channel, used: Collection[int], *, busy: bool) -> int | None:
        """The first slot of `channel` that is not `used`; none: capacity is reached.

        `busy`: whether anything at all is at hand. An agent *en accompagnement* has one slot, `ALONE`, over
        all channels.
        """
        if self.accompanied:
            return None if busy else ALONE
        slots = range(1, self.slots_of(channel) + 1)
        return next((slot for slot in slots if slot not in used), None)
