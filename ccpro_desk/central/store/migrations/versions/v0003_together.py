"""Contacts that are closed, taken again, merged, and found again."""

from __future__ import annotations

from ccpro_desk.central.store.migrations.script import run_script

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script(revision)
