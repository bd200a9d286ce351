"""`open_store(url)`: the engine that a database URL names."""

from __future__ import annotations

from ccpro_desk.central.errors import StoreError
from ccpro_desk.central.store.port import Store


async def open_store(url: str) -> Store:
    """`sqlite:///path` or `postgresql://…`, ready for `migrate`. Raises `StoreError`.

    The key that hashes audit details is `CCPRO_AUDIT_KEY` (hexadecimal), else a 0600 file beside the SQLite file, or in
    the state folder of the central's account for PostgreSQL.
    """
    raise StoreError(f"Base de données inconnue : « {url.partition('://')[0]} ».")
