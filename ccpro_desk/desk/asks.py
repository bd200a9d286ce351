"""What the parts of the desk share that ask the central there and then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from ccpro_desk.desk.online import Online
    from ccpro_desk.desk.sync.client import Client

T = TypeVar("T")


class Asks:
    """Base of those parts: no answer, no effect."""

    _central: Callable[[], Online]

    async def _ask(self, call: Callable[[Client], Awaitable[T]]) -> T:
        """Raises `DeskRefused`: `offline` when the central cannot be reached."""
        central = self._central()
        central.must_be_up()
        async with central.asking():
            return await call(central.client)
