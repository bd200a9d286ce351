"""Contacts: brought by connectors, taken by agents, read by whom they concern."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi import Query as QueryParam
from pydantic import AwareDatetime
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central.auth.guard import central_of, needs, signed_in
from ccpro_desk.central.body import read_json
from ccpro_desk.central.handle import Asked, Query
from ccpro_desk.central.hot import give_next
from ccpro_desk.central.shapes import Appended, answer
from ccpro_desk.central.store.values import Session
from ccpro_desk.central.told import Told, told
from ccpro_desk.domain.permissions import Right
from ccpro_desk.domain.values import Channel, State
from ccpro_desk.wire.listing import AlikeList, FoundPage, ListedPage
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import Intake, Next
from ccpro_desk.wire.views import ContactView, NextView

router = APIRouter()
Caller = Annotated[Session, Depends(signed_in)]
Limit = Annotated[int, QueryParam(ge=1, le=200)]
Cursor = Annotated[str | None, QueryParam(max_length=500)]
Motif = Annotated[str | None, QueryParam(max_length=100)]


def _asked(
    state: State | None = None,
    channel: Channel | None = None,
    motif: Motif = None,
    late: bool = False,
    names: bool = False,
) -> Asked:
    return Asked(state, channel, motif, late, names)


def _query(
    q: Annotated[str, QueryParam(max_length=200)] = "",
    motif: Motif = None,
    state: State | None = None,
    channel: Channel | None = None,
    siren: Annotated[str | None, QueryParam(pattern="^[0-9]{9}$")] = None,
    reference: Annotated[str | None, QueryParam(min_length=4, max_length=1_000)] = None,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    mine: bool = False,
    handled_since: AwareDatetime | None = None,
) -> Query:
    return Query(q, motif, state, channel, siren, reference, since, until, mine, handled_since)


@router.post(
    "/v1/contacts",
    **told(
        "bring",
        "A connector brings a contact, or a further message of one.",
        Told(
            {
                200: ("Known already, or appended to a known thread.", ContactView | Appended),
                201: ("The new contact.", ContactView),
            },
            body=Intake,
            problems=(ProblemCode.FORBIDDEN, ProblemCode.CONFLICT),
        ),
    ),
)
async def bring(request: Request, caller: Annotated[Session, Depends(needs(Right.BRING))]) -> Response:
    intake = await read_json(request, Intake)
    brought = await central_of(request).handle.bring(caller.agent, intake)
    if brought.created:
        return answer(brought.view, 201)
    if brought.appended:
        return answer(Appended(brought.view, True))
    return answer(brought.view)


@router.post(
    "/v1/contacts/next",
    **told(
        "next",
        "The next contact for the caller.",
        Told(
            {
                200: ("The contact; `lease` is null once it is not the caller's.", NextView),
                204: ("Nothing suits.", None),
            },
            body=Next,
            problems=(
                ProblemCode.FORBIDDEN,
                ProblemCode.NOT_AVAILABLE,
                ProblemCode.CAPACITY,
                ProblemCode.CONFLICT,
            ),
            headers={"Idempotency-Key": "Required. The same key answers the same contact for 24 h."},
        ),
    ),
)
async def next_contact(
    request: Request, caller: Annotated[Session, Depends(needs(Right.HANDLE))]
) -> Response:
    return await give_next(central_of(request), caller, request)


@router.get(
    "/v1/contacts",
    **told(
        "contacts",
        "The caller's centre and the national pool, without messages, origin or usager.",
        Told(
            {200: ("A page; `total` on the first one.", ListedPage)},
            problems=(ProblemCode.FORBIDDEN,),
        ),
    ),
)
async def contacts(
    request: Request,
    caller: Annotated[Session, Depends(needs(Right.LIST_CENTRE))],
    asked: Annotated[Asked, Depends(_asked)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    handle = central_of(request).handle
    items, further, total = await handle.contacts(caller.agent, asked, limit=limit, cursor=cursor)
    return answer(ListedPage(tuple(items), further, total))


@router.get(
    "/v1/contacts/search",
    **told(
        "search_contacts",
        "Finds contacts that the caller may read, the last received first.",
        Told({200: ("A page.", FoundPage)}, problems=(ProblemCode.FORBIDDEN,)),
    ),
)
async def search(
    request: Request,
    caller: Annotated[Session, Depends(needs(Right.HANDLE))],
    query: Annotated[Query, Depends(_query)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    handle = central_of(request).handle
    items, further = await handle.found(caller.agent, query, limit=limit, cursor=cursor)
    return answer(FoundPage(tuple(items), further))


@router.get(
    "/v1/contacts/{contact_id}",
    **told(
        "contact",
        "A contact in full: for its holder, owner, their supervisor, or a holder of the same usager's.",
        Told({200: ("The contact.", ContactView)}, problems=(ProblemCode.FORBIDDEN, ProblemCode.NOT_FOUND)),
    ),
)
async def contact(request: Request, caller: Caller, contact_id: UUID) -> Response:
    return answer(await central_of(request).handle.contact(caller.agent, contact_id))


@router.get(
    "/v1/contacts/{contact_id}/alike",
    **told(
        "alike",
        "Contacts of the same sender, thread, usager or text, as far as the caller may know them.",
        Told({200: ("They.", AlikeList)}, problems=(ProblemCode.FORBIDDEN, ProblemCode.NOT_FOUND)),
    ),
)
async def alike(request: Request, caller: Caller, contact_id: UUID) -> Response:
    return answer(AlikeList(tuple(await central_of(request).handle.alike(caller.agent, contact_id))))
