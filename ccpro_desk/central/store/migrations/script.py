"""Runs a revision's hand-written DDL, one file an engine."""

from __future__ import annotations

from pathlib import Path

from alembic import op


def run_script(revision: str) -> None:
    """Executes `versions/<revision>_<engine>.sql` on the open connection, statement by statement."""
    dialect = op.get_bind().dialect.name
    script = Path(__file__).with_name("versions") / f"{revision}_{dialect}.sql"
    for statement in script.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
