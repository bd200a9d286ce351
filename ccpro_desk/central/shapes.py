"""Answers that are more than one view: pages and envelopes, as the contract names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from annotated_types import MaxLen, MinLen
from starlette.responses import Response

from ccpro_desk.wire.codec import dumps, jsonable
from ccpro_desk.wire.commands import Envelope
from ccpro_desk.wire.views import ContactView, FeedEvent, OutboxItem, Result, UsagerHit

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Appended:
    """A message that joined a known thread."""

    contact: ContactView
    appended: bool


@dataclass(frozen=True, slots=True)
class CommandBatch:
    commands: Annotated[tuple[Envelope, ...], MinLen(1), MaxLen(100)]


@dataclass(frozen=True, slots=True)
class Results:
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class UsagerPage:
    items: tuple[UsagerHit, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class OutboxPage:
    items: tuple[OutboxItem, ...]


@dataclass(frozen=True, slots=True)
class Health:
    status: str


FEED_EVENT = FeedEvent


def answer(value: object, status: int = 200) -> Response:
    """A view as JSON."""
    return raw(jsonable(value), status)


def raw(value: object, status: int = 200) -> Response:
    """JSON values as they are."""
    return Response(dumps(value), status, media_type=JSON)


def nothing() -> Response:
    return Response(status_code=204)
