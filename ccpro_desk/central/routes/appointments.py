"""Appointments with the offices (SIE): what is free, and who comes."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central.auth.guard import central_of, needs
from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.shapes import answer
from ccpro_desk.central.store.values import Session
from ccpro_desk.central.told import Told, told
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.permissions import Right
from ccpro_desk.wire.appointments import DayView, MeetingView, OfficesView, SlotsView
from ccpro_desk.wire.problems import ProblemCode

router = APIRouter()
Looks = Annotated[Session, Depends(needs(Right.APPOINTMENTS))]
Receives = Annotated[Session, Depends(needs(Right.RECEIVE))]
Code = Annotated[str, Path(min_length=1, max_length=100)]
_PROBLEMS = (ProblemCode.FORBIDDEN, ProblemCode.NOT_FOUND)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@router.get(
    "/v1/sie",
    **told(
        "offices",
        "The offices that give appointments.",
        Told({200: ("By name.", OfficesView)}, problems=(ProblemCode.FORBIDDEN,)),
    ),
)
async def offices(request: Request, caller: Looks) -> Response:
    return answer(central_of(request).handle.offices())


@router.get(
    "/v1/sie/{code}/slots",
    **told(
        "slots",
        "What has a place left: from `from` (now unless said) on, before `to` (31 days later unless said). "
        "Either is a moment (RFC 3339) or a day; the day that `to` names is part of it.",
        Told({200: ("In order.", SlotsView)}, problems=_PROBLEMS),
    ),
)
async def slots(
    request: Request,
    caller: Looks,
    code: Code,
    start: Annotated[str | None, Query(alias="from", max_length=40)] = None,
    until: Annotated[str | None, Query(alias="to", max_length=40)] = None,
) -> Response:
    first, last = _moment(start, "from"), _moment(until, "to", following=True)
    return answer(await central_of(request).handle.slots(code, first, last))


@router.get(
    "/v1/sie/{code}/appointments",
    **told(
        "office_day",
        "Who comes to the caller's office on a day (today unless said); audited.",
        Told({200: ("In order, without those cancelled.", DayView)}, problems=_PROBLEMS),
    ),
)
async def office_day(
    request: Request, caller: Receives, code: Code, day: Annotated[date | None, Query()] = None
) -> Response:
    return answer(await central_of(request).handle.office_day(caller.agent, code, day))


@router.get(
    "/v1/sie/{code}/appointments/{appointment_id}",
    **told(
        "meeting",
        "One of them, with what the usager got in touch about; audited.",
        Told({200: ("It.", MeetingView)}, problems=_PROBLEMS),
    ),
)
async def meeting(request: Request, caller: Receives, code: Code, appointment_id: UUID) -> Response:
    return answer(await central_of(request).handle.meeting(caller.agent, code, appointment_id))


def _moment(text: str | None, field: str, *, following: bool = False) -> datetime | None:
    """A moment, or a day's beginning in Paris; `following`: its end. Raises `invalid`."""
    if text is None:
        return None
    try:
        if _DAY.fullmatch(text):
            day = date.fromisoformat(text) + timedelta(days=1 if following else 0)
            return datetime.combine(day, time(0), PARIS)
        at = datetime.fromisoformat(text.replace(" ", "+"))
        if at.tzinfo is not None:
            return at
    except (ValueError, OverflowError):
        pass
    raise ProblemError(ProblemCode.INVALID, f"Champ « {field} » : une date ou un instant avec son décalage.")
