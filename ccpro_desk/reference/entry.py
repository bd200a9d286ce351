"""A part of a TOML file that knows where it stands, so that a fault names its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ccpro_desk.reference.faults import ContentError, Fault


@dataclass(frozen=True, slots=True)
class Entry:
    """One `[[section]]` of a file, or what stands before the first."""

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


def toml_of(path: Path, name: str) -> tuple[Mapping[str, Any], list[str]]:
    """A file's table and its lines. Raises `ContentError`."""
    try:
        text = path.read_text(encoding="utf-8")
        return tomllib.loads(text), text.splitlines()
    except tomllib.TOMLDecodeError as error:
        raise ContentError(
            [Fault(name, line_of(error), f"TOML illisible ({error}).", "Corrigez cette ligne.")]
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(
            [Fault(name, 1, "Lecture impossible.", "Enregistrez ce fichier en UTF-8.")]
        ) from error


def line_of(error: tomllib.TOMLDecodeError) -> int:
    """The line at which TOML stopped making sense; 1 where it does not say."""
    digits = str(error).rpartition("line ")[2].partition(",")[0]
    return int(digits) if digits.isdigit() else 1
