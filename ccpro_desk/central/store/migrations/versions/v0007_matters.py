"""What follows from contacts: acts, appointments, referrals, with their states and seats."""

from __future__ import annotations

from ccpro_desk.central.store.migrations.script import run_script

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script(revision)
