"""Replies: the scripted answers that each was made of."""

from __future__ import annotations

from ccpro_desk.central.store.migrations.script import run_script

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script(revision)
