"""Problems of the HTTP API (RFC 9457), each with a stable `code`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

PROBLEM_TYPE = "application/problem+json"


class ProblemCode(StrEnum):
    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    CAPACITY = "capacity"
    NOT_AVAILABLE = "not_available"
    TOO_LARGE = "too_large"
    UPGRADE_REQUIRED = "upgrade_required"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"


STATUS: Mapping[ProblemCode, int] = MappingProxyType(
    {
        ProblemCode.INVALID: 422,
        ProblemCode.UNAUTHENTICATED: 401,
        ProblemCode.FORBIDDEN: 403,
        ProblemCode.NOT_FOUND: 404,
        ProblemCode.CONFLICT: 409,
        ProblemCode.CAPACITY: 409,
        ProblemCode.NOT_AVAILABLE: 409,
        ProblemCode.TOO_LARGE: 413,
        ProblemCode.UPGRADE_REQUIRED: 426,
        ProblemCode.RATE_LIMITED: 429,
        ProblemCode.UNAVAILABLE: 503,
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """`title` is a French sentence for the agent, `code` is for programs."""

    code: ProblemCode
    title: str
    status: int
    detail: str | None = None
    reason: str | None = None
    """A code within `code`: `elsewhere`, of a session that goes on at another workstation."""
