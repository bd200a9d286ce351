"""The calls of appointments. Each may raise `CentralProblem`."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ccpro_desk.desk.sync.client import Client
from ccpro_desk.wire.appointments import DayView, MeetingView, OfficesView, OfficeView, SlotsView
from ccpro_desk.wire.listing import TimelinePage


async def offices(client: Client) -> tuple[OfficeView, ...]:
    return (await client.get(OfficesView, "/v1/sie")).items


async def slots(client: Client, code: str, start: datetime | None) -> SlotsView:
    params = {"from": start.isoformat()} if start else {}
    return await client.get(SlotsView, f"/v1/sie/{code}/slots", params)


async def day(client: Client, code: str, when: date | None) -> DayView:
    params = {"day": when.isoformat()} if when else {}
    return await client.get(DayView, f"/v1/sie/{code}/appointments", params)


async def meeting(client: Client, code: str, appointment_id: UUID) -> MeetingView:
    return await client.get(MeetingView, f"/v1/sie/{code}/appointments/{appointment_id}")


async def timeline(client: Client, siren: str, contact_id: UUID) -> TimelinePage:
    """The first page: what is still to come was made lately."""
    params = {"contact_id": str(contact_id), "limit": 200}
    return await client.get(TimelinePage, f"/v1/usagers/{siren}/timeline", params)
