"""A minute of `scripts/chaos`: an API process is killed, then the primary, whose standby takes over."""

from __future__ import annotations

import pytest

from scripts.lib.chaos.ledger import Line
from scripts.lib.chaos.run import run
from scripts.lib.chaos.scene import Plan

PLAN = Plan(contacts=240, desks=10, lease_s=60, faults=("api", "promote"))


@pytest.fixture(scope="module")
def ledger() -> list[Line]:
    told: list[str] = []
    lines = run(PLAN, told.append)
    assert any("primary is killed" in line for line in told)
    return lines


@pytest.mark.timeout(400)
def test_nothing_is_lost_or_done_twice(ledger: list[Line]) -> None:
    assert [line for line in ledger if line.wrong] == []


@pytest.mark.timeout(400)
def test_the_ledger_looked_at_everything(ledger: list[Line]) -> None:
    counts = {line.says: line.count for line in ledger}
    assert counts["contacts closed once, not more"] == PLAN.contacts
    assert counts["acknowledged commands that the database has"] >= 2 * PLAN.contacts
    assert counts["events for desks that follow their feed, heard"] >= PLAN.contacts // 4
    for number in (1, 2):
        rows = counts[f"audit rows; verify finds the database and seals n° {number} clean"]
        assert rows >= 3 * PLAN.contacts
