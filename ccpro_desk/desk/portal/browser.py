"""Opens the browser in a process of its own: what it writes must not fall on the terminal that we draw on."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from ccpro_desk.desk.errors import SignInRefused

OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[asyncio.Task[None]]:
    """The browser at `url`. The task fails (`SignInRefused`) when no browser opens; ours ends after."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        OPEN,
        url,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    opening = asyncio.create_task(_opened(process), name="browser")
    try:
        yield opening
    finally:
        opening.cancel()
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


async def _opened(process: asyncio.subprocess.Process) -> None:
    if await process.wait():
        raise SignInRefused(
            "Aucun navigateur ne s'ouvre sur ce poste.",
            "Utilisez votre mot de passe, ou prévenez l'assistance (variable BROWSER).",
        )
