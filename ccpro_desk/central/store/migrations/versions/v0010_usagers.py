"""Usagers: the words by which they are found, of those who are there already too; long lists by pages."""

from __future__ import annotations

from collections.abc import Iterable

from alembic import op
from pydantic_core import from_json
from sqlalchemy import Connection, text

from ccpro_desk.central.store.migrations.script import run_script
from ccpro_desk.domain.near_words import is_spelled, spelling_keys
from ccpro_desk.domain.usager_words import folded, words_of

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_CHUNK = 1_000
_READ = "select siren, document from usager where siren > :after order by siren limit :limit"
_FOUND = "update usager set folded = :folded, city = :city, state = :state where siren = :siren"
_WORDS = {
    "sqlite": "insert into usager_words (rowid, words) values (cast(:siren as integer), :words)",
    "postgresql": "update usager set words = cast(:words as tsvector) where siren = :siren",
}
_SPELLED = "insert into spelling (key, word) values (:key, :word) on conflict do nothing"


def upgrade() -> None:
    run_script(revision)
    connection = op.get_bind()
    fill(connection)
    if connection.dialect.name == "postgresql":  # once it is filled: many times faster than row by row
        connection.exec_driver_sql("create index usager_words on usager using gin (words)")


def fill(connection: Connection) -> None:
    """Gives the usagers who are there the words that an import gives others."""
    after = ""
    while found := connection.execute(text(_READ), {"after": after, "limit": _CHUNK}).all():
        after = found[-1][0]
        rows = [
            _row(document if isinstance(document, dict) else from_json(document)) for _, document in found
        ]
        connection.execute(text(_FOUND), [{k: v for k, v in row.items() if k != "words"} for row in rows])
        words = [{"siren": row["siren"], "words": row["words"]} for row in rows]
        connection.execute(text(_WORDS[connection.dialect.name]), words)
        if spelled := list(_spelled(row["words"] for row in rows)):
            connection.execute(text(_SPELLED), spelled)


def _row(document: dict[str, object]) -> dict[str, str]:
    address = document.get("address")
    place = address.get("city", "") if isinstance(address, dict) else ""
    return {
        "siren": str(document["siren"]),
        "folded": folded(str(document["name"])),
        "city": str(document.get("city") or place),
        "state": str(document.get("state") or "A"),
        "words": words_of(document),
    }


def _spelled(texts: Iterable[str]) -> Iterable[dict[str, str]]:
    words = {word for one in texts for word in one.split() if is_spelled(word)}
    return [{"key": key, "word": word} for word in sorted(words) for key in spelling_keys(word)]
