"""A flat TOML file that a person may write by hand: each entry with its line, each fault with its own.

A line that is not TOML is left out and told; the others count. Writing changes values where they stand, so
that comments and order are kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tomllib import TOMLDecodeError

MOST_FAULTS = 20
"""Lines left out at most: a file that is no TOML at all is told in a few sentences."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file a person wrote, and where."""

    file: str
    """Its name alone."""
    line: int
    """From 1; 0 when it is the file as a whole."""
    sentence: str

    @property
    def told(self) -> str:
        """« keys.toml, ligne 3 : … »."""
        where = f"{self.file}, ligne {self.line}" if self.line else self.file
        return f"{where} : {self.sentence}"


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    value: Any
    line: int


@dataclass(frozen=True, slots=True)
class Flat:
    """What a file holds; a missing file holds nothing."""

    entries: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_flat(path: Path) -> Flat:
    """Never raises: what cannot be read is a fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Flat()
    except OSError as error:
        return Flat(faults=(Fault(path.name, 0, f"fichier illisible ({error.strerror or error})."),))
    except UnicodeDecodeError:
        return Flat(faults=(Fault(path.name, 0, "fichier illisible : enregistrez-le en UTF-8."),))
    return parse_flat(text, path.name)


def parse_flat(text: str, name: str) -> Flat:
    import tomllib

    lines = text.splitlines()
    faults: list[Fault] = []
    while True:
        try:
            table = tomllib.loads("\n".join(lines))
            break
        except tomllib.TOMLDecodeError as error:
            line = min(max(_line_of(error), 1), len(lines))
            if len(faults) == MOST_FAULTS or not lines[line - 1].strip():
                return Flat(faults=(*faults, Fault(name, line, "ce fichier n'est pas du TOML.")))
            written = lines[line - 1].strip()
            faults.append(Fault(name, line, f"« {written[:40]} » n'est pas du TOML (nom = valeur)."))
            lines[line - 1] = ""
    entries = tuple(Entry(key, value, _line_with(lines, key)) for key, value in table.items())
    return Flat(entries, tuple(faults))


def with_values(text: str, values: Mapping[str, str | int | bool]) -> str:
    """`text` with these values in place of those it has, and the missing ones at its end."""
    lines = text.splitlines()
    for key, value in values.items():
        line = f"{key} = {_written(value)}"
        at = _line_with(lines, key)
        if at:
            comment = re.search(r"\s+#[^\"']*$", lines[at - 1])
            lines[at - 1] = line + (comment[0] if comment else "")
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _written(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f'"{value}"'


def _line_of(error: TOMLDecodeError) -> int:
    digits = re.search(r"at line (\d+)", str(error))
    return int(digits[1]) if digits else 10**9  # « at end of document »


def _line_with(lines: list[str], key: str) -> int:
    """The line that gives `key` its value, from 1; 0: none."""
    name = re.escape(key)
    pattern = re.compile(rf"\s*(?:\[+\s*)?(?:{name}|\"{name}\"|'{name}')\s*(?:[=.]|\])")
    return next((n for n, line in enumerate(lines, 1) if pattern.match(line)), 0)
