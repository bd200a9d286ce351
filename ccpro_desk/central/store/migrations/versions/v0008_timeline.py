"""A usager's contacts are read by pages, the last received first."""

from __future__ import annotations

from ccpro_desk.central.store.migrations.script import run_script

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script(revision)
