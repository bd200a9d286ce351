"""The OpenAPI document: in the repository as the program writes it, and true to what the routes do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ccpro_desk.central.app import routes_only
from ccpro_desk.central.openapi import document, document_bytes

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return document(routes_only())


def test_the_repository_has_the_present_one() -> None:
    written = (ROOT / "docs" / "openapi.json").read_bytes()
    assert written == document_bytes(routes_only()), "run: ccpro-central openapi > docs/openapi.json"


def test_it_lists_the_calls_of_the_contract(found: dict[str, Any]) -> None:
    assert {
        "/v1/auth",
        "/v1/acts/outbox",
        "/v1/acts/outbox/{act_id}",
        "/v1/matters",
        "/v1/sie",
        "/v1/sie/{code}/appointments",
        "/v1/sie/{code}/appointments/{appointment_id}",
        "/v1/sie/{code}/slots",
        "/v1/usagers/{siren}/registry",
        "/v1/usagers/{siren}/timeline",
        "/v1/matters/{matter_id}",
        "/v1/sessions",
        "/v1/sessions/current",
        "/v1/me",
        "/v1/alive",
        "/v1/contacts",
        "/v1/contacts/next",
        "/v1/contacts/search",
        "/v1/contacts/{contact_id}",
        "/v1/contacts/{contact_id}/alike",
        "/v1/attachments",
        "/v1/documents",
        "/v1/attachments/{attachment_id}",
        "/v1/commands",
        "/v1/feed",
        "/v1/usagers",
        "/v1/usagers/{siren}",
        "/v1/usagers/{siren}/establishments",
        "/v1/usagers/{siren}/obligations",
        "/v1/outbox",
        "/v1/outbox/{reply_id}",
        "/v1/colleagues",
        "/v1/renfort",
        "/v1/supervision",
        "/v1/supervision/absences",
        "/v1/supervision/crisis",
        "/v1/supervision/crisis/{crisis_id}",
        "/v1/supervision/reassign",
        "/v1/supervision/renfort/{renfort_id}",
        "/v1/supervision/word",
        "/health/live",
        "/health/ready",
        "/metrics",
        "/openapi.json",
    } == set(found["paths"])


def test_every_reference_leads_somewhere(found: dict[str, Any]) -> None:
    schemas = found["components"]["schemas"]
    for reference in references(found):
        assert reference.removeprefix("#/components/schemas/") in schemas


def references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [ref for item in value for ref in references(item)]
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [ref for item in value.values() for ref in references(item)]
    return []


def test_every_operation_tells_bodies_answers_problems_and_headers(found: dict[str, Any]) -> None:
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            assert ("requestBody" in operation) == (method in ("post", "put")), path
            for status, answer in operation["responses"].items():
                assert "Ccpro-Contract" in answer["headers"], (path, status)
                if int(status) >= 400:
                    assert set(answer["content"]) == {"application/problem+json"}
            assert {"426", "503"} <= set(operation["responses"])
            assert ("401" in operation["responses"]) == (
                operation["security"] != [] or path == "/v1/sessions"
            )


def test_names_are_those_of_the_wire(found: dict[str, Any]) -> None:
    schemas = found["components"]["schemas"]
    assert "from" in schemas["OutboxItem"]["properties"]
    assert "fields" not in schemas["DossierView"]["properties"]
    assert "regimes" in schemas["DossierView"]["properties"]
    assert "contact.reply" in schemas["Envelope"]["properties"]["type"]["enum"]
    assert json.dumps(found)
