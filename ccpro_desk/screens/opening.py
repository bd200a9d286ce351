"""Attached files, on their way to the agent's eyes: a private folder, emptied when the workstation closes."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

from ccpro_desk.domain.values import AttachmentRef

_SUFFIXES = {
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "application/zip": ".zip",
    "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
_SHOWN = frozenset({".pdf", ".txt", ".csv", ".png", ".jpg", ".gif"})
"""What a viewer may be started for by itself: nothing that can hold a program."""
_folders: list[Path] = []


async def opened(attached: AttachmentRef, content: bytes) -> str:
    """Write `content` under a name that tells nobody's, show it if a viewer is there; what to say of it."""
    path = await asyncio.to_thread(_written, attached, content)
    viewer = (
        shutil.which("xdg-open") if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") else None
    )
    if viewer is None or path.suffix not in _SHOWN:
        return f"Pièce jointe enregistrée, effacée à la fermeture du poste : {path}"
    await asyncio.create_subprocess_exec(
        viewer,
        str(path),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    return "Pièce jointe ouverte."


def forget() -> None:
    """Remove what was written."""
    while _folders:
        shutil.rmtree(_folders.pop(), ignore_errors=True)


def _written(attached: AttachmentRef, content: bytes) -> Path:
    if not _folders:
        _folders.append(
            Path(tempfile.mkdtemp(prefix="ccpro-", dir=os.environ.get("XDG_RUNTIME_DIR") or None))
        )
    path = _folders[0] / f"piece-{attached.id}{_SUFFIXES.get(attached.type, '.bin')}"
    path.touch(mode=0o600)
    path.write_bytes(content)
    return path
