"""What connectors that write files have in common: a folder that may be full, going on until told to stop."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path

from ccpro_desk.connectors.errors import CentralUnavailable
from ccpro_desk.connectors.outbox_dir import OutboxDir

POLL_S = 1.0


class CannotWrite(Exception):
    """The folder does not take the file; `str()` is a French sentence. Nothing is lost."""


class Writer(ABC):
    """Over one folder. `nothing_lost`: what the sentence about a full disk says of what was to be written."""

    nothing_lost: str

    def __init__(self, folder: OutboxDir) -> None:
        self._dir = folder

    @abstractmethod
    async def drain(self) -> None:
        """Writes until the central has nothing more to give. Raises `CentralError` or `CannotWrite`."""

    def prepare(self) -> None:
        """Makes the folder ready. Raises `CannotWrite`."""
        try:
            self._dir.prepare()
        except OSError as error:
            raise self.cannot(self._dir.path, error) from error

    async def follow(self, stop: asyncio.Event, tell: Callable[[str], None]) -> None:
        """Drains again and again until `stop`; told trouble (once in a row) is tried again."""
        told = ""
        while not stop.is_set():
            try:
                await self.drain()
                told, pause = "", 0.0
            except (CentralUnavailable, CannotWrite) as trouble:
                if str(trouble) != told:
                    tell(str(trouble))
                told, pause = str(trouble), getattr(trouble, "wait_s", 0.0)
            await _wait(stop, max(pause, POLL_S))

    def cannot(self, folder: Path, error: OSError) -> CannotWrite:
        why = error.strerror or error
        return CannotWrite(f"Impossible d'écrire dans « {folder} » : {why}. {self.nothing_lost}")


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
