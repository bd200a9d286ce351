"""`open_store(url)`: the engine that a database URL names."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_state_path

from ccpro_desk.central.errors import StoreError
from ccpro_desk.central.store.audit_key import audit_key
from ccpro_desk.central.store.port import Store
from ccpro_desk.central.store.sql_store import SqlStore
from ccpro_desk.central.store.sqlite.engine import SqliteEngine

_SQLITE = "sqlite:///"


async def open_store(url: str) -> Store:
    """`sqlite:///path` or `postgresql://…`, ready for `migrate`. Raises `StoreError`.

    The key that hashes audit details is `CCPRO_AUDIT_KEY` (hexadecimal), else a 0600 file: beside the SQLite
    file, or in the state folder of the central's account for PostgreSQL.
    """
    if url.startswith(_SQLITE):
        path = Path(url.removeprefix(_SQLITE))
        engine = SqliteEngine(path)
        return SqlStore(engine, audit_key(path.with_name(path.name + ".audit.key")))
    if url.startswith(("postgresql://", "postgres://")):
        from ccpro_desk.central.store.postgres.engine import PostgresEngine

        return SqlStore(PostgresEngine(url), audit_key(user_state_path("ccpro-central") / "audit.key"))
    raise StoreError("Base de données inconnue : attendu sqlite:///chemin ou postgresql://…")
