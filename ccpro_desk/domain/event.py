"""What every event says of itself: how the feed tells it, and whether it counts."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID


class Event:
    """Something that happened. `counts`: whether the contact's version grows by one."""

    __slots__ = ()
    feed: ClassVar[str] = "contact.changed"
    changed: ClassVar[tuple[str, ...]] = ()
    counts: ClassVar[bool] = True
    touches: ClassVar[bool] = True
    """Whether it counts as a change by its author for others' base versions."""

    @property
    def about(self) -> UUID | None:
        return None
