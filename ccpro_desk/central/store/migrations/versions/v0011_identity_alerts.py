"""Files flagged to the next agents after failed identifications."""

from __future__ import annotations

from ccpro_desk.central.store.migrations.script import run_script

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script(revision)
