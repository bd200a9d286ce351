"""Files of usagers, CSV or NDJSON: read row by row, cleaned, checked; a bad row is told, the others go on."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ccpro_desk.domain.delivery import Delivery
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.usager import Usager
from ccpro_desk.wire.codec import adapter, sentence

COLUMNS = ("siren", "name", "department", "siret", "vat", "naf", "legal", "address", "contacts")
"""The contract's columns of a CSV file."""
_NAMES = frozenset(field.name for field in fields(Usager))
_NDJSON = frozenset({".ndjson", ".jsonl"})
_TOWN = re.compile(r"(?:(?P<lines>.*?)[,;\s]+)?(?P<postcode>[0-9]{5})\s+(?P<city>\D.*)", re.DOTALL)
_LONGEST_TEXT = 2_000
_LONGEST_ROW = 1_000_000


class FileError(Exception):
    """The file as a whole cannot be read; the message is a French sentence."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    line: int
    why: str


def read_usagers(path: Path) -> Iterator[Delivery | RefusedRow]:
    """Each row of the file. Raises `FileError`."""
    rows = _ndjson(path) if _is_ndjson(path) else _csv(path)
    try:
        for line, row in rows:
            yield _usager(line, row)
    except UnicodeDecodeError as error:
        raise FileError(f"{path.name} n'est pas en UTF-8 : enregistrez-le dans ce codage.") from error
    except OSError as error:
        raise FileError(f"{path.name} ne peut pas être lu ({error.strerror}).") from error
    except csv.Error as error:
        raise FileError(f"{path.name} n'est pas un fichier CSV lisible ({error}).") from error


def _is_ndjson(path: Path) -> bool:
    if path.suffix.lower() in _NDJSON:
        return True
    try:
        with path.open("rb") as file:
            return file.read(256).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    except OSError as error:
        raise FileError(f"{path.name} ne peut pas être lu ({error.strerror}).") from error


def _ndjson(path: Path) -> Iterator[tuple[int, Any]]:
    with path.open(encoding="utf-8-sig", newline="\n") as file:
        for line, text in enumerate(file, 1):
            if text.strip():
                yield line, _json(text)


def _json(text: str) -> Any:
    if len(text) > _LONGEST_ROW:
        return f"plus de {_LONGEST_ROW} caractères"
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return "ce n'est pas du JSON"


def _csv(path: Path) -> Iterator[tuple[int, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.readline()
        file.seek(0)
        reader = csv.DictReader(file, delimiter=";" if ";" in head else ",", strict=True)
        names = reader.fieldnames or []
        missing = {"siren", "name"} - set(names)
        if missing or set(names) - set(COLUMNS):
            raise FileError(f"Les colonnes attendues sont : {', '.join(COLUMNS)}.")
        for row in reader:
            yield reader.line_num, "trop de colonnes" if None in row else {k: v for k, v in row.items() if v}


def _usager(line: int, row: Any) -> Delivery | RefusedRow:
    if not isinstance(row, dict):
        return RefusedRow(line, row if isinstance(row, str) else "ce n'est pas un objet")
    unknown = set(row) - _NAMES
    if unknown:
        return RefusedRow(line, f"nom inconnu : « {clean(min(unknown))[:50]} »")
    try:
        given = _normal(_cleaned(row))
        return Delivery(_checked(adapter(Usager).validate_json(json.dumps(given))), frozenset(given))
    except ValidationError as error:
        return RefusedRow(line, sentence(error))
    except (ValueError, RecursionError) as error:
        return RefusedRow(line, str(error))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        text = clean(value, keep_newlines=True).strip()
        if len(text) > _LONGEST_TEXT:
            raise ValueError(f"texte de plus de {_LONGEST_TEXT} caractères")
        return text
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return value


def _normal(row: dict[str, Any]) -> dict[str, Any]:
    """The forms of a CSV cell become those of NDJSON: an address in words, contacts separated by `;`."""
    row = {key: value for key, value in row.items() if value not in (None, "")}
    for name in ("address", "contacts"):
        if isinstance(row.get(name), str) and row[name][:1] in ("{", "["):
            row[name] = json.loads(row[name])
    if isinstance(row.get("address"), str):
        row["address"] = _address(row["address"])
    if isinstance(row.get("contacts"), str):
        row["contacts"] = [_contact(c.strip()) for c in row["contacts"].split(";") if c.strip()]
    if isinstance(row.get("address"), dict):
        row.setdefault("city", row["address"].get("city", ""))
    return row


def _address(text: str) -> dict[str, Any]:
    found = _TOWN.fullmatch(text)
    if found is None:
        return {"lines": text.splitlines()}
    lines = [line.strip(" ,;") for line in (found["lines"] or "").splitlines()]
    return {
        "lines": [line for line in lines if line],
        "postcode": found["postcode"],
        "city": " ".join(found["city"].split()),
    }


def _contact(text: str) -> dict[str, str]:
    return {"kind": "email" if "@" in text else "phone", "value": text}


def _checked(usager: Usager) -> Usager:
    if not re.fullmatch("[0-9]{9}", usager.siren):
        raise ValueError("« siren » : neuf chiffres sont attendus")
    if not usager.name:
        raise ValueError("« name » : il manque")
    return usager
