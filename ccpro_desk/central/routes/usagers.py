"""Usagers: found by their public fields, opened at the level that a contact or a written reason allows."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central.auth.guard import central_of, needs
from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle import AskedTimeline
from ccpro_desk.central.shapes import UsagerPage, answer, raw
from ccpro_desk.central.store.values import Session
from ccpro_desk.central.told import Told, told
from ccpro_desk.domain.permissions import Right
from ccpro_desk.domain.text import clean
from ccpro_desk.wire.codec import adapter
from ccpro_desk.wire.listing import EstablishmentPage, ObligationPage, TimelinePage
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.views import DossierView

router = APIRouter()
Reader = Annotated[Session, Depends(needs(Right.READ_DOSSIER))]
FileReader = Annotated[Session, Depends(needs(Right.READ_DOSSIER, Right.ANSWER))]
Siren = Annotated[str, Path(pattern="^[0-9]{9}$")]
Cursor = Annotated[str | None, Query(max_length=2_000)]
_SHORTEST_QUERY = 3
_REASON = range(20, 501)


def _page_told(name: str, page: type[Any]) -> dict[str, Any]:
    return told(
        f"usager_{name}",
        f"A page of a usager's {name}; the rights are those of the file, which names them in `more`.",
        Told(
            {200: ("A page.", page)},
            problems=(ProblemCode.FORBIDDEN, ProblemCode.NOT_FOUND),
        ),
    )


@router.get(
    "/v1/usagers",
    **told(
        "search_usagers",
        "Finds usagers by SIREN, SIRET, VAT number, name, address or whole telephone number; public fields.",
        Told({200: ("A page.", UsagerPage)}, problems=(ProblemCode.FORBIDDEN,)),
    ),
)
async def search(
    request: Request,
    caller: Reader,
    q: Annotated[str, Query(min_length=3, max_length=200)],
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Cursor = None,
) -> Response:
    query = clean(q, keep_newlines=False)
    if len(query) < _SHORTEST_QUERY:
        raise ProblemError(ProblemCode.INVALID, "Donnez au moins trois caractères à chercher.")
    hits, further = await central_of(request).handle.search_usagers(caller.agent, query, limit, cursor)
    return answer(UsagerPage(tuple(hits), further))


@router.get(
    "/v1/usagers/{siren}",
    **told(
        "usager",
        "A usager's file, for a contact at hand (`contact_id`) or with a written reason (audited).",
        Told(
            {200: ("The file: fields above the level are null and named in `masked`.", DossierView)},
            problems=(ProblemCode.FORBIDDEN, ProblemCode.NOT_FOUND),
        ),
    ),
)
async def usager(
    request: Request,
    caller: FileReader,
    siren: Siren,
    contact_id: UUID | None = None,
    reason: str | None = None,
) -> Response:
    view = await central_of(request).handle.dossier(
        caller.agent, siren, contact_id=contact_id, reason=_reason(reason)
    )
    return raw(dossier_json(view))


@router.get(
    "/v1/usagers/{siren}/timeline",
    **told(
        "timeline",
        "Its contacts, acts, appointments and referrals, the last first; opened as the file is, audited.",
        Told(
            {
                200: (
                    "A page; what one may not open says neither what about nor by whom.",
                    TimelinePage,
                )
            },
            problems=(ProblemCode.FORBIDDEN, ProblemCode.NOT_FOUND),
        ),
    ),
)
async def timeline(
    request: Request,
    caller: Reader,
    siren: Annotated[str, Path(pattern="^[0-9]{9}$")],
    contact_id: UUID | None = None,
    reason: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=2_000)] = None,
) -> Response:
    asked = AskedTimeline(siren, contact_id, _reason(reason))
    items, further = await central_of(request).handle.timeline(caller.agent, asked, limit, cursor)
    return answer(TimelinePage(tuple(items), further))


@router.get("/v1/usagers/{siren}/obligations", **_page_told("obligations", ObligationPage))
async def obligations(
    request: Request,
    caller: FileReader,
    siren: Siren,
    contact_id: UUID | None = None,
    reason: str | None = None,
    cursor: Cursor = None,
) -> Response:
    return await _page(request, caller, siren, "obligations", contact_id, reason, cursor)


@router.get("/v1/usagers/{siren}/establishments", **_page_told("establishments", EstablishmentPage))
async def establishments(
    request: Request,
    caller: FileReader,
    siren: Siren,
    contact_id: UUID | None = None,
    reason: str | None = None,
    cursor: Cursor = None,
) -> Response:
    return await _page(request, caller, siren, "establishments", contact_id, reason, cursor)


async def _page(
    request: Request,
    caller: Session,
    siren: str,
    name: str,
    contact_id: UUID | None,
    reason: str | None,
    cursor: str | None,
) -> Response:
    items, further = await central_of(request).handle.dossier_page(
        caller.agent, siren, name, contact_id=contact_id, reason=_reason(reason), cursor=cursor
    )
    return raw({"items": items} | ({"next": further} if further else {}))


def _reason(reason: str | None) -> str | None:
    if reason is None:
        return None
    text = clean(reason, keep_newlines=False)
    if len(text) not in _REASON:
        title = "Le motif de consultation doit compter de 20 à 500 caractères."
        raise ProblemError(ProblemCode.INVALID, title)
    return text


def dossier_json(view: DossierView) -> dict[str, Any]:
    """The file flat, as the contract writes it: a masked field is there, and null."""
    head = adapter(DossierView).dump_python(view, mode="json")
    fields = head.pop("fields")
    return {**fields, **head}
