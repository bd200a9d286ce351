"""The public registry beside a file: compared, never taken over; its limits kept, its faults told."""

from __future__ import annotations

from dataclasses import dataclass

import httpx
import pytest

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.registry import Registry, read_answer
from ccpro_desk.central.settings import RegistrySettings
from ccpro_desk.domain.clock import ManualClock
from ccpro_desk.wire.problems import ProblemCode
from tests.central.http.world import World, check_problem
from tests.support.registry import FOURNIL, RegistryServer

SIREN, OTHER = "732829320", "290457506"
REASON = "Vérification de l'adresse déclarée au guichet."
URL = RegistrySettings("https://registre.example")


@dataclass
class Ticks:
    at: float = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def server() -> RegistryServer:
    return RegistryServer(FOURNIL)


@pytest.fixture
def asking(here: World, server: RegistryServer) -> World:
    """A central whose operator has set the registry's address."""
    here.central.registry = Registry(URL, here.clock, server.client)
    return here


async def test_each_public_field_stands_beside_the_file_and_nothing_is_written(
    asking: World, server: RegistryServer
) -> None:
    agent = await asking.caller("agent1")
    before = await asking.central.store.usager(SIREN)
    answer = await agent.get(f"/v1/usagers/{SIREN}/registry", params={"reason": REASON})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["found"] is True
    fields = {each["field"]: each for each in told["fields"]}
    assert fields["name"] == {
        "field": "name",
        "differs": False,
        "ours": "SARL FOURNIL DES BROTTEAUX",
        "theirs": "SARL FOURNIL DES BROTTEAUX",
    }
    assert fields["siret"]["differs"] and fields["siret"]["theirs"] == "73282932000082"
    assert fields["address"]["differs"] and fields["address"]["theirs"] == "3 RUE TRONCHET 69006 LYON"
    assert fields["usual_name"]["theirs"] == "AU FOURNIL", "what acts on a terminal is cut out"
    assert not fields["vat"]["differs"] and not fields["created_on"]["differs"]
    assert "1975" not in answer.text, "no date of birth leaves the central"
    assert await asking.central.store.usager(SIREN) == before
    [asked] = server.requests
    assert asked.url.params["q"] == SIREN and "ccpro-desk" in asked.headers["User-Agent"]
    again = await agent.get(f"/v1/usagers/{SIREN}/registry", params={"reason": REASON})
    assert again.json() == told and len(server.requests) == 1, "kept for a day"
    unpublished = await agent.get(f"/v1/usagers/{OTHER}/registry", params={"reason": REASON})
    assert unpublished.json() == {
        "siren": OTHER,
        "asked_at": unpublished.json()["asked_at"],
        "found": False,
        "fields": [],
    }


async def test_who_may_not_open_the_file_does_not_ask_the_registry(
    asking: World, server: RegistryServer
) -> None:
    path = f"/v1/usagers/{SIREN}/registry"
    check_problem(await (await asking.caller("agent1")).get(path), 403, "forbidden")
    check_problem(
        await (await asking.caller("soutien1")).get(path, params={"reason": REASON}), 403, "forbidden"
    )
    missing = await (await asking.caller("agent1")).get(
        "/v1/usagers/999999998/registry", params={"reason": REASON}
    )
    check_problem(missing, 404, "not_found")
    assert server.requests == []


async def test_it_is_off_where_no_address_is_set(here: World) -> None:
    agent = await here.caller("agent1")
    answer = await agent.get(f"/v1/usagers/{SIREN}/registry", params={"reason": REASON})
    check_problem(answer, 404, "not_found")
    assert "pas activée" in answer.json()["title"]


@pytest.mark.parametrize(
    ("fault", "said", "wait"),
    [
        (httpx.Response(429, headers={"Retry-After": "12"}), "réessayez dans 12 s", 12),
        (httpx.Response(429), "réessayez dans 5 s", 5),
        (httpx.Response(400, json={"erreur": "q trop court"}), "a refusé la demande : q trop court", None),
        (httpx.Response(400, text="<html>"), "illisible", None),
        (httpx.Response(502), "ne répond pas", 30),
        (httpx.ReadTimeout("lent"), "ne répond pas", 30),
        (httpx.ConnectError("coupé"), "ne répond pas", 30),
        (httpx.Response(200, text="pas du JSON"), "illisible", None),
        (httpx.Response(200, json={"results": [{"siren": SIREN, "siege": "là"}]}), "illisible", None),
        (
            httpx.Response(200, json={"results": [{"siren": SIREN, "date_creation": "hier"}]}),
            "illisible",
            None,
        ),
        (httpx.Response(200, json=[]), "illisible", None),
    ],
)
async def test_its_faults_are_told_and_the_next_question_is_asked_afresh(
    server: RegistryServer, fault: httpx.Response | Exception, said: str, wait: int | None
) -> None:
    ticks = Ticks()
    registry = Registry(URL, ManualClock(), server.client, ticks)
    server.next_answers = [fault]
    with pytest.raises(ProblemError) as problem:
        await registry.entry(SIREN)
    assert problem.value.code is ProblemCode.UNAVAILABLE
    assert said in problem.value.title and problem.value.retry_after == wait
    ticks.at += 60
    entry, _ = await registry.entry(SIREN)
    assert entry is not None and entry.directors == ("KARIM BENALI",)


async def test_nobody_asks_before_retry_after_and_each_process_keeps_to_its_share(
    server: RegistryServer,
) -> None:
    ticks = Ticks()
    registry = Registry(
        RegistrySettings("https://registre.example", 7, 2), ManualClock(), server.client, ticks
    )
    server.next_answers = [httpx.Response(429, headers={"Retry-After": "30"})]
    for _ in range(2):
        with pytest.raises(ProblemError, match="réessayez dans"):
            await registry.entry(SIREN)
    assert len(server.requests) == 1, "the second one did not leave"
    ticks.at += 31
    await registry.entry(SIREN)
    refused = 0
    for number in range(20):
        try:
            await registry.turn(within_s=0.0)
        except ProblemError:
            refused += 1
            ticks.at += 0.1
        assert number < 20
    left = 20 - refused
    assert left <= 1 + refused * 0.1 * 3.5, "seven a second for two processes: three and a half each"


def test_an_answer_about_another_enterprise_is_none() -> None:
    assert read_answer(b'{"results": [{"siren": "290457506"}]}', SIREN) is None
    assert read_answer(b'{"results": []}', SIREN) is None
    with pytest.raises(ProblemError):
        read_answer(b" " * 1_000_001, SIREN)
