"""Pages: how many at once, and where the next one begins."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.store.values import Page
from ccpro_desk.domain.contact import Contact
from ccpro_desk.wire.problems import ProblemCode

PAGE_MAX = 200


def page_after(cursor: str | None) -> Page | None:
    """The row that a page of contacts begins after. Raises `invalid`."""
    after = read_cursor(cursor)
    return Page(moment_of(after[0]), uuid_of(after[1])) if after else None


def cut(found: Sequence[Contact], size: int) -> tuple[Sequence[Contact], str | None]:
    """A page of `size`, and the cursor of the next: `found` holds one row more if there is one."""
    shown = found[:size]
    more = len(found) > size
    return shown, cursor_of(shown[-1].received_at.isoformat(), str(shown[-1].id)) if more else None


def page_size(limit: int) -> int:
    if limit < 1:
        raise ProblemError(ProblemCode.INVALID, "Champ « limit » : au moins 1.")
    return min(limit, PAGE_MAX)


def cursor_of(first: str, second: str) -> str:
    return base64.urlsafe_b64encode(f"{first}\n{second}".encode()).decode("ascii")


def read_cursor(cursor: str | None) -> tuple[str, str] | None:
    if not cursor:
        return None
    try:
        first, second = base64.urlsafe_b64decode(cursor.encode("ascii")).decode("utf-8").split("\n")
    except (binascii.Error, ValueError):
        raise bad_cursor() from None
    if "\x00" in first + second:
        raise bad_cursor()
    return first, second


def moment_of(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise bad_cursor() from None
    if at.tzinfo is None:
        raise bad_cursor()
    return at


def uuid_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise bad_cursor() from None


def bad_cursor() -> ProblemError:
    return ProblemError(ProblemCode.INVALID, "Champ « cursor » : valeur mal formée.")
