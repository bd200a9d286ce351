"""What each kind of matter is made of: its states, those that are still open, and its detail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from ccpro_desk.domain.acts.detail import ActDetail, ActState
from ccpro_desk.domain.appointments.detail import STANDING, AppointmentDetail, AppointmentState
from ccpro_desk.domain.matter import Detail, Matter, MatterKind
from ccpro_desk.domain.referral.detail import OPEN_STATES, ReferralDetail, ReferralState


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of matter."""

    states: type[StrEnum]
    open: frozenset[str]
    """States from which it still moves."""
    detail: type[Detail]


SHAPES: Mapping[MatterKind, Shape] = MappingProxyType(
    {
        MatterKind.ACT: Shape(ActState, frozenset({ActState.TO_APPROVE, ActState.RECORDED}), ActDetail),
        MatterKind.APPOINTMENT: Shape(AppointmentState, frozenset(STANDING), AppointmentDetail),
        MatterKind.REFERRAL: Shape(ReferralState, frozenset(OPEN_STATES), ReferralDetail),
    }
)


def is_open(matter: Matter) -> bool:
    """Whether it is still to move."""
    return matter.state in SHAPES[matter.kind].open
