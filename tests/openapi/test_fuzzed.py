"""The OpenAPI document against a served central: no 500, no answer that it does not describe. One fixed seed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from copy import deepcopy
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ccpro_desk.central.app import routes_only
from ccpro_desk.central.openapi import document
from tests.openapi.house import House
from tests.support.registry import FOURNIL, listening
from tests.support.served import PASSWORD, Served, serving

SEED = 20261123
EXAMPLES = 30
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
DOCUMENT = document(routes_only())
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
OPERATIONS = {
    f"{operation.method.upper()} {operation.path}": operation
    for operation in (result.ok() for result in SCHEMA.get_all_operations())
}
APART = {"GET /v1/feed", "DELETE /v1/sessions/current"}
"""A stream has no end, and signing out would end the callers' sessions: they have tests of their own."""
CALLERS = ("agent1", "connecteur1", "encadrant1", "sie1")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A central with limits that a run does not reach, and a public registry that it may ask."""
    folder = tmp_path_factory.mktemp("fuzzed")
    limits = folder / "central.toml"
    database = f"sqlite:///{folder}/central.db"
    with ExitStack() as stack:
        registry = stack.enter_context(listening(FOURNIL))
        limits.write_text(
            f'[limits]\nperson = {{ per_s = 0, burst = 1 }}\n[registry]\nurl = "{registry}"\nper_s = 1000\n',
            encoding="utf-8",
        )
        served = stack.enter_context(serving(database, "--settings", str(limits)))
        yield House(*(_signed_in(served, login, stack) for login in CALLERS))


def _signed_in(served: Served, login: str, stack: ExitStack) -> httpx.Client:
    transport = httpx.HTTPTransport(uds=str(served.socket))
    client = stack.enter_context(httpx.Client(transport=transport, base_url="http://central", timeout=30))
    answer = client.post("/v1/sessions", json={"login": login, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    return client


def test_an_answer_that_the_document_does_not_describe_is_found(house: House) -> None:
    without = deepcopy(DOCUMENT)
    del without["paths"]["/v1/outbox"]["get"]["responses"]["403"]
    case = schemathesis.openapi.from_dict(without)["/v1/outbox"]["GET"].Case()
    with pytest.raises(FailureGroup):
        case.validate_response(house.agent.get("/v1/outbox"), checks=CHECKS)


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - APART))
def test_what_is_asked_at_random_is_answered_as_described(name: str, house: House) -> None:
    """At random, and right but for one field; before that, what can be done is done by somebody."""
    operation, right, seen = OPERATIONS[name], house.right(name), set[int]()

    def ask(case: schemathesis.Case, caller: httpx.Client) -> None:
        answer = _asked(caller, case)
        seen.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=_cases(operation), caller=st.sampled_from(house.callers), real=st.booleans())
    def fuzz(case: schemathesis.Case, caller: httpx.Client, real: bool) -> None:
        if real:
            right.put_into(case)
        ask(case, caller)

    if right.is_something:
        for caller in house.callers:
            ask(right.alone(operation), caller)
    fuzz()
    assert min(seen) < 300, f"never done, only {sorted(seen)}"


def _cases(operation: Any) -> st.SearchStrategy[schemathesis.Case]:
    """Requests of the described shape, and others."""
    right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if not operation.body and not operation.query and not operation.path_parameters:
        return right
    return st.one_of(right, operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))


def _asked(caller: httpx.Client, case: schemathesis.Case) -> httpx.Response:
    sent = case.as_transport_kwargs(base_url="http://central")
    sent["headers"] = {k: v for k, v in dict(sent["headers"]).items() if k.lower() != "authorization"}
    sent.pop("cookies", None)
    if isinstance(sent.get("data"), bytes | str):
        sent["content"] = sent.pop("data")
    return caller.request(**sent)
