"""The store's statements: a change in, a model out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlcipher3 import dbapi2 as sqlcipher

from ccpro_desk.desk import decode, decode_command
from ccpro_desk.desk.model import Access, Change, Draft, Enclosed, Entry, EntryState, Held, Model, Spare
from ccpro_desk.domain.values import AttachmentRef, Sending

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


def moment(value: int) -> datetime:
    return _EPOCH + timedelta(microseconds=value)


def read_model(connection: sqlcipher.Connection) -> Model:
    """Everything that the screen needs. Raises `Undecodable`."""
    meta = read_meta(connection)
    agent = meta.get("agent")
    return Model(
        agent=decode.agent(agent) if agent else None,
        position=meta.get("position"),
        contacts={held.id: held for held in map(_held, connection.execute("SELECT * FROM contact"))},
        entries={entry.id: entry for entry in map(_entry, connection.execute(_COMMANDS))},
        drafts={draft.contact_id: draft for draft in map(_draft, connection.execute("SELECT * FROM draft"))},
        spares=[
            Spare(UUID(row[0]), row[1]) for row in connection.execute("SELECT * FROM spare ORDER BY rowid")
        ],
        enclosed=dict(map(_enclosed, connection.execute("SELECT about, files FROM enclosure"))),
        notices=[row[0] for row in connection.execute("SELECT text FROM notice ORDER BY rowid")],
    )


_COMMANDS = """
    SELECT seq, envelope, state, attempted, code, message, resolved_at, seen, sending
    FROM command ORDER BY seq
"""
_PUT_COMMAND = """
    INSERT INTO command
        (seq, id, contact_id, envelope, state, attempted, code, message, resolved_at, seen, sending)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (seq) DO UPDATE SET
        state = excluded.state, attempted = excluded.attempted, code = excluded.code,
        message = excluded.message, resolved_at = excluded.resolved_at,
        seen = excluded.seen, sending = excluded.sending
"""
_FORGET_CONTACTS = """
    DELETE FROM contact WHERE id NOT IN (
        SELECT contact_id FROM command WHERE contact_id IS NOT NULL AND (state = 'pending' OR NOT seen)
        UNION SELECT contact_id FROM draft
    )
"""


_FORGET_ENCLOSURES = """
    DELETE FROM enclosure WHERE about NOT IN (
        SELECT contact_id FROM draft WHERE text <> ''
        UNION SELECT id FROM command WHERE state = 'pending' OR NOT seen
    )
