"""The files of `data/calendar/` as entries that know their file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ccpro_desk.reference.faults import ContentError, Fault

KINDS = ("rule", "regime", "who", "table")
_HEADER = re.compile(r"\s*\[\[\s*([\w.]+)\s*\]\]\s*(#.*)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One `[[rule]]`, `[[regime]]`, `[[who]]`, `[[table]]` or `[[table.row]]`."""

    kind: str
    table: Mapping[str, Any]
    file: str
    line: int
    """Of its header."""
    lines: tuple[str, ...]
    """From its header to the next."""

    def line_of(self, key: str) -> int:
        """Where `key` is written; of the entry, where it is not."""
        wanted = re.compile(rf"\s*{re.escape(key)}\s*=")
        found = (self.line + n for n, text in enumerate(self.lines) if wanted.match(text))
        return next(found, self.line)


def entries_of(path: Path, name: str) -> tuple[Entry, ...]:
    """The entries of one file; a table's rows follow it. Raises `ContentError`."""
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(
            [Fault(name, 1, "Lecture impossible.", "Enregistrez ce fichier en UTF-8.")]
        ) from error
    except tomllib.TOMLDecodeError as error:
        line = _line_of(error)
        raise ContentError(
            [Fault(name, line, f"TOML illisible ({error}).", "Corrigez cette ligne.")]
        ) from error
    unknown = sorted(set(table) - set(KINDS))
    if unknown or not all(isinstance(table[kind], list) for kind in table):
        what = f"« {unknown[0]} » est inconnu." if unknown else "Une section est écrite [ ] au lieu de [[ ]]."
        mend = f"Les sections sont : {', '.join(f'[[{kind}]]' for kind in KINDS)}, [[table.row]]."
        raise ContentError([Fault(name, 1, what, mend)])
    return tuple(_with_lines(table, text.splitlines(), name))


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


def _line_of(error: tomllib.TOMLDecodeError) -> int:
    digits = str(error).rpartition("line ")[2].partition(",")[0]
    return int(digits) if digits.isdigit() else 1
