"""The seals outside the database: a file that only grows, better on another account or host."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ccpro_desk.central.errors import StoreError
from ccpro_desk.central.store.audit_values import Seal, place_text


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A seal as the file has it."""

    n: int
    digest: str


class Witness:
    """The file of `serve --seals FILE`: one JSON object a line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last: int | None = None

    @property
    def last(self) -> int:
        """The number of the last seal in it, 0 when there is none. Raises `StoreError`."""
        if self._last is None:
            self._last = max((seen.n for seen in read_witness(self._path)), default=0)
        return self._last

    def add(self, seals: Sequence[Seal]) -> None:
        """Appends and syncs. Raises `StoreError`."""
        lines = "".join(_line(seal) for seal in seals)
        try:
            if _is_cut_off(self._path):
                lines = "\n" + lines
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise _unusable(self._path, error.strerror) from error
        self._last = max(seal.n for seal in seals)


def read_witness(path: Path) -> list[Witnessed]:
    """What the file says, in its order; a missing file says nothing. Raises `StoreError`.

    A full disk or a power cut may leave half a line: its seal stands again, whole, in a later one.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(path, str(error)) from error
    seen = (_read(path, line) for line in lines if line.endswith("\n"))
    return [one for one in seen if one is not None]


def _read(path: Path, line: str) -> Witnessed | None:
    """None: half a line."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    try:
        return Witnessed(int(said["n"]), str(said["digest"]))
    except (ValueError, KeyError, TypeError) as error:
        raise _unusable(path, "une ligne est illisible") from error


def _is_cut_off(path: Path) -> bool:
    """Whether the file ends within a line."""
    if not path.exists() or not path.stat().st_size:
        return False
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def _line(seal: Seal) -> str:
    said = {
        "n": seal.n,
        "at": seal.at.isoformat(),
        "first": place_text(seal.first),
        "last": place_text(seal.last),
        "count": seal.count,
        "digest": seal.digest,
        "previous": seal.previous,
    }
    return json.dumps(said) + "\n"


def _unusable(path: Path, why: str | None) -> StoreError:
    return StoreError(f"Fichier des scellés {path.name} : inutilisable ({why}).")
