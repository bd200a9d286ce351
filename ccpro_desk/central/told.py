"""What each route says of itself for the OpenAPI document: types only, turned into schemas when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from ccpro_desk.wire.problems import ProblemCode


@dataclass(frozen=True, slots=True)
class Told:
    """A route's request and answers. `answers`: status → (description, type of the JSON body or none)."""

    answers: Mapping[int, tuple[str, Any]]
    body: Any = None
    problems: tuple[ProblemCode, ...] = ()
    media_type: str = "application/json"
    open: bool = False
    """Answers without a session."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Request headers that the route reads itself: name → description."""


TOLD: dict[str, Told] = {}
"""By operation id."""


def told(operation: str, summary: str, said: Told) -> dict[str, Any]:
    """The arguments of a route's decorator."""
    TOLD[operation] = said
    return {
        "operation_id": operation,
        "summary": summary,
        "response_class": Response,
        "response_model": None,
        "status_code": min(said.answers),
    }
