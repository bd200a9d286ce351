"""Other terminal applications of the same kind, started as their users would, with a home of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.terminal import Terminal


@dataclass(frozen=True, slots=True)
class Program:
    name: str
    usable: str
    """What its screen shows once it can be used."""

    @property
    def python(self) -> Path:
        return Path(os.environ["CCPRO_BENCH_PROGRAMS"]) / self.name / "bin" / "python"

    def start(self, home: Path) -> Terminal:
        return Terminal((str(self.python), "-m", self.name), {"HOME": str(home), "XDG_DATA_HOME": str(home)})


POSTING = Program("posting", "No headers")
HARLEQUIN = Program("harlequin", "Query Editor")


def installed() -> Iterator[Program]:
    """Those that could be fetched."""
    if "CCPRO_BENCH_PROGRAMS" in os.environ:
        yield from (program for program in (POSTING, HARLEQUIN) if program.python.exists())
