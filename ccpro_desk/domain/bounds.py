"""How long a text may be and how a moment is written, wherever one comes in from outside."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from annotated_types import Predicate

from ccpro_desk.domain.values import Length


def _is_aware(at: datetime) -> bool:
    return at.tzinfo is not None


def _is_siren_shaped(siren: str) -> bool:
    return len(siren) == 9 and siren.isascii() and siren.isdigit()


_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class _As:
    """How a moment or a day is written in JSON, and nothing else.

    Strict readers would else take a number in quotes for seconds since 1970, and a date for its midnight.
    """

    written: Callable[[object], object]

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> dict[str, Any]:
        """What Pydantic asks of an annotation; this module needs nothing of Pydantic's for it."""
        function = {"type": "no-info", "function": self.written}
        return {"type": "function-before", "function": function, "schema": handler(source)}


def _day(value: object) -> object:
    """What is written otherwise stays a text, which is no date for the reader that comes after."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return value
    with suppress(ValueError):
        return date.fromisoformat(value)
    return value


def _moment(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = value.upper()
    if not _RFC_3339.fullmatch(text):
        raise ValueError(value)
    return datetime.fromisoformat(text)


Moment = Annotated[datetime, Predicate(_is_aware), _As(_moment)]
"""A timezone-aware moment; in JSON RFC 3339, section 5.6, with its offset."""
Day = Annotated[date, _As(_day)]
"""A day; in JSON `YYYY-MM-DD`."""
Siren = Annotated[str, Predicate(_is_siren_shaped)]
"""Nine digits. The key is checked where a person types it; the registry also knows numbers of Monaco."""
Line = Annotated[str, Length(1, 1_000)]
LongText = Annotated[str, Length(1, 100_000)]
DraftText = Annotated[str, Length(0, 100_000)]
