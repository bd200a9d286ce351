"""Our own tables. Times are integer microseconds since the epoch (UTC), ids are text, views are JSON."""

from __future__ import annotations

APPLICATION_ID = 0x43435044
"""`CCPD`: tells our file from another program's."""

MIGRATIONS = (
    """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE contact (
        id TEXT PRIMARY KEY, view TEXT NOT NULL, token TEXT, seen_version INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE command (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, contact_id TEXT, envelope TEXT NOT NULL,
        state TEXT NOT NULL, attempted INTEGER NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL,
        resolved_at INTEGER, seen INTEGER NOT NULL, sending TEXT
    );
    CREATE INDEX command_state ON command (state);
    CREATE TABLE draft (
        contact_id TEXT PRIMARY KEY, text TEXT NOT NULL, at INTEGER NOT NULL, central TEXT
    ) WITHOUT ROWID;
    CREATE TABLE spare (contact_id TEXT NOT NULL, text TEXT NOT NULL);
    CREATE TABLE notice (text TEXT PRIMARY KEY);
    CREATE TABLE dossier (
        siren TEXT NOT NULL, contact_id TEXT NOT NULL, view TEXT NOT NULL, PRIMARY KEY (siren, contact_id)
    ) WITHOUT ROWID;
    CREATE TABLE access (
        seq INTEGER PRIMARY KEY, siren TEXT NOT NULL, contact_id TEXT, reason TEXT, at INTEGER NOT NULL
    );
    """,
    """
    CREATE TABLE enclosure (about TEXT PRIMARY KEY, files TEXT NOT NULL) WITHOUT ROWID;
    """,
)
VERSION = len(MIGRATIONS)
