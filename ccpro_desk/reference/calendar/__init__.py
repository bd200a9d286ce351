"""`data/calendar/*.toml` → the tax calendar. Every mistake is told with its file, its line and its mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ccpro_desk.domain.obligations import Calendar, Rules
from ccpro_desk.domain.obligations.open_days import OpenDays
from ccpro_desk.domain.obligations.tables import Row, Table
from ccpro_desk.reference import data_dir
from ccpro_desk.reference.calendar.entries import entries_of
from ccpro_desk.reference.calendar.shapes import regime_of, row_of, rule_of, who_of
from ccpro_desk.reference.entry import Entry
from ccpro_desk.reference.faults import ContentError, Fault
from ccpro_desk.reference.fields import Fields
from ccpro_desk.reference.public_holidays import SUBDIVISION, holidays_of

FOLDER = "calendar"


@cache
def load_calendar() -> Calendar:
    """The calendar under `data/`, read once a process. Raises `ContentError`."""
    return Calendar(read_rules(data_dir() / FOLDER), open_days)


def open_days(department: str) -> OpenDays:
    """The working days of a department; the same object for all that have the same holidays."""
    return _open_days(SUBDIVISION.get(department), department)


@cache
def _open_days_of(department: str) -> OpenDays:
    return OpenDays(holidays_of(department))


def _open_days(subdivision: str | None, department: str) -> OpenDays:
    return _open_days_of(department if subdivision else "")


def read_rules(folder: Path) -> Rules:
    """Every rule of the files of `folder`. Raises `ContentError` with all that is wrong in them."""
    faults: list[Fault] = []
    entries = [entry for path in sorted(folder.glob("*.toml")) for entry in _entries(path, faults)]
    if not entries and not faults:
        faults.append(Fault(FOLDER, 1, "Aucune règle n'a été trouvée.", "Rétablissez data/calendar."))
    rules = _rules(entries, faults)
    if faults:
        raise ContentError(faults)
    return rules


def _entries(path: Path, faults: list[Fault]) -> Iterator[Entry]:
    try:
        yield from entries_of(path, f"{FOLDER}/{path.name}")
    except ContentError as error:
        faults += error.faults


def _rules(entries: list[Entry], faults: list[Fault]) -> Rules:
    of_kind = {kind: [e for e in entries if e.kind == kind] for kind in ("rule", "regime", "who")}
    regimes = tuple(regime_of(Fields(entry, faults)) for entry in of_kind["regime"])
    tables = MappingProxyType({table.id: table for table in _tables(entries, faults)})
    codes = {regime.code for regime in regimes}
    faults += _doubles(of_kind["rule"], "id")
    faults += _doubles(of_kind["who"], "id")
    return Rules(
        rules=tuple(rule_of(Fields(entry, faults), codes, tables) for entry in of_kind["rule"]),
        regimes=regimes,
        who=tuple(who_of(Fields(entry, faults)) for entry in of_kind["who"]),
        tables=tables,
    )


def _tables(entries: list[Entry], faults: list[Fault]) -> Iterator[Table]:
    """Each `[[table]]` with the rows that follow it."""
    for at, entry in enumerate(entries):
        if entry.kind != "table":
            continue
        rows: list[Row] = []
        for row in entries[at + 1 :]:
            if row.kind != "table.row":
                break
            rows.append(row_of(Fields(row, faults)))
        fields = Fields(entry, faults)
        table = Table(fields.text("id"), tuple(rows), fields.text("unknown", ""))
        fields.text("source"), fields.text("to_confirm", "")
        fields.end(also=("row",))
        if rows:
            yield table
        else:
            fields.fault("id", f"La table « {table.id} » n'a aucune ligne.", "Ajoutez des [[table.row]].")


def _doubles(entries: list[Entry], key: str) -> Iterator[Fault]:
    count = Counter(entry.table.get(key) for entry in entries)
    for entry in entries:
        if count[entry.table.get(key)] > 1:
            what = f"Deux entrées ont le même {key} « {entry.table.get(key)} »."
            yield Fault(entry.file, entry.line_of(key), what, "Donnez à chacune le sien.")
