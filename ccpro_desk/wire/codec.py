"""Strict JSON in, exact JSON out. The one place that knows how the contract's values look on the wire."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

T = TypeVar("T")
_ALWAYS = frozenset({"usager", "at", "origin"})
"""Fields that are `null` on the wire rather than absent."""
_NESTED = frozenset({dict, list})
_SORTED = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


class Malformed(ValueError):
    """A body that is not what the contract says; `str()` is a French sentence that names the field."""


class NotJson(Malformed):
    """A body that is no JSON (RFC 8259), which has neither NaN nor infinities."""


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def adapter(kind: type[T]) -> TypeAdapter[T]:
    """The strict adapter of a dataclass, made once."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def parse(kind: type[T], raw: bytes | str) -> T:
    """A request's JSON as a `kind`: an unknown field is a fault. Raises `Malformed`, `NotJson`."""
    return _parse(kind, raw, None)


def understand(kind: type[T], raw: bytes | str) -> T:
    """An answer's JSON as a `kind`, without the fields of a later minor. Raises `Malformed`, `NotJson`."""
    return _parse(kind, raw, "ignore")


def _parse(kind: type[T], raw: bytes | str, extra: Literal["ignore"] | None) -> T:
    """`extra`: instead of what each dataclass says, also of those that requests and answers share."""
    try:
        if isinstance(raw, bytes) and (b"NaN" in raw or b"Infinity" in raw):
            from_json(raw, allow_inf_nan=False)
        return adapter(kind).validate_json(raw, extra=extra)
    except ValidationError as error:
        kind_of_fault = NotJson if error.errors(include_url=False)[0]["type"] == "json_invalid" else Malformed
        raise kind_of_fault(sentence(error)) from error
    except ValueError as error:
        raise NotJson("Champ « corps » : ce n'est pas du JSON.") from error


def read(kind: type[T], value: object) -> T:
    """An already decoded part of an answer as a `kind`. Raises `Malformed`."""
    return understand(kind, json.dumps(value))


def jsonable(value: object) -> Any:
    """A dataclass as JSON values, optional fields that are unset left out."""
    return _prune(adapter(type(value)).dump_python(value, mode="json", by_alias=True))


def dumps(value: object) -> bytes:
    """JSON bytes of a JSON value, compact, in UTF-8."""
    return to_json(value)


def fingerprint(type_: str, contact_id: object, base_version: object, body: object) -> bytes:
    """SHA-256 of a command's content, keys sorted: what makes a repeated id the same or a conflict."""
    content = {"type": type_, "contact_id": contact_id, "base_version": base_version, "body": body}
    return sha256(_SORTED.encode(content).encode("ascii")).digest()


def sentence(error: ValidationError) -> str:
    """The first fault of a body, in a sentence that names the field."""
    fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(part) for part in fault["loc"]) or "corps"
    return f"Champ « {where} » : {_FAULTS.get(fault['type'], fault['msg'])}."


_FAULTS = {
    "missing": "il manque",
    "missing_argument": "il manque",
    "unexpected_keyword_argument": "il n'existe pas",
    "extra_forbidden": "il n'existe pas",
    "string_type": "un texte est attendu",
    "int_type": "un nombre entier est attendu",
    "bool_type": "vrai ou faux est attendu",
    "uuid_type": "un identifiant UUID est attendu",
    "uuid_parsing": "un identifiant UUID est attendu",
    "enum": "cette valeur ne fait pas partie de la liste",
    "json_invalid": "ce n'est pas du JSON",
    "predicate_failed": "valeur mal formée",
    "string_too_long": "texte trop long",
    "string_too_short": "texte vide",
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        "une date AAAA-MM-JJ est attendue",
    ),
    "datetime_type": "une date RFC 3339 est attendue",
    "datetime_from_date_parsing": "une date RFC 3339 avec décalage est attendue",
    "dataclass_type": "un objet est attendu",
    "dict_type": "un objet est attendu",
    "list_type": "une liste est attendue",
    "too_short": "il en faut au moins un",
    "too_long": "il y en a trop",
    "datetime_parsing": "une date RFC 3339 avec décalage est attendue",
    "value_error": "une date RFC 3339 avec décalage est attendue",
}


def _prune(value: Any) -> Any:
    kind = value.__class__
    if kind is dict:
        return {
            key: _prune(item) if item.__class__ in _NESTED else item
            for key, item in value.items()
            if item is not None or key in _ALWAYS
        }
    if kind is list:
        return [_prune(item) if item.__class__ in _NESTED else item for item in value]
    return value
