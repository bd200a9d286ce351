"""What an operator is told of the work done: queues and channels, never who."""

from __future__ import annotations

from typing import Protocol

from ccpro_desk.domain.values import Channel


class Watch(Protocol):
    def taken(self, pool: str, channel: Channel, waited_s: float, late: bool) -> None:
        """A waiting contact was given to somebody, `late` after its promised delay."""

    def returned(self, kind: str, channel: Channel) -> None:
        """A contact went back to its queue: `kind` is `offer` (not taken in time) or `lease` (run out)."""


class Unwatched:
    """Tells nobody."""

    def taken(self, pool: str, channel: Channel, waited_s: float, late: bool) -> None: ...

    def returned(self, kind: str, channel: Channel) -> None: ...
