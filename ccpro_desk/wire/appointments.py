"""Appointments on the wire: what is free at an office, and who comes on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ccpro_desk.domain.appointments.modes import Mode
from ccpro_desk.domain.values import Channel


@dataclass(frozen=True, slots=True)
class SlotView:
    """A slot with a place left."""

    slot: datetime
    """Its beginning: what `appointment.book` names it by."""
    until: datetime
    modes: tuple[Mode, ...]
    free: int


@dataclass(frozen=True, slots=True)
class SlotsView:
    sie: str
    name: str
    items: tuple[SlotView, ...]
    """In order."""
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An office that gives appointments."""

    code: str
    name: str
    modes: tuple[Mode, ...]
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficesView:
    items: tuple[OfficeView, ...]


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """An appointment as the office sees it."""

    id: UUID
    version: int
    state: str
    at: datetime
    until: datetime
    mode: Mode
    siren: str
    usager: str
    title: str
    purpose: str
    contact_id: UUID
    author: str
    """The name of the agent who booked it."""
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayView:
    """Who comes to an office on a day, in order."""

    sie: str
    name: str
    day: date
    items: tuple[AppointmentView, ...]


@dataclass(frozen=True, slots=True)
class AskedView:
    """What the usager got in touch about, in short."""

    channel: Channel
    received_at: datetime
    subject: str
    said: str = ""
    """What they wrote last, shortened. What agents note for each other stays with them."""


@dataclass(frozen=True, slots=True)
class MeetingView:
    """One appointment, with the contact that it follows from."""

    appointment: AppointmentView
    asked: AskedView | None = None
