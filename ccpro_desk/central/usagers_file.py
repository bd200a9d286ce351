"""Files of usagers, CSV or NDJSON: read row by row; a bad row is told, the others go on.

Nothing is kept of a row once it is read: a file of any length takes the same memory.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from ccpro_desk.central.usager_rows import RefusedRow, delivery_of
from ccpro_desk.domain.delivery import Delivery
from ccpro_desk.domain.text import clean

__all__ = ["COLUMNS", "FileError", "RefusedRow", "UsagersFile", "read_usagers"]

COLUMNS = ("siren", "name", "department", "siret", "vat", "naf", "legal", "address", "contacts")
"""The contract's columns of a CSV file."""
_NEEDED = ("siren", "name")
_NDJSON = frozenset({".ndjson", ".jsonl"})
_SEPARATORS = ";,\t"
_LONGEST_ROW = 1_000_000
_BLOCK = 1 << 20
_NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}


class FileError(Exception):
    """The file as a whole cannot be read; the message is a French sentence."""


class UsagersFile:
    """One file. Raises `FileError`, also while its rows are read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self.read = 0
        """Bytes read so far."""
        with self._told():
            self.size = path.stat().st_size
            self.is_ndjson = _is_ndjson(path)
            self._encoding = _encoding(path)
        if self.is_ndjson and self._encoding != "utf-8-sig":
            raise FileError(f"{path.name} n'est pas en UTF-8 : enregistrez-le dans ce codage.")

    @property
    def encoding(self) -> str:
        """What it is called."""
        return _NAMES[self._encoding]

    def rows(self) -> Iterator[Delivery | RefusedRow]:
        with self._told(), self.path.open("rb") as raw:
            text = io.TextIOWrapper(raw, encoding=self._encoding, newline="")
            for line, row, size in self._ndjson(text) if self.is_ndjson else self._csv(text):
                self.read = raw.tell()
                yield RefusedRow(line, row) if isinstance(row, str) else delivery_of(line, row, size)

    def _ndjson(self, text: TextIO) -> Iterator[tuple[int, Any, int]]:
        for number, line in enumerate(_lines(text), 1):
            if line is None:
                yield number, f"plus de {_LONGEST_ROW} caractères", 0
            elif line.strip():
                yield number, _json(line), len(line)

    def _csv(self, text: TextIO) -> Iterator[tuple[int, Any, int]]:
        head = text.readline(_LONGEST_ROW)
        separator = max(_SEPARATORS, key=head.count)
        names = self._columns(head, separator)
        reader = csv.reader(text, delimiter=separator, strict=True)
        while True:
            first = reader.line_num + 2
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                last = reader.line_num + 1
                yield last, f"guillemets mal fermés : lignes {first} à {last} non lues", 0
                continue
            if any(cells):
                yield reader.line_num + 1, _row(names, cells), sum(map(len, cells))

    def _columns(self, head: str, separator: str) -> list[str]:
        cells = next(csv.reader([head], delimiter=separator), [])
        names = [clean(cell, keep_newlines=False).strip().lower() for cell in cells]
        expected = f"Colonnes attendues : {', '.join(COLUMNS)} (siren et name au moins)."
        if missing := [name for name in _NEEDED if name not in names]:
            s = "s" if len(missing) > 1 else ""
            raise FileError(f"{self.path.name} : colonne{s} manquante{s} : {', '.join(missing)}. {expected}")
        if unknown := [name[:50] for name in names if name not in COLUMNS]:
            raise FileError(f"{self.path.name} : colonnes inconnues : {', '.join(unknown)}. {expected}")
        if len(set(names)) < len(names):
            raise FileError(f"{self.path.name} : une colonne est là deux fois. {expected}")
        return names

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except UnicodeDecodeError as error:
            raise FileError(
                f"{self.path.name} : codage inconnu ; enregistrez le fichier en UTF-8."
            ) from error
        except OSError as error:
            raise FileError(f"{self.path.name} ne peut pas être lu ({error.strerror}).") from error


def read_usagers(path: Path) -> Iterator[Delivery | RefusedRow]:
    """Each row of the file. Raises `FileError`."""
    return UsagersFile(path).rows()


def _is_ndjson(path: Path) -> bool:
    if path.suffix.lower() in _NDJSON:
        return True
    with path.open("rb") as file:
        return file.read(256).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _encoding(path: Path) -> str:
    """UTF-8 if all of it is; else what Excel writes. The whole file is looked at, which costs little."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        file.seek(0)
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _lines(text: TextIO) -> Iterator[str | None]:
    """Each line; none: it is longer than any row may be, and was passed over."""
    while line := text.readline(_LONGEST_ROW + 1):
        if len(line) <= _LONGEST_ROW:
            yield line
            continue
        while line and not line.endswith("\n"):
            line = text.readline(_LONGEST_ROW)
        yield None


def _json(text: str) -> Any:
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        return "ce n'est pas du JSON"
    return row if isinstance(row, dict) else "ce n'est pas un objet"


def _row(names: list[str], cells: list[str]) -> dict[str, str] | str:
    if len(cells) > len(names):
        return f"{len(cells)} cellules pour {len(names)} colonnes"
    return {name: cell for name, cell in zip(names, cells, strict=False) if cell}
