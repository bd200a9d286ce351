"""What the tour writes: each step's claim, what was checked, whether it was so."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


class StepFailed(Exception):
    """A step that did not do what it says."""


@dataclass
class Check:
    what: str
    expected: Any
    found: Any
    ok: bool


@dataclass
class Step:
    number: int
    claim: str
    checks: list[Check] = field(default_factory=list)
    ok: bool = False
    error: str = ""
    screenshots: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def equal(self, what: str, found: Any, expected: Any) -> None:
        """Records a comparison; a wrong one ends the step."""
        self._record(Check(what, expected, found, found == expected))

    def true(self, what: str, found: Any) -> None:
        self._record(Check(what, True, bool(found), bool(found)))

    def _record(self, check: Check) -> None:
        self.checks.append(check)
        if not check.ok:
            raise StepFailed(f"{check.what} : attendu {check.expected!r}, trouvé {check.found!r}")


class Report:
    """`transcript.md`, `tour.json` and the screenshots of one tour, in one directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.steps: list[Step] = []
        self.trouble = ""
        """What broke the tour outside its steps."""
        directory.mkdir(parents=True, exist_ok=True)
        for former in (
            *directory.glob("step-*.svg"),
            *directory.glob("*.log"),
            directory / "tour.json",
            directory / "transcript.md",
        ):
            former.unlink(missing_ok=True)

    @property
    def ok(self) -> bool:
        return bool(self.steps) and not self.trouble and all(step.ok for step in self.steps)

    @contextmanager
    def step(self, claim: str) -> Iterator[Step]:
        """One step. A failure is written down, then ends the tour."""
        step = Step(len(self.steps) + 1, claim)
        self.steps.append(step)
        began = time.monotonic()
        try:
            yield step
            step.ok = bool(step.checks)
            if not step.ok:
                raise StepFailed("rien n'a été vérifié")
        except Exception as error:
            step.error = str(error) or type(error).__name__
            raise
        finally:
            step.seconds = round(time.monotonic() - began, 1)
            print(f"{'✓' if step.ok else '✗'} {step.number:>2}. {claim}", flush=True)
            self.write()

    def picture(self, step: Step) -> Path:
        """Where the step's next screenshot goes."""
        again = chr(ord("a") + len(step.screenshots)) if step.screenshots else ""
        step.screenshots.append(f"step-{step.number:02}{again}.svg")
        return self.directory / step.screenshots[-1]

    def broken(self, trouble: str) -> None:
        self.trouble = trouble
        self.write()

    def keep_logs(self, home: Path) -> None:
        """When something went wrong, what the processes said."""
        if not self.ok:
            for log in home.glob("*.log"):
                (self.directory / log.name).write_bytes(log.read_bytes())

    def write(self) -> None:
        content = {"ok": self.ok, "trouble": self.trouble, "steps": [asdict(step) for step in self.steps]}
        (self.directory / "tour.json").write_text(
            json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8"
        )
        (self.directory / "transcript.md").write_text(self._transcript(), encoding="utf-8")

    def _transcript(self) -> str:
        parts = ["# Une vacation au centre de contact\n"]
        for step in self.steps:
            parts.append(f"## {step.number}. {step.claim}\n")
            parts += [f"* {'✓' if c.ok else '✗'} {c.what} : {_short(c.found)}" for c in step.checks]
            if step.error:
                parts.append(f"\n**Échec** : {step.error}")
            parts += [f"\n![Étape {step.number}]({name})" for name in step.screenshots]
            parts.append("")
        return "\n".join(parts)


def _short(value: Any) -> str:
    text = "oui" if value is True else str(value)
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 160 else one_line[:157] + "…"
