"""What `verify` says: one sentence a fault, and how much was looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    """Stable, for programs."""
    about: str
    """The row, seal, contact or command meant."""
    sentence: str
    """In French."""


_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass
class Report:
    findings: list[Finding] = field(default_factory=list)
    seals: int = 0
    rows: int = 0
    purged: int = 0
    """Rows of which retention has left only the hash."""
    emptied: int = 0
    """Rows whose detail retention has emptied."""
    emptied_before: datetime = _NEVER
    """Up to when purges have emptied details, by their receipts."""
    unsealed: int = 0
    """Rows too young to be sealed already."""

    def add(self, code: str, about: object, sentence: str) -> None:
        self.findings.append(Finding(code, str(about), sentence))

    @property
    def is_clean(self) -> bool:
        return not self.findings
