"""What is wrong in a file of the content, told so that the person who wrote it can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ccpro_desk.reference import DataError


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: where, what, and how."""

    file: str
    """Path below `data/`, with slashes."""
    line: int
    what: str
    mend: str
    warning: bool = False
    """A warning is told but does not fail the check."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line} : {self.what} {self.mend}"


class ContentError(DataError):
    """A file of the content cannot be used: one or more faults."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
