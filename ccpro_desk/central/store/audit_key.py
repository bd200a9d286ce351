"""The key that hashes the details of the audit: never in the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from ccpro_desk.central.errors import StoreError

VARIABLE = "CCPRO_AUDIT_KEY"


def audit_key(file: Path) -> bytes:
    """`CCPRO_AUDIT_KEY` (hexadecimal), else `file` (0600), made when it is missing. Raises `StoreError`."""
    given = os.environ.get(VARIABLE)
    try:
        return bytes.fromhex(given if given else _kept(file))
    except ValueError as error:
        where = VARIABLE if given else file.name
        raise StoreError(f"{where} : ce n'est pas une clé en hexadécimal.") from error


def _kept(file: Path) -> str:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii")
    except OSError as error:
        raise StoreError(f"{file.name} : écriture impossible ({error.strerror}).") from error
    key = secrets.token_hex(32)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(key)
        out.flush()
        os.fsync(out.fileno())
    return key
