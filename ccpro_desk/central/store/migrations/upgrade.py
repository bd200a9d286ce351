"""Runs the revisions over an open connection of either engine."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

HEAD = "0001"
"""The revision that this program works with."""


def upgrade(connection: Connection) -> None:
    """Brings the tables of this connection's database to `HEAD`."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def upgrade_sqlite(path: Path) -> None:
    """The file's tables; its folder exists."""
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(path), poolclass=NullPool)
    with engine.connect() as connection, connection.begin():
        upgrade(connection)


def upgrade_postgres(connection: Connection) -> None:
    """One process at a time: the others wait, then find nothing to do."""
    connection.execute(text("select pg_advisory_xact_lock(7201526)"))
    upgrade(connection)
