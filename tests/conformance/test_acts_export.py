"""Acts leave once, past the time in which they may be cancelled; what has left is not cancelled."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.connectors.acts.export import Exporter
from ccpro_desk.connectors.client import CentralClient
from ccpro_desk.domain.values import Role
from ccpro_desk.wire.acts import ActPage, ActReport
from ccpro_desk.wire.codec import dumps, jsonable, parse
from ccpro_desk.wire.views import ContactView
from tests.conformance.test_matters import centre, identified, submit
from tests.support.central import Bench

__all__ = ["centre"]


@pytest.fixture
async def busy(centre: Bench) -> Bench:
    await centre.add("gestion", Role.CONNECTOR, centre="", skills=("general", "actes"))
    return centre


async def at_hand(busy: Bench, number: int = 0) -> ContactView:
    return await identified(busy, "agent1", f"n{number}")


class Killed(BaseException):
    """Stands for SIGKILL."""


async def exported(busy: Bench, folder: Path, *, killed: bool = False) -> Exporter:
    """One run of an exporter over `folder`, through the wire's own types."""

    async def handle(request: httpx.Request) -> httpx.Response:
        connector = await busy.agent("gestion")
        if request.url.path == "/v1/sessions":
            return httpx.Response(201, json={"token": "jeton"})
        if request.method == "GET":
            items = await busy.handle.claim_acts(connector, int(request.url.params["limit"]))
            return httpx.Response(200, content=dumps(jsonable(ActPage(tuple(items)))))
        if request.method == "DELETE":
            return httpx.Response(204)
        act_id = UUID(request.url.path.rpartition("/")[2])
        try:
            await busy.handle.act_transmitted(connector, act_id, parse(ActReport, request.content).claim)
        except ProblemError as problem:
            return httpx.Response(409, json={"code": problem.code, "title": str(problem)})
        return httpx.Response(204)

    def die(act_id: UUID) -> None:
        if killed:
            raise Killed

    transport = httpx.MockTransport(handle)
    async with CentralClient("http://central", "gestion", "secret", transport=transport) as client:
        exporter = Exporter(client, folder, die)
        exporter.prepare()
        await exporter.drain()
    return exporter


async def test_an_act_is_written_once_whoever_dies_when(busy: Bench, tmp_path: Path) -> None:
    at, folder = await at_hand(busy), tmp_path / "outbox"
    key, _ = await submit(busy, "agent1", at)
    waiting, _ = await submit(busy, "agent1", at, "relu")
    assert (await exported(busy, folder)).exported.counts == {}, "it may be cancelled still"
    busy.later(minutes=16)
    with pytest.raises(Killed):
        await exported(busy, folder, killed=True)
    [file] = folder.iterdir()
    before = file.stat()
    busy.later(minutes=2)
    assert (await exported(busy, folder)).exported.counts == {"found": 1}
    assert [*folder.iterdir()] == [file] and file.stat().st_mtime_ns == before.st_mtime_ns
    [line] = file.read_text(encoding="utf-8").splitlines()
    said = json.loads(line)
    assert (said["id"], said["act"], said["approved"]) == (str(key), "essai", False) and "claim" not in said
    assert (await exported(busy, folder)).exported.counts == {}
    read = await busy.handle.matter(await busy.agent("agent1"), key)
    assert [step.state for step in read.steps or ()] == ["recorded", "transmitted"]
    assert file.name == f"{key}.ndjson" and file.stat().st_mode & 0o077 == 0
    late = await busy.do("agent1", "act.cancel", {"act_id": str(key), "reason": "Erreur"}, at)
    assert late.code == "too_late"
    assert (await busy.store.matter(waiting)) is not None
    assert not any((await busy.store.invariants(busy.clock.now())).values())


async def test_what_may_have_left_is_not_cancelled_and_what_is_cancelled_does_not_leave(busy: Bench) -> None:
    """Claims and cancellations at once: for each act one of them wins, and stays so."""
    at = await at_hand(busy)
    keys = [(await submit(busy, "agent1", at, "libre"))[0] for _ in range(6)]
    busy.later(minutes=16)
    connector = await busy.agent("gestion")

    async def cancel(key: UUID) -> str:
        body = {"act_id": str(key), "reason": "Erreur"}
        return (await busy.do("agent1", "act.cancel", body, at)).status

    async def claim() -> list[UUID]:
        return [item.id for item in await busy.handle.claim_acts(connector, 2)]

    *cancelled, first, second, third = await asyncio.gather(
        *(cancel(key) for key in keys), claim(), claim(), claim()
    )
    left = [*first, *second, *third]
    gone = [key for key, status in zip(keys, cancelled, strict=True) if status == "applied"]
    assert Counter([*left, *gone]) == Counter(keys), "each once"
    busy.later(minutes=2)
    again = {item.id: item.claim for item in await busy.handle.claim_acts(connector, 50)}
    assert set(again) == set(left)
    for key in gone:
        with pytest.raises(ProblemError):
            await busy.handle.act_transmitted(connector, key, uuid4())
    for key, claim_key in again.items():
        with pytest.raises(ProblemError):
            await busy.handle.act_transmitted(connector, key, uuid4())
        await busy.handle.act_transmitted(connector, key, claim_key)
        await busy.handle.act_transmitted(connector, key, claim_key)
    assert not any((await busy.store.invariants(busy.clock.now())).values())


async def test_another_connector_takes_no_act_away(busy: Bench) -> None:
    with pytest.raises(ProblemError):
        await busy.handle.claim_acts(await busy.agent("connecteur"), 5)
