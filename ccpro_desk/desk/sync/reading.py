"""Contacts read again, one by one: what the feed and the refusals leave to be known."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from uuid import UUID

from ccpro_desk.desk.sync.changes import Changes
from ccpro_desk.desk.sync.client import Client
from ccpro_desk.desk.sync.problems import Declined
from ccpro_desk.wire.contact_view import ContactView

Views = dict[UUID, ContactView | None]
"""None: no longer ours to read."""


async def read_contacts(client: Client, wanted: Iterable[UUID]) -> Views:
    """Each contact once. Raises `CentralProblem`."""
    ids = list(dict.fromkeys(wanted))
    views = await asyncio.gather(*(_read(client, contact_id) for contact_id in ids))
    return dict(zip(ids, views, strict=True))


async def _read(client: Client, contact_id: UUID) -> ContactView | None:
    try:
        return await client.contact(contact_id)
    except Declined as declined:
        if declined.status in (403, 404):
            return None
        raise


def take_views(changes: Changes, views: Views) -> None:
    for contact_id, view in views.items():
        if view is None:
            changes.gone(contact_id)
        else:
            changes.view(view)
