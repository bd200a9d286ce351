"""Brings in the network, whose libraries are slow to import, in a thread: the screen stands meanwhile."""

from __future__ import annotations

import asyncio
import importlib
from typing import TYPE_CHECKING

from ccpro_desk.desk.ledger import Ledger
from ccpro_desk.desk.session import Session
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.sync.line import Line

if TYPE_CHECKING:
    from ccpro_desk.desk.online import Online

_SLOW = (
    "ccpro_desk.desk.online",
    "ccpro_desk.desk.fold",
    "ccpro_desk.wire.commands",
    "httpx",
    "anyio._backends._asyncio",
)


async def start(settings: DeskSettings, ledger: Ledger, line: Line, session: Session) -> Online:
    """The running tasks and the calls that need an answer."""
    await asyncio.to_thread(_import)
    from ccpro_desk.desk.online import Online
    from ccpro_desk.desk.sync.runner import Sync

    sync = Sync(settings, ledger, line)
    online = Online(ledger, line, session, sync)
    sync.start()
    await online.resume()
    return online


def _import() -> None:
    for name in _SLOW:
        importlib.import_module(name)
