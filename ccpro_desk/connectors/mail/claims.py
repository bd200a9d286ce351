"""Under which claim each reply went out: a delivery report that comes days later is told with it.

One file a month, a line a reply, appended; files of more than two months back are removed.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from uuid import UUID

_MONTHS_KEPT = 3


class Claims:
    """Kept in `folder`, which the sender writes and the import reads. Methods raise `OSError`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, reply_id: UUID, claim: UUID, now: datetime) -> None:
        """Notes the claim; the last one noted for a reply is the one that counts."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{now:%Y-%m}.claims"
        new = not path.exists()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, f"{reply_id} {claim}\n".encode("ascii"))
        finally:
            os.close(descriptor)
        if new:
            self._forget()

    def of(self, reply_id: UUID) -> UUID | None:
        """The claim that this reply was sent under, if it is still known here."""
        for path in reversed(self._files()):
            lines = path.read_text(encoding="ascii", errors="replace").splitlines()
            for line in reversed(lines):
                if line.startswith(f"{reply_id} "):
                    return _uuid(line.partition(" ")[2])
        return None

    def _forget(self) -> None:
        for path in self._files()[:-_MONTHS_KEPT]:
            path.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("*.claims"))


def _uuid(raw: str) -> UUID | None:
    try:
        return UUID(raw)
    except ValueError:
        return None
