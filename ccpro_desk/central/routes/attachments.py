"""Attachments: brought by connectors and by agents, given back as bytes that no browser will run."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from ccpro_desk.central.auth.guard import central_of, needs, signed_in
from ccpro_desk.central.body import read_json
from ccpro_desk.central.shapes import answer
from ccpro_desk.central.store.values import Session
from ccpro_desk.central.told import Told, told
from ccpro_desk.domain.permissions import Right
from ccpro_desk.domain.values import AttachmentRef
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import NewAttachment

router = APIRouter()
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,80}/[a-z0-9][a-z0-9.+-]{0,80}", re.IGNORECASE | re.ASCII)
_BYTES = "application/octet-stream"


@router.post(
    "/v1/attachments",
    **told(
        "add_attachment",
        "Keeps an attachment, up to 25 MB.",
        Told(
            {201: ("Its reference.", AttachmentRef)},
            body=NewAttachment,
            problems=(ProblemCode.FORBIDDEN,),
        ),
    ),
)
async def add_attachment(
    request: Request, caller: Annotated[Session, Depends(needs(Right.BRING, Right.HANDLE))]
) -> Response:
    new = await read_json(request, NewAttachment)
    return answer(await central_of(request).handle.add_attachment(caller.agent, new), 201)


@router.get(
    "/v1/attachments/{attachment_id}",
    **told(
        "attachment",
        "The bytes, for its sender and whoever may read the contact.",
        Told(
            {200: ("The bytes, of its own type, as `attachment`, `nosniff`.", bytes)},
            problems=(ProblemCode.FORBIDDEN, ProblemCode.NOT_FOUND),
            media_type="*/*",
        ),
    ),
)
async def attachment(
    request: Request, caller: Annotated[Session, Depends(signed_in)], attachment_id: UUID
) -> Response:
    ref, content = await central_of(request).handle.attachment(caller.agent, attachment_id)
    headers = {
        "Content-Type": ref.type if _TYPE.fullmatch(ref.type) else _BYTES,
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(ref.name, safe='', errors='replace')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(content, headers=headers)
