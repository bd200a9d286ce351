"""What a typed path may become: the files and folders that begin with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

_MOST = 2_000
"""Entries of one folder that are looked at: more is no choice for anybody."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry of a folder."""

    path: Path
    is_folder: bool
    size: int
    """Bytes; 0 for a folder."""


def look(typed: str) -> list[Seen]:
    """Folders first, then files, both by name. Hidden ones only when the name begins with a dot."""
    folder, _, begun = os.path.expanduser(typed).rpartition("/")
    place = Path(folder or ("/" if typed.startswith("/") else "."))
    try:
        with os.scandir(place) as entries:
            found = list(islice(_fitting(entries, begun), _MOST))
    except OSError:
        return []
    return sorted(found, key=lambda seen: (not seen.is_folder, seen.path.name.casefold()))


def _fitting(entries: Iterator[os.DirEntry[str]], begun: str) -> Iterator[Seen]:
    for entry in entries:
        if not entry.name.casefold().startswith(begun.casefold()):
            continue
        if entry.name.startswith(".") and not begun.startswith("."):
            continue
        seen = _seen(entry)
        if seen is not None:
            yield seen


def _seen(entry: os.DirEntry[str]) -> Seen | None:
    """Neither pipes nor devices, nor links to nowhere."""
    try:
        if entry.is_dir():
            return Seen(Path(entry.path), True, 0)
        return Seen(Path(entry.path), False, entry.stat().st_size) if entry.is_file() else None
    except OSError:
        return None
