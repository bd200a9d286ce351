"""`docs/traitements.md`: every column of the database stands in its register, every rule has its line."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ccpro_desk.central.store.migrations.upgrade import upgrade_sqlite
from ccpro_desk.reference.retention import load_retention

REGISTER = (Path(__file__).parents[2] / "docs" / "traitements.md").read_text(encoding="utf-8")
_CODE = re.compile(r"`([a-z_]+)`")
_NOBODYS = ("alembic_version", "sqlite_sequence", "sqlite_schema")


def written() -> dict[str, set[str]]:
    """The columns that the register names, by table."""
    rows = [
        line.split("|")[1:5]
        for line in REGISTER.partition("## Où c'est")[2].splitlines()
        if line[:3] == "| `"
    ]
    return {_CODE.findall(table)[0]: set(_CODE.findall(" ".join(cells))) for table, *cells in rows}


@pytest.fixture
def schema(tmp_path: Path) -> dict[str, set[str]]:
    upgrade_sqlite(tmp_path / "central.db")
    with closing(sqlite3.connect(tmp_path / "central.db")) as file:
        tables = [
            name
            for (name,) in file.execute(
                "select name from pragma_table_list where schema = 'main' and type <> 'shadow'"
            )
        ]
        return {
            table: {column[1] for column in file.execute(f"pragma table_info({table})")}
            for table in tables
            if table not in _NOBODYS
        }


def test_every_column_is_in_the_register(schema: dict[str, set[str]]) -> None:
    """A new one: say whom it is about in « Où c'est, dans la base », and why and how long above it."""
    assert written() == schema


def test_every_rule_has_its_duration_there() -> None:
    for rule in load_retention():
        days = f"{rule.keep.days:,}".replace(",", " ")
        lines = [line for line in REGISTER.splitlines() if f"`{rule.id}`" in line and line.startswith("|")]
        assert any(f"{days} jours" in line for line in lines), rule.id
