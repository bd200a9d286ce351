"""Starts another application: its program as it is configured, or the browser; never through a shell."""

from __future__ import annotations

import asyncio
import sys

from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.numbers import is_siren
from ccpro_desk.desk.portal.browser import OPEN
from ccpro_desk.reference.applications import SIREN, Application

_LOOK_S = 2.0
"""How long a program is watched: one that fails does so at once."""
_started: list[asyncio.subprocess.Process] = []
"""They outlive what starts them: held here so that they are not taken for forgotten."""
NO_SIREN = "Cette application s'ouvre sur un professionnel : rattachez d'abord le contact (F5)."


async def launch(application: Application, siren: str) -> None:
    """Raises `DeskRefused`: without the SIREN that it wants, or when it does not start."""
    process = await _start(arguments(application, siren))
    _started[:] = [*(one for one in _started if one.returncode is None), process]
    try:
        async with asyncio.timeout(_LOOK_S):
            failed = await process.wait() != 0
    except TimeoutError:
        return  # it runs
    if failed:
        raise _refused()


def arguments(application: Application, siren: str) -> tuple[str, ...]:
    """The program and its arguments. Raises `DeskRefused`."""
    if application.wants_siren and not is_siren(siren):
        raise DeskRefused("invalid", NO_SIREN)
    if application.url:
        return (sys.executable, "-c", OPEN, application.url.replace(SIREN, siren))
    return tuple(part.replace(SIREN, siren) for part in application.command)


async def _start(words: tuple[str, ...]) -> asyncio.subprocess.Process:
    silent = asyncio.subprocess.DEVNULL
    try:
        return await asyncio.create_subprocess_exec(
            *words, stdin=silent, stdout=silent, stderr=silent, start_new_session=True
        )
    except OSError as error:
        raise _refused() from error


def _refused() -> DeskRefused:
    return DeskRefused(
        "invalid",
        "Cette application ne s'est pas ouverte sur ce poste.",
        "Prévenez l'assistance : elle est décrite dans data/applications.toml.",
    )
