"""Private copies of attached files for this machine's viewer: nobody else's, gone with the contact.

They lie in `<runtime directory>/ccpro-pieces-<user>/<process>/<contact>/`, under names that tell nobody's.
What a workstation that was killed left there goes when the next one starts.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
import tempfile
from pathlib import Path
from uuid import UUID

from ccpro_desk.desk.attached.kinds import SUFFIXES, Kind

NO_SCREEN = "Ce poste n'a pas de visionneuse (pas d'écran graphique) : le texte de la pièce est montré ici."
OPENED = "Ouverte dans la visionneuse de ce poste ; la copie est effacée à la clôture du contact."


_started: list[asyncio.subprocess.Process] = []
"""Viewers outlive what starts them: held here so that they are not taken for forgotten."""


class Unsafe(Exception):
    """The place for copies is not this user's own."""


def viewer() -> str | None:
    """The machine's viewer; none without a graphical session."""
    graphical = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return shutil.which("xdg-open") if graphical else None


async def show(contact: UUID, attachment: UUID, kind: Kind, content: bytes) -> str:
    """Start the viewer on a copy; what to say of it. Only for what `SUFFIXES` lists."""
    found = viewer()
    if found is None:
        return NO_SCREEN
    path = await asyncio.to_thread(write, contact, attachment, kind, content)
    silent = asyncio.subprocess.DEVNULL
    started = await asyncio.create_subprocess_exec(
        found, str(path), stdin=silent, stdout=silent, stderr=silent, start_new_session=True
    )
    _started.append(started)
    return OPENED


def write(contact: UUID, attachment: UUID, kind: Kind, content: bytes) -> Path:
    """The copy, 0600 in a 0700 folder. Raises `Unsafe`, `OSError`."""
    return keep(str(contact), f"piece-{attachment}{SUFFIXES[kind]}", content)


def keep(folder_name: str, name: str, content: bytes) -> Path:
    """A file of ours that goes with the contact, or with the workstation. Raises `Unsafe`, `OSError`."""
    folder = _own() / folder_name
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / name
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return path


def forget(contact: UUID) -> None:
    """The contact is no longer in hand: neither are its copies."""
    shutil.rmtree(_place() / str(os.getpid()) / str(contact), ignore_errors=True)


def forget_all() -> None:
    """The workstation closes."""
    shutil.rmtree(_place() / str(os.getpid()), ignore_errors=True)


def forget_left_behind() -> None:
    """What workstations that no longer run have left."""
    place = _place()
    if not place.is_dir() or place.is_symlink():
        return
    for folder in place.iterdir():
        if not (folder.name.isdigit() and _runs(int(folder.name))):
            shutil.rmtree(folder, ignore_errors=True)


def _place() -> Path:
    return Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"ccpro-pieces-{os.getuid()}"


def _own() -> Path:
    place = _place()
    for folder in (place, place / str(os.getpid())):
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
            raise Unsafe(str(folder))
    return place / str(os.getpid())


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
