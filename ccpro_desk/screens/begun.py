"""What was begun in a window that was left: Escape loses nothing, the window finds it again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from textual.screen import Screen
from textual.widgets import Input, TextArea


class Begun:
    """Texts by contact and window."""

    def __init__(self) -> None:
        self._texts: dict[tuple[UUID | None, str], dict[str, str]] = {}

    def of(self, contact: UUID | None, window: str) -> dict[str, str]:
        """Field → what was typed there; the window writes into it."""
        return self._texts.setdefault((contact, window), {})

    def done(self, contact: UUID | None, window: str) -> None:
        self._texts.pop((contact, window), None)


def keep(screen: Screen[Any], begun: dict[str, str], fields: Iterable[str]) -> None:
    """Write what stands in these fields into `begun`."""
    for name in fields:
        widget = screen.query_one(f"#{name}")
        if isinstance(widget, Input):
            begun[name] = widget.value
        elif isinstance(widget, TextArea):
            begun[name] = widget.text
