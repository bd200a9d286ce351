"""The calls of lists: what waits, what a search finds, what is alike. Each may raise `CentralProblem`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ccpro_desk.desk.sync.client import Client
from ccpro_desk.wire.listing import (
    AlikeList,
    AlikeView,
    EstablishmentPage,
    FoundPage,
    ListedPage,
    ObligationPage,
    TimelinePage,
)

Params = Mapping[str, Any]


async def waiting(client: Client, params: Params) -> ListedPage:
    return await client.get(ListedPage, "/v1/contacts", {"state": "waiting", **params})


async def found(client: Client, params: Params) -> FoundPage:
    return await client.get(FoundPage, "/v1/contacts/search", params)


async def alike(client: Client, contact_id: UUID) -> tuple[AlikeView, ...]:
    return (await client.get(AlikeList, f"/v1/contacts/{contact_id}/alike")).items


async def timeline(client: Client, siren: str, params: Params) -> TimelinePage:
    return await client.get(TimelinePage, f"/v1/usagers/{siren}/timeline", params)


async def further(
    client: Client, siren: str, name: str, params: Params
) -> ObligationPage | EstablishmentPage:
    """The next page of a list that the file holds the first one of."""
    address = f"/v1/usagers/{siren}/{name}"
    if name == "obligations":
        return await client.get(ObligationPage, address, params)
    return await client.get(EstablishmentPage, address, params)
