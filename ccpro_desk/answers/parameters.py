"""Rates, thresholds and delays by date: `data/reference/parameters/*.toml`.

A text names a parameter; the file gives its value, its article, its source and the days it holds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ccpro_desk.answers import french
from ccpro_desk.reference import data_dir
from ccpro_desk.reference.entry import line_of
from ccpro_desk.reference.faults import ContentError, Fault

_COUNTED = {
    "hours": ("heure", "heures"),
    "days": ("jour", "jours"),
    "months": ("mois", "mois"),
    "years": ("an", "ans"),
}
UNITS = frozenset({"cents", "percent_hundredths", "text", "date", "phone", *_COUNTED})
_REQUIRED = ("id", "label", "value", "unit", "valid_from", "source", "article")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value over one interval of days."""

    id: str
    label: str
    value: int | str | date
    unit: str
    """One of `UNITS`; `percent_hundredths` counts hundredths of a per cent."""
    valid_from: date
    source: str
    article: str
    valid_to: date | None = None
    file: str = ""
    line: int = 0

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def text(self) -> str:
        """As it stands in a sentence."""
        if isinstance(self.value, date):
            return french.long_date(self.value)
        if isinstance(self.value, str):
            return self.value.replace(" ", french.NBSP) if self.unit == "phone" else self.value
        if self.unit == "cents":
            return french.money(self.value)
        if self.unit == "percent_hundredths":
            return french.percent(self.value)
        return french.count(self.value, *_COUNTED[self.unit])


@dataclass(frozen=True)
class Parameters:
    """All values, by id."""

    by_id: Mapping[str, tuple[Parameter, ...]]

    @classmethod
    def of(cls, items: Iterable[Parameter]) -> Parameters:
        by_id: dict[str, tuple[Parameter, ...]] = {}
        for item in items:
            by_id[item.id] = (*by_id.get(item.id, ()), item)
        return cls(by_id)

    def __contains__(self, code: object) -> bool:
        return code in self.by_id

    def on(self, code: str, day: date) -> Parameter | None:
        """The value of `code` on `day`, or None."""
        return next((p for p in self.by_id.get(code, ()) if p.valid_on(day)), None)


def read_parameters(path: Path, name: str) -> tuple[Parameter, ...]:
    """The parameters of one file. Raises `ContentError` naming line and mend."""
    text = path.read_text(encoding="utf-8")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(
            [Fault(name, line_of(error), f"TOML illisible ({error}).", "Corrigez cette ligne.")]
        ) from error
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == "[[parameter]]"]
    rows = table.get("parameter", [])
    faults = [fault for line, row in zip(lines, rows, strict=False) for fault in _faults(name, line, row)]
    if faults:
        raise ContentError(faults)
    return tuple(_parameter(name, line, row) for line, row in zip(lines, rows, strict=True))


def _faults(name: str, line: int, row: Mapping[str, Any]) -> list[Fault]:
    faults = [
        Fault(name, line, f"Il manque « {key} » à ce paramètre.", f"Ajoutez une ligne « {key} = … ».")
        for key in _REQUIRED
        if key not in row
    ]
    if faults:
        return faults
    if row["unit"] not in UNITS:
        mend = f"Choisissez parmi : {', '.join(sorted(UNITS))}."
        return [Fault(name, line, f"Unité « {row['unit']} » inconnue.", mend)]
    wanted = {"text": str, "phone": str, "date": date}.get(row["unit"], int)
    if type(row["value"]) is not wanted:
        return [
            Fault(
                name,
                line,
                f"La valeur de « {row['id']} » ne va pas avec son unité.",
                "Écrivez un entier, une date ou un texte selon l'unité.",
            )
        ]
    return []


def _parameter(name: str, line: int, row: Mapping[str, Any]) -> Parameter:
    known = {key: row[key] for key in (*_REQUIRED, "valid_to") if key in row}
    return Parameter(**known, file=name, line=line)


def load_parameters_from(folder: Path) -> Parameters:
    """The parameters of every file of `folder`. Raises `ContentError`."""
    return Parameters.of(
        item
        for path in sorted(folder.glob("*.toml"))
        for item in read_parameters(path, f"reference/parameters/{path.name}")
    )


@cache
def load_parameters() -> Parameters:
    """The parameters shipped under `data/`, read once a process. Raises `ContentError`."""
    return load_parameters_from(data_dir() / "reference" / "parameters")
