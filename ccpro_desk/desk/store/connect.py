"""Opens the store's file, or says exactly why not. A file that cannot be used is set aside, never deleted."""

from __future__ import annotations

import fcntl
import os
from datetime import UTC, datetime
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from ccpro_desk.desk.errors import StoreBusy, StoreDamaged, StoreFull, StoreProblem, StoreTooNew
from ccpro_desk.desk.store.schema import APPLICATION_ID, MIGRATIONS, VERSION

_NO_ROOM = ("full", "disk i/o", "readonly", "unable to open")
_PAGE = 4096
"""Bytes: SQLCipher's; SQLite takes a shorter file for an empty one and writes over it."""
_SET_ASIDE_HINT = (
    "Relancez ccpro-desk : une réserve neuve sera créée et ce que le centre a reçu y reviendra. "
    "Confiez le fichier mis de côté au soutien si des envois y attendaient."
)


class Foreign(Exception):
    """A database that is not ours."""


def lock(path: Path) -> int:
    """Take the store for this process; the answer is the lock's descriptor. Raises `StoreBusy`."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreProblem(
            f"Le dossier {path.parent} n'est pas utilisable : {error.strerror or error}.",
            "Vérifiez vos droits et la place libre sur le disque, puis relancez ccpro-desk.",
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise StoreBusy(
            "Un autre poste ccpro-desk est déjà ouvert avec ce compte sur cette machine.",
            "Revenez à sa fenêtre, ou fermez-la avant d'en ouvrir une autre.",
        ) from error
    return descriptor


def connect(path: Path, key: bytes) -> sqlcipher.Connection:
    """The connection, ready to use. Raises `StoreProblem`."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    if 0 < path.stat().st_size < _PAGE:
        raise set_aside(path, "est tronquée")
    connection = sqlcipher.connect(str(path), check_same_thread=False, isolation_level=None)
    try:
        _prepare(connection, key)
    except sqlcipher.Error as error:
        connection.close()
        raise problem(path, error) from error
    except Foreign as error:
        connection.close()
        raise set_aside(path, "appartient à un autre programme") from error
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlcipher.Connection, key: bytes) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    if owner != APPLICATION_ID and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise Foreign
    if version > VERSION:
        raise StoreTooNew(
            "La réserve de ce poste a été écrite par une version plus récente de ccpro-desk.",
            "Installez cette version ; rien n'a été modifié.",
        )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    if version < VERSION:
        _migrate(connection, version)


def _migrate(connection: sqlcipher.Connection, version: int) -> None:
    steps = "".join(MIGRATIONS[version:])
    connection.executescript(
        f"BEGIN IMMEDIATE; {steps} PRAGMA application_id = {APPLICATION_ID};"
        f" PRAGMA user_version = {VERSION}; COMMIT;"
    )


def problem(path: Path, error: Exception) -> StoreProblem:
    """What an error of the database at opening means; the file is set aside when it cannot be read."""
    if _is_no_room(error):
        return full(error)
    return set_aside(path, "est endommagée ou chiffrée avec une autre clé")


def full(error: Exception) -> StoreFull:
    return StoreFull(
        "Le disque de ce poste est plein ou refuse l'écriture.",
        "Ce que vous avez saisi est gardé en mémoire : libérez de la place sans fermer ce poste, "
        "puis recommencez.",
    )


def running_problem(error: Exception) -> StoreProblem:
    """What an error of the database means once the store is open: nothing is moved while it is in use."""
    if _is_no_room(error):
        return full(error)
    return StoreDamaged(
        "La réserve de ce poste ne répond plus correctement.",
        "Ce que vous avez saisi est gardé en mémoire : notez-le, puis relancez ccpro-desk.",
    )


def _is_no_room(error: Exception) -> bool:
    message = str(error).lower()
    return isinstance(error, sqlcipher.OperationalError) and any(words in message for words in _NO_ROOM)


def set_aside(path: Path, why: str) -> StoreDamaged:
    """Rename the file (with its WAL) to `store-<moment>.damaged`; the error that says so."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    target = path.with_name(f"{path.stem}-{stamp}.damaged")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(target.with_name(target.name + suffix))
    return StoreDamaged(
        f"La réserve de ce poste {why}. Elle est mise de côté, entière, sous {target}.", _SET_ASIDE_HINT
    )
