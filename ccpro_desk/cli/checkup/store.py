"""Where the workstation keeps what it holds: rights, room, and the encryption library."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from ccpro_desk.desk.checkup.finding import Finding, bad, good, poor

ROOM = 200 * 2**20
"""Bytes free below which a day's work may not fit."""


def check(directory: Path) -> Iterator[Finding]:
    yield _cipher()
    yield _rights(directory)
    yield _room(directory)


def _cipher() -> Finding:
    try:
        import sqlcipher3

        version = sqlcipher3.connect(":memory:").execute("PRAGMA cipher_version").fetchone()
    except (ImportError, OSError) as error:
        return bad(
            "cipher", "Chiffrement", f"SQLCipher ne se charge pas ({error})", "Réinstallez ccpro-desk."
        )
    if not version:
        return bad("cipher", "Chiffrement", "la bibliothèque ne chiffre pas", "Réinstallez ccpro-desk.")
    return good("cipher", "Chiffrement", f"SQLCipher {version[0]}")


def _rights(directory: Path) -> Finding:
    if not directory.exists():
        return good("store", "Données du poste", f"{directory} sera créé au premier démarrage")
    mode = stat.S_IMODE(directory.stat().st_mode)
    if mode & 0o077:
        mend = f"chmod 700 {directory}"
        return poor("store", "Données du poste", f"{directory} est ouvert à d'autres ({mode:o})", mend)
    return good("store", "Données du poste", str(directory))


def _room(directory: Path) -> Finding:
    existing = next(path for path in (directory, *directory.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    found = f"{free // 2**20} Mo libres"
    if free < ROOM:
        return bad("room", "Place", found, "Libérez de la place : au moins 200 Mo.")
    return good("room", "Place", found)
