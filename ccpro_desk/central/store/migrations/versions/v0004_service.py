"""Where an agent was, so that another workstation goes on from there; what a renfort is asked for."""

from __future__ import annotations

from ccpro_desk.central.store.migrations.script import run_script

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script(revision)
