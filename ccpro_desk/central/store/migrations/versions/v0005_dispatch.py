"""Dispatch: who let an offer go, and the motif by which an agent *en accompagnement* finds a contact."""

from __future__ import annotations

from ccpro_desk.central.store.migrations.script import run_script

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script(revision)
