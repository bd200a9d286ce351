"""The tour: an agent's shift through the real application, central and sender, each step checked."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ccpro_desk.cli.tour.report import Report


def play(directory: Path) -> int:
    """Plays the shift in a demo of its own and writes `directory`; the exit code."""
    from ccpro_desk.cli.errors import DONE, FAILED
    from ccpro_desk.cli.tour.report import Report

    began = time.monotonic()
    report = Report(directory)
    with tempfile.TemporaryDirectory(prefix="ccpro-tour-") as state:
        os.environ["XDG_STATE_HOME"] = state
        _play(report)
    done = sum(step.ok for step in report.steps)
    print(f"{done} étapes sur {len(report.steps)} conformes, en {time.monotonic() - began:.0f} s.")
    print(f"Récit, images et vérifications : {directory}/transcript.md, {directory}/tour.json")
    return DONE if report.ok else FAILED


def _play(report: Report) -> None:
    import sys
    import traceback

    from ccpro_desk.cli.demo import LOGIN
    from ccpro_desk.cli.embedded.home import DemoHome, demo_dir
    from ccpro_desk.cli.embedded.processes import prepare
    from ccpro_desk.cli.errors import CommandError, tell
    from ccpro_desk.cli.tour.report import StepFailed
    from ccpro_desk.cli.tour.script import STEPS
    from ccpro_desk.cli.tour.shift import Shift
    from ccpro_desk.cli.tour.truth import Truth

    home = DemoHome(demo_dir())
    shift = None
    try:
        prepare(home, LOGIN)
        with Truth(home) as truth:
            shift = Shift(home, report, truth, LOGIN)
            for step in STEPS:
                step(shift)
    except CommandError as error:
        report.broken(error.line)
        tell(error)
    except StepFailed as error:
        print(f"   {error}", file=sys.stderr)
    except Exception as error:
        report.broken(f"{type(error).__name__} : {error}")
        traceback.print_exc()
    finally:
        if shift:
            shift.end()
        report.keep_logs(home.path)
        home.close()
