"""The OpenAPI document: FastAPI's paths and parameters, the wire's own types for all the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from ccpro_desk.central.told import TOLD, Told
from ccpro_desk.domain.commands import COMMANDS
from ccpro_desk.wire import CONTRACT, CONTRACT_HEADER
from ccpro_desk.wire.problems import PROBLEM_TYPE, STATUS, Problem, ProblemCode

_REF = "#/components/schemas/{model}"
_JSON = "application/json"
_ABOUT = "The queue of desks and connectors. Times are RFC 3339 with offset, ids UUIDv7, money cents."
_ALWAYS = (ProblemCode.UPGRADE_REQUIRED, ProblemCode.UNAVAILABLE)
_WITH_BODY = (ProblemCode.INVALID, ProblemCode.TOO_LARGE)
_CONTRACT = {
    "description": "Major and minor of the contract that stands.",
    "schema": {"type": "string", "const": CONTRACT},
}
_RETRY_AFTER = {"description": "Seconds to wait.", "schema": {"type": "integer"}}


def document_bytes(app: FastAPI) -> bytes:
    """The document, made once for an application."""
    if not hasattr(app.state, "openapi"):
        text = json.dumps(document(app), ensure_ascii=False, indent=1, sort_keys=True)
        app.state.openapi = f"{text}\n".encode()
    found = app.state.openapi
    assert isinstance(found, bytes)
    return found


def document(app: FastAPI) -> dict[str, Any]:
    """The document as JSON values."""
    base = get_openapi(title="CC Pros Desk: central", version=CONTRACT, description=_ABOUT, routes=app.routes)
    schemas, refs = _schemas()
    for path in base["paths"].values():
        for operation in path.values():
            _complete(operation, TOLD[operation["operationId"]], refs)
    base["components"] = {
        "schemas": schemas,
        "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
    }
    return base


def _schemas() -> tuple[dict[str, Any], dict[Any, Any]]:
    """All schemas by name, and the reference of each type that a route told."""
    kinds = dict.fromkeys(_kinds())
    inputs: list[Any] = [(k, "validation", TypeAdapter(k)) for k in kinds]
    refs, definitions = TypeAdapter.json_schemas(inputs, ref_template=_REF)
    by_kind = {key[0]: schema for key, schema in refs.items()}
    schemas = definitions["$defs"]
    _as_on_the_wire(schemas, [by_kind[kind] for kind in COMMANDS.values()])
    return schemas, by_kind


def _as_on_the_wire(schemas: dict[str, Any], bodies: list[Any]) -> None:
    """Where the wire's shape is not the dataclass's: a command's body, the flat file."""
    envelope = schemas["Envelope"]["properties"]
    envelope["type"]["enum"] = list(COMMANDS)
    envelope["body"] = {"anyOf": bodies, "description": "In the order of `type`'s list."}
    dossier = schemas["DossierView"]
    dossier["required"] = [name for name in dossier["required"] if name != "fields"]
    del dossier["properties"]["fields"]
    for name, schema in schemas["Usager"]["properties"].items():
        dossier["properties"].setdefault(name, {"anyOf": [schema, {"type": "null"}]})


def _kinds() -> Iterator[Any]:
    yield Problem
    yield from COMMANDS.values()
    for said in TOLD.values():
        if said.body is not None:
            yield said.body
        for _, kind in said.answers.values():
            if _is_schema(kind):
                yield kind


def _is_schema(kind: Any) -> bool:
    return kind not in (None, bytes, str, dict)


def _complete(operation: dict[str, Any], said: Told, refs: dict[Any, Any]) -> None:
    operation["security"] = [] if said.open else [{"session": []}]
    operation.setdefault("parameters", []).extend(_headers(said))
    if said.body is not None:
        operation["requestBody"] = {"required": True, "content": {_JSON: {"schema": refs[said.body]}}}
    operation["responses"] = {
        **{str(status): _answer(said, status, refs) for status in said.answers},
        **_problems(said, operation, refs),
    }


def _headers(said: Told) -> Iterator[dict[str, Any]]:
    contract = "The contract that the caller was written for; another major is refused (426)."
    for name, about in {**said.headers, CONTRACT_HEADER: contract}.items():
        required = name == "Idempotency-Key"
        yield {
            "name": name,
            "in": "header",
            "required": required,
            "description": about,
            "schema": {"type": "string"},
        }


def _answer(said: Told, status: int, refs: dict[Any, Any]) -> dict[str, Any]:
    about, kind = said.answers[status]
    told: dict[str, Any] = {"description": about, "headers": {CONTRACT_HEADER: _CONTRACT}}
    if kind is not None:
        told["content"] = {said.media_type: {"schema": refs[kind] if _is_schema(kind) else _plain(kind)}}
    return told


def _plain(kind: Any) -> dict[str, Any]:
    if kind is bytes:
        return {"type": "string", "contentMediaType": "application/octet-stream"}
    return {"type": "object"} if kind is dict else {"type": "string"}


def _problems(said: Told, operation: dict[str, Any], refs: dict[Any, Any]) -> dict[str, Any]:
    codes = [*said.problems, *_ALWAYS]
    if not said.open:
        codes.extend((ProblemCode.UNAUTHENTICATED, ProblemCode.FORBIDDEN, ProblemCode.RATE_LIMITED))
    if said.body is not None:
        codes.extend(_WITH_BODY)
    elif any(p["in"] != "header" for p in operation["parameters"]):
        codes.append(ProblemCode.INVALID)
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(STATUS[code], []).append(code)
    if said.body is not None:
        by_status[400] = [ProblemCode.INVALID]
    return {str(status): _problem(status, names, refs) for status, names in sorted(by_status.items())}


def _problem(status: int, codes: list[str], refs: dict[Any, Any]) -> dict[str, Any]:
    headers: dict[str, Any] = {CONTRACT_HEADER: _CONTRACT}
    if status == 401:
        headers["WWW-Authenticate"] = {"schema": {"type": "string"}}
    if status == 429:
        headers["Retry-After"] = _RETRY_AFTER
    about = " or ".join(f"`{code}`" for code in codes)
    return {"description": about, "headers": headers, "content": {PROBLEM_TYPE: {"schema": refs[Problem]}}}
