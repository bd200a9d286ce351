"""A folder as the place where things go: `DIR/<id>.eml`, each written once, whole, or not at all."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from ccpro_desk.domain.ids import new_id


class OutboxDir:
    """Exactly once is the link's doing: it appears whole and on disk, and never a second time."""

    def __init__(self, path: Path, suffix: str = ".eml") -> None:
        self.path = path
        self._suffix = suffix

    def prepare(self) -> None:
        """Makes the folder (0700) and clears away what a killed sender was writing. Raises `OSError`."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in self.path.glob(".*.tmp"):
            _remove_if_abandoned(left)

    def target(self, reply_id: UUID) -> Path:
        return self.path / f"{reply_id}{self._suffix}"

    def has(self, reply_id: UUID) -> bool:
        """Whether this reply went out, now or in an earlier life of the sender."""
        return self.target(reply_id).exists()

    def put(self, reply_id: UUID, content: bytes) -> bool:
        """Writes a mail, safe from a power cut on return; false when it was there. Raises `OSError`."""
        with _temporary(self.path) as (descriptor, temporary):
            _write(descriptor, content)
            try:
                os.link(temporary, self.target(reply_id))
            except FileExistsError:
                return False
            finally:
                _sync(self.path)
        return True


@contextmanager
def _temporary(folder: Path) -> Iterator[tuple[int, Path]]:
    """An open file that is locked while its writer lives, and gone afterwards."""
    path = folder / f".{new_id()}.tmp"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield descriptor, path
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _write(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.fsync(descriptor)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_if_abandoned(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink(missing_ok=True)
    except BlockingIOError:
        return  # its writer is alive
    finally:
        os.close(descriptor)
