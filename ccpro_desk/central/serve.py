"""Serves a central: one process, one socket, one line `ready` on stdout."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from ccpro_desk.central import logs
from ccpro_desk.central.app import create_app
from ccpro_desk.central.audit.witness import Witness
from ccpro_desk.central.errors import StoreError
from ccpro_desk.central.rules import Rules
from ccpro_desk.central.service import Central
from ccpro_desk.central.settings import Settings
from ccpro_desk.central.store.open import open_store

LONGEST_UDS = 107
"""Bytes that a Unix socket's path may have."""
_BACKLOG = 2048
_GRACE_S = 1
"""Seconds that a stopping process gives to open requests; feeds are ended at once."""
_KEEP_ALIVE_S = 30
_GARBAGE = (20_000, 20, 20)
"""How much is made before the collector looks: a request leaves no cycles, and looking cost a twentieth."""


class AddressError(Exception):
    """The place to listen at cannot be used; the message is a French sentence."""


@dataclass(frozen=True, slots=True)
class Address:
    """A Unix socket, or a host and port."""

    uds: Path | None = None
    host: str = "127.0.0.1"
    port: int = 0

    def bind(self) -> socket.socket:
        """A listening socket. Raises `AddressError`."""
        try:
            return self._bind_uds(self.uds) if self.uds else self._bind_tcp()
        except OSError as error:
            place = self.uds or f"{self.host}:{self.port}"
            raise AddressError(f"Impossible d'écouter à l'adresse {place} ({error.strerror}).") from error

    def _bind_tcp(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        return socket.create_server((self.host, self.port), family=family, backlog=_BACKLOG)

    def _bind_uds(self, path: Path) -> socket.socket:
        if len(os.fsencode(path)) > LONGEST_UDS:
            raise AddressError(
                f"Le chemin de la prise dépasse {LONGEST_UDS} octets : choisissez-en un plus court."
            )
        with suppress(FileNotFoundError):
            if stat.S_ISSOCK(path.lstat().st_mode):
                path.unlink()
        before = os.umask(0o177)
        try:
            bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            bound.bind(os.fspath(path))
        finally:
            os.umask(before)
        bound.listen(_BACKLOG)
        return bound

    def leave(self) -> None:
        """Takes the socket file away."""
        if self.uds:
            with suppress(OSError):
                self.uds.unlink()


class _Server(uvicorn.Server):
    """uvicorn that says `ready`, ends the feeds first when it stops, and then exits with 0.

    What the start made lives as long as the process: the garbage collector need never look at it.
    """

    def __init__(self, config: uvicorn.Config, central: Central) -> None:
        super().__init__(config)
        self._central = central

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.freeze()
        gc.set_threshold(*_GARBAGE)
        gc.enable()
        with suppress(OSError):
            print("ready", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._central.feed.close()
        await super().shutdown(sockets)
        self._captured_signals.clear()


def serve(
    database: str,
    rules: Rules,
    address: Address,
    settings: Settings | None = None,
    seals: Path | None = None,
) -> None:
    """Serves until told to stop. Raises `StoreError`, `AddressError`."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(database, rules, address, settings, seals))


def _loop_factory() -> Any:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _serve(
    database: str, rules: Rules, address: Address, settings: Settings | None, seals: Path | None
) -> None:
    store = await open_store(database)
    try:
        await store.ping()
        central = Central(store, rules, settings=settings)
        central.sealer.witness = Witness(seals) if seals else None
        listening = address.bind()
        try:
            await _Server(_config(central), central).serve(sockets=[listening])
        except SystemExit as error:
            raise StoreError("Le central n'a pas pu démarrer : voyez son journal.") from error
        finally:
            address.leave()
    finally:
        await store.close()


def _config(central: Central) -> uvicorn.Config:
    logs.take_over("", "uvicorn")
    return uvicorn.Config(
        create_app(central),
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        lifespan="on",
        timeout_graceful_shutdown=_GRACE_S,
        timeout_keep_alive=_KEEP_ALIVE_S,
    )
