"""What the store asks of a database: named statements, and one guarded write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from ccpro_desk.central.store.figures import Use
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.rows import Row

Parameters = Mapping[str, Any]
Document = Mapping[str, Any]
"""A whole change: lists of rows by table, with the head's row and its guard."""


class Engine(Protocol):
    """Parameters are Python values; lists and mappings among them are given as JSON."""

    async def migrate(self) -> None: ...

    async def close(self) -> None: ...

    async def bundle(self, name: str, parameters: Parameters) -> dict[str, list[Row]]:
        """The rows of each part, read in one snapshot."""

    async def rows(self, name: str, parameters: Parameters) -> list[Row]:
        """The rows of one query."""

    async def run(self, name: str, parameters: Parameters) -> list[Row]:
        """One transaction; the rows of its last part."""

    async def write(self, head: str, document: Document) -> Outcome:
        """The statement `head` over a change: everything or nothing."""

    def alone(self, name: str) -> AbstractAsyncContextManager[bool]:
        """Whether no other process does `name` on this database, while inside."""

    def use(self) -> Use: ...

    async def take(self, document: Document) -> tuple[Outcome, list[Row]]:
        """`write_update`, with the messages that the contact had before it."""

    def listen(self, callback: Callable[[], None]) -> None: ...

    def wrote(self) -> None:
        """Events were written: those who listen are told."""


def parts_of(document: Document) -> set[str]:
    """The parts of a write that have anything to do: most changes touch few tables."""
    found = {name for name, rows in document.items() if rows}
    if "audit" in found:
        found.add("audit_detail")
    if document["guard"]["move_reply"] is not None:
        found.add("move")
    if "ended" in found:
        found.add("session")
    return found
