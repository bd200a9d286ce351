"""Officers: the SIE that an account belongs to."""

from __future__ import annotations

from ccpro_desk.central.store.migrations.script import run_script

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script(revision)
