"""The calls about acts, appointments and referrals. Each may raise `CentralProblem`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ccpro_desk.desk.sync.client import Client
from ccpro_desk.domain.values import AttachmentRef
from ccpro_desk.wire.contact_view import MatterView
from ccpro_desk.wire.listing import MatterPage


async def listed(client: Client, params: Mapping[str, Any]) -> MatterPage:
    return await client.get(MatterPage, "/v1/matters", params)


async def one(client: Client, matter_id: UUID) -> MatterView:
    return await client.get(MatterView, f"/v1/matters/{matter_id}")


async def document(client: Client, kind: str, contact_id: UUID, about: UUID) -> AttachmentRef:
    asked = {"kind": kind, "contact_id": str(contact_id), "about": str(about)}
    return await client.send(AttachmentRef, "POST", "/v1/documents", asked)
