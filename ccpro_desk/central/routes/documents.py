"""Documents: made by the central from what it holds, and kept as files of their contact."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central.auth.guard import central_of, needs
from ccpro_desk.central.body import read_json
from ccpro_desk.central.shapes import answer
from ccpro_desk.central.store.values import Session
from ccpro_desk.central.told import Told, told
from ccpro_desk.domain.permissions import Right
from ccpro_desk.domain.values import AttachmentRef
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import NewDocument

router = APIRouter()


@router.post(
    "/v1/documents",
    **told(
        "make_document",
        "A PDF of an act, appointment, referral or reply, kept with its contact; audited.",
        Told(
            {201: ("The file, to be read as an attachment or joined to a reply.", AttachmentRef)},
            body=NewDocument,
            problems=(ProblemCode.FORBIDDEN, ProblemCode.NOT_FOUND, ProblemCode.UNAVAILABLE),
        ),
    ),
)
async def make_document(
    request: Request, caller: Annotated[Session, Depends(needs(Right.MATTERS))]
) -> Response:
    asked = await read_json(request, NewDocument)
    return answer(await central_of(request).handle.make_document(caller.agent, asked), 201)
