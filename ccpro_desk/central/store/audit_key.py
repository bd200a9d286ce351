"""The key that hashes the details of the audit: never in the database."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from ccpro_desk.central.errors import StoreError

VARIABLE = "CCPRO_AUDIT_KEY"


def audit_key(file: Path) -> bytes:
    """`CCPRO_AUDIT_KEY` (hexadecimal), else `file` (0600), made when it is missing. Raises `StoreError`."""
    given = os.environ.get(VARIABLE)
    try:
        key = bytes.fromhex(given if given else _kept(file))
    except (ValueError, UnicodeDecodeError):
        key = b""
    if not key:
        raise StoreError(f"{VARIABLE if given else file.name} : ce n'est pas une clé en hexadécimal.")
    return key


def _kept(file: Path) -> str:
    try:
        if not file.exists():
            _make(file)
        return file.read_text(encoding="ascii")
    except OSError as error:
        raise StoreError(f"{file.name} : clé de l'audit inutilisable ({error.strerror}).") from error


def _make(file: Path) -> None:
    """Whole or not at all: processes that start together on a new machine agree on the first one's."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secrets.token_hex(32))
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):
            os.link(name, file)
    finally:
        os.unlink(name)