"""


def read_meta(connection: sqlcipher.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, value FROM meta").fetchall())


def _held(row: tuple[Any, ...]) -> Held:
    return Held(decode.contact(row[1]), decode.maybe(UUID, row[2]), row[3])


def _entry(row: tuple[Any, ...]) -> Entry:
    seq, envelope, state, attempted, code, message, resolved_at, seen, sending = row
    return Entry(
        seq,
        decode_command.command(envelope),
        EntryState(state),
        bool(attempted),
        code,
        message,
        decode.maybe(moment, resolved_at),
        bool(seen),
        decode.maybe(Sending, sending),
    )


def _draft(row: tuple[Any, ...]) -> Draft:
    return Draft(UUID(row[0]), row[1], moment(row[2]), row[3])


def _enclosed(row: tuple[Any, ...]) -> tuple[UUID, tuple[AttachmentRef, ...]]:
    return UUID(row[0]), decode.attachments(row[1])


def write_change(cursor: sqlcipher.Cursor, change: Change) -> None:
    for entry in change.entries:
        _write_entry(cursor, entry)
    for held in change.contacts:
        _write_held(cursor, held)
    for draft in change.drafts:
        write_draft(cursor, draft)
    cursor.executemany(
        "INSERT INTO spare VALUES (?, ?)", [(str(s.contact_id), s.text) for s in change.spares]
    )
    for enclosed in change.enclosed:
        _write_enclosed(cursor, enclosed)
    cursor.executemany("INSERT OR IGNORE INTO notice VALUES (?)", [(text,) for text in change.notices])
    if change.agent is not None:
        write_meta(cursor, "agent", _json(change.agent))
    if change.position is not None:
        write_meta(cursor, "position", change.position)


def _write_entry(cursor: sqlcipher.Cursor, entry: Entry) -> None:
    cursor.execute(
        _PUT_COMMAND,
        (
            entry.seq,
            str(entry.id),
            str(entry.contact_id) if entry.contact_id else None,
            _envelope(entry),
            entry.state.value,
            entry.attempted,
            entry.code,
            entry.message,
            decode.maybe(micros, entry.resolved_at),
            entry.seen,
            entry.sending.value if entry.sending else None,
        ),
    )


def _write_held(cursor: sqlcipher.Cursor, held: Held) -> None:
    token = str(held.token) if held.token else None
    cursor.execute(
        "INSERT OR REPLACE INTO contact VALUES (?, ?, ?, ?)",
        (str(held.id), _json(held.view), token, held.seen_version),
    )


def _write_enclosed(cursor: sqlcipher.Cursor, enclosed: Enclosed) -> None:
    if enclosed.files:
        row = (str(enclosed.about), _json(enclosed.files))
        cursor.execute("INSERT OR REPLACE INTO enclosure VALUES (?, ?)", row)
    else:
        cursor.execute("DELETE FROM enclosure WHERE about = ?", (str(enclosed.about),))


def write_draft(cursor: sqlcipher.Cursor, draft: Draft) -> None:
    cursor.execute(
        "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?)",
        (str(draft.contact_id), draft.text, micros(draft.at), draft.central),
    )


def write_meta(cursor: sqlcipher.Cursor, name: str, value: str | None) -> None:
    if value is None:
        cursor.execute("DELETE FROM meta WHERE name = ?", (name,))
    else:
        cursor.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def forget_notice(cursor: sqlcipher.Cursor, text: str) -> None:
    cursor.execute("DELETE FROM notice WHERE text = ?", (text,))


def write_dossier(cursor: sqlcipher.Cursor, siren: str, contact_id: UUID | None, view: str) -> None:
    cursor.execute("INSERT OR REPLACE INTO dossier VALUES (?, ?, ?)", (siren, str(contact_id or ""), view))


def read_dossier(cursor: sqlcipher.Cursor, access: Access) -> str | None:
    """The cached dossier, read for this contact or reason; the reading is journaled with it."""
    row = cursor.execute(
        "SELECT view FROM dossier WHERE siren = ? AND contact_id = ?",
        (access.siren, str(access.contact_id or "")),
    ).fetchone()
    if row is None:
        return None
    cursor.execute(
        "INSERT INTO access (siren, contact_id, reason, at) VALUES (?, ?, ?, ?)",
        (
            access.siren,
            str(access.contact_id) if access.contact_id else None,
            access.reason,
            micros(access.at),
        ),
    )
    return str(row[0])


def read_accesses(cursor: sqlcipher.Cursor) -> list[Access]:
    rows = cursor.execute("SELECT siren, contact_id, reason, at, seq FROM access ORDER BY seq").fetchall()
    return [Access(row[0], decode.maybe(UUID, row[1]), row[2], moment(row[3]), row[4]) for row in rows]


def forget_access(cursor: sqlcipher.Cursor, seq: int) -> None:
    cursor.execute("DELETE FROM access WHERE seq = ?", (seq,))


def reduce(cursor: sqlcipher.Cursor, acknowledged_since: datetime) -> None:
    """End of service: keep what is unsent or unread, and what was acknowledged since that moment.

    The position stays: the next start learns by it whether the central was restored meanwhile.
    """
    cursor.execute(
        "DELETE FROM command WHERE state <> 'pending' AND seen AND resolved_at < ?",
        (micros(acknowledged_since),),
    )
    cursor.execute(_FORGET_ENCLOSURES)
    cursor.execute("DELETE FROM draft WHERE text = '' OR text = coalesce(central, '')")
    cursor.execute(_FORGET_CONTACTS)
    cursor.execute("DELETE FROM spare WHERE contact_id NOT IN (SELECT id FROM contact)")
    cursor.execute("DELETE FROM dossier")
    cursor.execute("DELETE FROM notice")
    cursor.execute("DELETE FROM meta WHERE name = 'agent'")


def _json(view: object) -> str:
    from ccpro_desk.wire.codec import jsonable

    return json.dumps(jsonable(view), ensure_ascii=False, separators=(",", ":"))


def _envelope(entry: Entry) -> str:
    from ccpro_desk.wire.commands import envelope

    return json.dumps(envelope(entry.command), ensure_ascii=False, separators=(",", ":"))
