"""Runs the revisions over an open connection of either engine.

alembic is imported when there is something to do: a central that starts on present tables does without.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from ccpro_desk.central.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection

HEAD = "0012"
"""The revision that this program works with."""


def upgrade(connection: Connection) -> None:
    """Brings the tables of this connection's database to `HEAD`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def upgrade_sqlite(path: Path) -> None:
    """The file's tables; its folder exists. Raises `StoreError`."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.pool import NullPool

    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(path), poolclass=NullPool)
    try:
        with engine.connect() as connection, connection.begin():
            upgrade(connection)
    except DBAPIError as error:
        raise StoreError(f"Base {path.name} : mise à jour impossible ({error.orig}).") from error


def upgrade_postgres(connection: Connection) -> None:
    """One process at a time: the others wait, then find nothing to do."""
    from sqlalchemy import text

    connection.execute(text("select pg_advisory_xact_lock(7201526)"))
    upgrade(connection)
