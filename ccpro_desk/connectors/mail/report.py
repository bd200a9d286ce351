"""What became of each mail of an import, and the whole in one line: for a person, or as JSON values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Fate(StrEnum):
    IMPORTED = "imported"
    APPENDED = "appended"
    KNOWN = "already_there"
    AUTO = "auto_ignored"
    BOUNCE = "bounce"
    REFUSED = "refused"

    def label(self, count: int = 1) -> str:
        """What happened to one mail, or to several."""
        return _LABELS[self][count > 1]


_LABELS = {
    Fate.IMPORTED: ("importé", "importés"),
    Fate.APPENDED: ("ajouté à son fil", "ajoutés à leur fil"),
    Fate.KNOWN: ("déjà là", "déjà là"),
    Fate.AUTO: ("automatique laissé de côté", "automatiques laissés de côté"),
    Fate.BOUNCE: ("avis de non-remise laissé de côté", "avis de non-remise laissés de côté"),
    Fate.REFUSED: ("refusé", "refusés"),
}


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    fate: Fate
    notes: tuple[str, ...] = ()
    """In French: why it was refused, what had to be mended."""
    contact_id: str | None = None
    external_id: str | None = None

    def __str__(self) -> str:
        told = f"{self.name}\u00a0: {self.fate.label()}"
        return f"{told} — {' ; '.join(self.notes)}" if self.notes else told


@dataclass(slots=True)
class Report:
    lines: list[Line] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        return any(line.fate is Fate.REFUSED for line in self.lines)

    def counts(self) -> dict[str, int]:
        found = Counter(line.fate for line in self.lines)
        return {fate.value: found[fate] for fate in Fate}

    def summary(self) -> str:
        """« 37 courriels : 34 importés… », by what happened."""
        counts = self.counts()
        told = [
            f"{counts[fate.value]} {fate.label(counts[fate.value])}" for fate in Fate if counts[fate.value]
        ]
        mails = "courriels" if len(self.lines) > 1 else "courriel"
        return f"{len(self.lines)} {mails}" + (f"\u00a0: {', '.join(told)}." if told else ".")

    def jsonable(self) -> dict[str, Any]:
        return {"counts": self.counts(), "mails": [_jsonable(line) for line in self.lines]}


def _jsonable(line: Line) -> dict[str, Any]:
    known = {"contact_id": line.contact_id, "external_id": line.external_id}
    told = {"name": line.name, "result": line.fate.value, "notes": list(line.notes)}
    return told | {name: value for name, value in known.items() if value}
