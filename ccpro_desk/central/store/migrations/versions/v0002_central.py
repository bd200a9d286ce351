"""The central in production: seals of the audit, crisis lines, words of the plateau, sign-in state."""

from __future__ import annotations

from ccpro_desk.central.store.migrations.script import run_script

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script(revision)
