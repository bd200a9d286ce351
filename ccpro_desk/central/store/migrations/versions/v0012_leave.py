"""The days on which an agent will not be there."""

from __future__ import annotations

from ccpro_desk.central.store.migrations.script import run_script

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script(revision)
