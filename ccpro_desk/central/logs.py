"""JSON logs on stderr: ids, codes, routes and durations; no login, name, address or text, ever.

structlog is imported by the first line logged, so that it does not stand in the way of the start.
"""

from __future__ import annotations

import logging
import sys
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from typing import Any

_QUIET = frozenset({"/v1/alive", "/health/live", "/health/ready", "/metrics"})
"""Routes that are called all day: logged only when they fail."""


@cache
def _logger() -> Any:
    import structlog
    from pydantic_core import to_json

    return structlog.wrap_logger(
        structlog.WriteLogger(sys.stderr),
        processors=[structlog.processors.JSONRenderer(serializer=lambda line, **_: to_json(line).decode())],
    ).bind()


def info(event: str, **fields: object) -> None:
    _write("info", event, fields)


def warning(event: str, **fields: object) -> None:
    _write("warning", event, fields)


def error(event: str, *, error: BaseException, **fields: object) -> None:
    """An unexpected error: its class and place, without its message, which may quote a person."""
    _write("error", event, {"error": type(error).__name__, "where": _where(error), **fields})


def _write(level: str, event: str, fields: dict[str, object]) -> None:
    """A log that cannot be written (its reader has gone) stops no work."""
    at = datetime.now(UTC).isoformat().removesuffix("+00:00")
    with suppress(OSError, ValueError):
        getattr(_logger(), level)(event, **fields, level=level, timestamp=f"{at}Z")


def request(request_id: str, method: str, route: str, status: int, seconds: float) -> None:
    """One request that was answered."""
    if route in _QUIET and status < 400:
        return
    ms = round(seconds * 1000, 1)
    info("request", request=request_id, method=method, route=route, status=status, ms=ms)


class _Handler(logging.Handler):
    """Another library's warnings, in our form: where it said so, not what, for it may quote a person."""

    def emit(self, record: logging.LogRecord) -> None:
        fields: dict[str, object] = {"logger": record.name, "place": f"{record.filename}:{record.lineno}"}
        if record.exc_info and record.exc_info[1]:
            fields |= {"error": type(record.exc_info[1]).__name__, "where": _where(record.exc_info[1])}
        _write("warning", "library", fields)


def take_over(*loggers: str) -> None:
    """Sends the warnings of these standard loggers here, and nowhere else; `""` is the root of all."""
    for logger in loggers:
        found = logging.getLogger(logger)
        found.setLevel(logging.WARNING)
        found.handlers = [_Handler()]
        found.propagate = False
    logging.captureWarnings(True)


def _where(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}:{frame.name}" for frame in frames]
