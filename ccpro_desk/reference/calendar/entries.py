"""The files of `data/calendar/` as entries that know their file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ccpro_desk.reference.entry import Entry, toml_of
from ccpro_desk.reference.faults import ContentError, Fault

KINDS = ("rule", "regime", "who", "table")
_HEADER = re.compile(r"\s*\[\[\s*([\w.]+)\s*\]\]\s*(#.*)?")


def entries_of(path: Path, name: str) -> tuple[Entry, ...]:
    """The entries of one file; a table's rows follow it. Raises `ContentError`."""
    table, lines = toml_of(path, name)
    unknown = sorted(set(table) - set(KINDS))
    if unknown or not all(isinstance(table[kind], list) for kind in table):
        what = f"« {unknown[0]} » est inconnu." if unknown else "Une section est écrite [ ] au lieu de [[ ]]."
        mend = f"Les sections sont : {', '.join(f'[[{kind}]]' for kind in KINDS)}, [[table.row]]."
        raise ContentError([Fault(name, 1, what, mend)])
    return tuple(_with_lines(table, lines, name))


def _with_lines(table: Mapping[str, Any], lines: list[str], name: str) -> Iterator[Entry]:
    heads = [(n, found[1]) for n, text in enumerate(lines) if (found := _HEADER.fullmatch(text))]
    ends = [n for n, _ in heads[1:]] + [len(lines)]
    left = {kind: iter(table.get(kind, ())) for kind in KINDS}
    rows: Iterator[Any] = iter(())
    for (start, kind), end in zip(heads, ends, strict=True):
        one = next(rows if kind == "table.row" else left[kind])
        if kind == "table":
            rows = iter(one.get("row", ()))
        yield Entry(kind, one, name, start + 1, tuple(lines[start:end]))
