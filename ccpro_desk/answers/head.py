"""The TOML head of an answer's file: which keys, of which type, and the sentence when one is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from ccpro_desk.answers.model import BlankType, Channel, ReferenceKind, Status
from ccpro_desk.reference.faults import Fault

Check = Callable[[Any], str]
"""Empty when the value is right, else what to write."""


@dataclass(frozen=True, slots=True)
class Key:
    check: Check
    required: bool = True


def _one(kind: type, what: str) -> Check:
    return lambda value: "" if type(value) is kind and value != "" else f"Écrivez {what}."


def _texts(value: Any) -> str:
    fits = isinstance(value, list) and all(isinstance(v, str) and v for v in value)
    return "" if fits else 'Écrivez une liste de textes, par exemple ["TVA"].'


def _among(values: type[StrEnum]) -> Check:
    allowed = [v.value for v in values]
    return lambda value: "" if value in allowed else f"Choisissez parmi : {', '.join(allowed)}."


def _channels(value: Any) -> str:
    allowed = [c.value for c in Channel]
    fits = isinstance(value, list) and value and all(v in allowed for v in value)
    return "" if fits else f"Écrivez une liste parmi : {', '.join(allowed)}."


def _day(value: Any) -> str:
    fits = isinstance(value, date) and not isinstance(value, datetime)
    return "" if fits else "Écrivez une date sans guillemets, par exemple 2026-11-23."


def _level(value: Any) -> str:
    fits = type(value) is int and value in (0, 1, 2)
    return "" if fits else "Écrivez 0 (général), 1 (dossier) ou 2 (acte)."


def _version(value: Any) -> str:
    return "" if type(value) is int and value > 0 else "Écrivez un entier à partir de 1."


def _id(value: Any) -> str:
    fits = isinstance(value, str) and re.fullmatch(r"[A-Z]{2,8}-\d{3}", value)
    return "" if fits else "Écrivez des capitales, un tiret et trois chiffres, par exemple TVA-021."


def _name(value: Any) -> str:
    fits = isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9_]*", value)
    return "" if fits else "Écrivez un mot en minuscules sans accent, par exemple periode."


_TEXT = _one(str, "un texte entre guillemets")

HEAD: Mapping[str, Key] = {
    "id": Key(_id),
    "title": Key(_TEXT),
    "motifs": Key(_texts),
    "taxes": Key(_texts),
    "channels": Key(_channels),
    "level": Key(_level),
    "sources": Key(_texts),
    "author": Key(_TEXT),
    "approver": Key(_TEXT, required=False),
    "version": Key(_version),
    "valid_from": Key(_day),
    "valid_to": Key(_day, required=False),
    "review": Key(_day),
    "status": Key(_among(Status)),
    "supersedes": Key(_id, required=False),
    "related": Key(_texts, required=False),
    "handled_by": Key(_TEXT, required=False),
}

BLANK: Mapping[str, Key] = {
    "name": Key(_name),
    "type": Key(_among(BlankType)),
    "label": Key(_TEXT),
    "choices": Key(_texts, required=False),
    "fill": Key(_TEXT, required=False),
}

REFERENCE: Mapping[str, Key] = {
    "kind": Key(_among(ReferenceKind)),
    "ref": Key(_TEXT),
    "label": Key(_TEXT, required=False),
    "note": Key(_TEXT, required=False),
}

TABLES: Mapping[str, Mapping[str, Key]] = {"blanks": BLANK, "references": REFERENCE}
"""Keys of the head that hold lists of tables."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where each key and each table of a head stands in its file."""

    file: str
    keys: Mapping[str, int]
    tables: Mapping[str, tuple[int, ...]]
    inner: Mapping[tuple[str, int, str], int]

    @classmethod
    def of(cls, file: str, head: str, first: int) -> Places:
        """The places in `head`, whose first line is line `first` of the file."""
        keys: dict[str, int] = {}
        tables: dict[str, tuple[int, ...]] = {}
        inner: dict[tuple[str, int, str], int] = {}
        table = ""
        for number, line in enumerate(head.splitlines(), first):
            if opened := re.match(r"\[\[\s*(\w+)\s*\]\]", line.strip()):
                table = opened[1]
                tables[table] = (*tables.get(table, ()), number)
            elif written := re.match(r"\s*(\w+)\s*=", line):
                if table:
                    inner.setdefault((table, len(tables[table]) - 1, written[1]), number)
                else:
                    keys.setdefault(written[1], number)
        return cls(file, keys, tables, inner)

    def fault(self, line: int, what: str, mend: str) -> Fault:
        return Fault(self.file, line, what, mend)


def head_faults(table: Mapping[str, Any], places: Places) -> list[Fault]:
    """Everything wrong in the head, in the order of the file."""
    plain = {key: value for key, value in table.items() if key not in TABLES}
    faults = _faults(plain, HEAD, places, lambda key: places.keys.get(key, 1), 1)
    for name, keys in TABLES.items():
        faults += _table_faults(name, table.get(name, []), keys, places)
    return sorted(faults, key=lambda fault: fault.line)


def _table_faults(name: str, rows: Any, keys: Mapping[str, Key], places: Places) -> list[Fault]:
    lines = places.tables.get(name, ())
    if not isinstance(rows, list) or len(rows) != len(lines):
        line = places.keys.get(name, 1)
        return [places.fault(line, f"« {name} » est mal écrit.", f"Écrivez un bloc [[{name}]] par élément.")]
    faults: list[Fault] = []
    for index, row in enumerate(rows):
        at = _inner_line(places, name, index)
        faults += _faults(row, keys, places, at, lines[index])
    return faults


def _inner_line(places: Places, name: str, index: int) -> Callable[[str], int]:
    return lambda key: places.inner.get((name, index, key), places.tables[name][index])


def _faults(
    table: Mapping[str, Any], keys: Mapping[str, Key], places: Places, line: Callable[[str], int], first: int
) -> list[Fault]:
    faults = []
    for key, value in table.items():
        if key not in keys:
            mend = f"Retirez cette ligne, ou employez l'une des clés : {', '.join(keys)}."
            faults.append(places.fault(line(key), f"Clé « {key} » inconnue.", mend))
        elif mend := keys[key].check(value):
            faults.append(places.fault(line(key), f"« {key} » ne convient pas.", mend))
    missing = [key for key, rule in keys.items() if rule.required and key not in table]
    faults += [
        places.fault(first, f"Il manque « {key} ».", f"Ajoutez une ligne « {key} = … ».") for key in missing
    ]
    return faults
