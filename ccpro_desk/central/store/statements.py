"""The SQL of the store: `.sql` files, shared and by engine, cut into named statements.

`-- name: x` begins a statement, `-- part: y` one of its parts, `-- fragment: z` a text for `{{z}}`.
Parameters are `:name`, with PostgreSQL's casts, which are left out for SQLite.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_MARK = re.compile(r"^-- (name|fragment): *(\w+)\n", re.MULTILINE)
_PART = re.compile(r"^-- part: *(\w+)\n", re.MULTILINE)
_COMMENT = re.compile(r"^-- (?!part:).*\n", re.MULTILINE)
_CAST = re.compile(r"::[a-z0-9]+")
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)\b")
_TYPED = re.compile(r"(?<![:\w]):([a-z_]+)::([a-z0-9]+)")


@dataclass(frozen=True, slots=True)
class Part:
    """One SQL statement with its engine's placeholders, and the names of its parameters in order."""

    name: str
    sql: str
    parameters: tuple[str, ...] = ()


Statement = tuple[Part, ...]


@cache
def statements(engine: str) -> dict[str, Statement]:
    """All statements of an engine (`sqlite` or `postgres`), by name."""
    found: dict[str, dict[str, str]] = {"name": {}, "fragment": {}}
    for folder in ("shared", engine):
        for file in sorted((files(__package__) / folder).iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".sql"):
                _collect(file.read_text(encoding="utf-8"), found)
    make = _sqlite if engine == "sqlite" else _postgres
    return {
        name: make(name, _parts(_filled(text, found["fragment"]))) for name, text in found["name"].items()
    }


def _collect(text: str, found: dict[str, dict[str, str]]) -> None:
    pieces = _MARK.split(text)
    for kind, name, body in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        found[kind][name] = _COMMENT.sub("", body).strip()


def _filled(text: str, fragments: dict[str, str]) -> str:
    """`text` with its fragments, and theirs, in their places."""
    while (filled := re.sub(r"\{\{(\w+)\}\}", lambda match: fragments[match[1]], text)) != text:
        text = filled
    return text


def _parts(text: str) -> list[tuple[str, str]]:
    pieces = _PART.split(text)
    named = list(zip(pieces[1::2], pieces[2::2], strict=True)) or [("rows", text)]
    return [(name, sql.strip().rstrip(";")) for name, sql in named]


def _sqlite(_name: str, parts: list[tuple[str, str]]) -> Statement:
    return tuple(Part(name, _CAST.sub("", sql)) for name, sql in parts)


def _postgres(name: str, parts: list[tuple[str, str]]) -> Statement:
    """One statement: several parts become one row of JSON lists, in one snapshot; a write's stay apart."""
    if len(parts) == 1 or name.startswith("write_"):
        return tuple(_numbered(*part) for part in parts)
    column = "(select json_agg(to_json(x)) from ({}) x) as {}"
    bundle = "select " + ", ".join(column.format(sql, part) for part, sql in parts)
    return (_together(bundle) if name.startswith("read_") else _numbered("bundle", bundle),)


def _together(sql: str) -> Part:
    """`sql` for any number of askers at once: each parameter becomes the array of their values.

    A row an asker, in their order. Every parameter says its type where it stands.
    """
    kinds = dict(_TYPED.findall(sql))
    names = tuple(kinds)
    arrays = ", ".join(f"${number}::{kinds[name]}[]" for number, name in enumerate(names, 1))
    asked = _TYPED.sub(r"q.\1", sql)
    return Part(
        "together",
        f"{asked} from unnest({arrays}) with ordinality as q({', '.join(names)}, asker) order by asker",
        names,
    )


def _numbered(name: str, sql: str) -> Part:
    order: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[1] not in order:
            order.append(match[1])
        return f"${order.index(match[1]) + 1}"

    return Part(name, _PARAMETER.sub(number, sql), tuple(order))
