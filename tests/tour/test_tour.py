"""The tour does what it says, says what it did, and fails when a step does not hold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ccpro_desk.cli.tour.report import Report, StepFailed
from ccpro_desk.cli.tour.script import STEPS
from ccpro_desk.cli.tour.seen import lines


@pytest.mark.timeout(400)
def test_the_shift_is_played_and_every_step_holds(tmp_path: Path) -> None:
    """Without a terminal the demo is the tour."""
    done = subprocess.run(
        [sys.executable, "-m", "ccpro_desk.cli.desk", "demo", "--tour", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    transcript = (tmp_path / "transcript.md").read_text(encoding="utf-8")
    assert done.returncode == 0, transcript + done.stderr
    played = json.loads((tmp_path / "tour.json").read_text(encoding="utf-8"))
    assert played["ok"]
    assert len(played["steps"]) == len(STEPS)
    assert all(step["ok"] and step["checks"] for step in played["steps"])
    for step in played["steps"]:
        assert step["claim"] in transcript
        for name in step["screenshots"]:
            ElementTree.parse(tmp_path / name)


def test_a_step_that_does_not_hold_fails_the_tour(tmp_path: Path) -> None:
    report = Report(tmp_path)
    with report.step("Deux et deux font quatre") as step:
        step.equal("la somme", 2 + 2, 4)
    assert report.ok
    with pytest.raises(StepFailed), report.step("et cinq") as step:
        step.equal("la somme", 2 + 2, 5)
    assert not report.ok
    written = json.loads((tmp_path / "tour.json").read_text(encoding="utf-8"))
    assert [step["ok"] for step in written["steps"]] == [True, False]
    assert "attendu 5, trouvé 4" in (tmp_path / "transcript.md").read_text(encoding="utf-8")


def test_a_step_that_checks_nothing_does_not_hold(tmp_path: Path) -> None:
    report = Report(tmp_path)
    with pytest.raises(StepFailed), report.step("Tout va bien"):
        pass
    assert not report.ok


def test_no_step_at_all_is_no_success(tmp_path: Path) -> None:
    assert not Report(tmp_path).ok


def test_a_screenshot_is_read_as_rows_of_text() -> None:
    svg = (
        '<text class="r" x="24.4" y="20" textLength="1">suite</text><text class="r" x="0" y="20">La&#160;</text>'
        '<text class="r" x="0" y="44.4">Fin &amp; cl&#244;ture</text>'
    )
    assert lines(svg) == ["La suite", "Fin & clôture"]
