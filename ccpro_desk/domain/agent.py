"""Who acts: a person at a desk, or a connector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID

from ccpro_desk.domain.motifs import GENERAL_SKILL
from ccpro_desk.domain.values import Channel, Role, Status

DEFAULT_SLOTS: Mapping[Channel, int] = MappingProxyType(
    {Channel.PHONE: 1, Channel.CHAT: 2, Channel.MAIL: 3, Channel.CALLBACK: 1}
)
"""How many contacts of a channel an agent may hold at once, unless their account says otherwise."""


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
    channels: tuple[Channel, ...] = tuple(Channel)
    slots: Mapping[Channel, int] = field(default_factory=lambda: DEFAULT_SLOTS)
    status: Status = Status.OFFLINE
    after_current: Status | None = None
    """The status to take once no contact is offered, active or in wrap-up."""

    @property
    def is_person(self) -> bool:
        return self.role is not Role.CONNECTOR

    @property
    def all_skills(self) -> tuple[str, ...]:
        """The agent's skills; `general` is everybody's."""
        return self.skills if GENERAL_SKILL in self.skills else (GENERAL_SKILL, *self.skills)

    def slots_of(self, channel: Channel) -> int:
        return self.slots.get(channel, DEFAULT_SLOTS[channel])
