"""Where an embedded central lies: its directory, and a Unix socket with a short and lasting name."""

from __future__ import annotations

import os
import stat
import tempfile
from hashlib import sha256
from pathlib import Path

LONGEST_SOCKET = 107
"""Bytes: `sun_path` less its final zero, on Linux."""


def state_home() -> Path:
    """`$XDG_STATE_HOME`, by default `~/.local/state`; a relative value counts for nothing (XDG)."""
    given = os.environ.get("XDG_STATE_HOME", "")
    return Path(given) if os.path.isabs(given) else Path.home() / ".local" / "state"


def private_dir(path: Path) -> Path:
    """`path` made, open to its owner alone."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    return path


def write_private(path: Path, text: str) -> None:
    """`text` in a 0600 file, there whole or not at all."""
    new = path.with_name(path.name + ".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def socket_path(home: Path) -> Path:
    """The same socket each time for the same home: the desk's store belongs to a central's address.

    In `$XDG_RUNTIME_DIR`, else in a directory of the temporary one that nobody else may enter.
    """
    name = "ccpro-" + sha256(os.fsencode(home.resolve())).hexdigest()[:12]
    for parent in (os.environ.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir(), "/tmp"):  # noqa: S108 — checked
        path = Path(parent, f"{name}-{os.getuid()}", "central.sock")
        if os.path.isabs(parent) and len(os.fsencode(path)) <= LONGEST_SOCKET and _is_ours(path.parent):
            return path
    return Path(tempfile.mkdtemp(prefix="ccpro-", dir="/tmp"), "central.sock")


def _is_ours(directory: Path) -> bool:
    try:
        directory.mkdir(mode=0o700, exist_ok=True)
        found = directory.lstat()
    except OSError:
        return False
    return (
        stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and stat.S_IMODE(found.st_mode) == 0o700
    )
