"""The spine: accounts, contacts, outbox, results, feed, audit, usagers."""

from __future__ import annotations

from ccpro_desk.central.store.migrations.script import run_script

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script(revision)
