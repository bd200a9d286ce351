"""One central, workstations of several minors of its contract, and one of another major."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from ccpro_desk.connectors.client import CentralClient
from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import SignInRefused
from ccpro_desk.desk.state import LinkKind
from ccpro_desk.domain.commands import TransferTo
from ccpro_desk.domain.values import MotifOutcome, Outcome, Status
from ccpro_desk.wire import CONTRACT
from tests.support.desks import settled, stopping, until
from tests.support.houses import ServedHouse
from tests.support.minors import Newer, Speaking
from tests.support.served import PASSWORD, Served, serving

CLOSED = [MotifOutcome("autre.autre", Outcome.ANSWERED)]
MINOR = int(CONTRACT.partition(".")[2])
SENTENCE = "Le centre utilise une autre version : mettez ccpro-desk à jour."


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path_factory.mktemp('minors')}/central.db") as central:
        yield central


def line(served: Served) -> httpx.AsyncHTTPTransport:
    return httpx.AsyncHTTPTransport(uds=str(served.socket))


@asynccontextmanager
async def at_desk(
    served: Served, login: str, place: Path, transport: httpx.AsyncBaseTransport
) -> AsyncIterator[Desk]:
    """Signed in, available and up to date."""
    house = ServedHouse(served)
    settings = replace(house.settings(place), transport=transport)
    async with stopping(Desk.open(settings)) as desk:
        await desk.start()
        await desk.sign_in(login, PASSWORD)
        await desk.set_status(Status.AVAILABLE)
        await until(desk, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "up to date")
        await settled(desk)
        yield desk


async def test_former_present_and_next_minor_share_a_contact(served: Served, tmp_path: Path) -> None:
    """The former and the present workstation ask in their version; the present one stands before a later central."""
    brought = await served.bring("De main en main", department="69")
    newer = Newer(line(served))
    async with (
        at_desk(served, "agent1", tmp_path / "1", Speaking(line(served), f"1.{MINOR - 1}")) as former,
        at_desk(served, "agent2", tmp_path / "2", newer) as present,
    ):
        given = await former.next()
        assert given is not None and given.id == brought
        await former.note(brought, "Vue par l'ancien poste.")
        await former.transfer(brought, TransferTo(agent="agent2"), "À toi la suite.")
        await settled(former)
        taken = await present.next()
        assert taken is not None and taken.id == brought
        await present.reply(brought, "Réponse du poste récent.", hold_s=0)
        await present.close(brought, CLOSED)
        await settled(present)
        assert not present.state.notices and not former.state.notices
    assert newer.events > 2
    async with CentralClient(
        "http://central", "connecteur1", PASSWORD, transport=Newer(line(served))
    ) as connector:
        [item] = await connector.claim()
        await connector.report(item.id, item.claim, "sent")
    whole = await served.contact("encadrant1", brought)
    assert (whole["state"], whole["messages"][-1]["status"]) == ("closed", "sent")


async def test_a_workstation_of_another_major_is_told_so_and_loses_nothing(
    served: Served, tmp_path: Path
) -> None:
    speaking = Speaking(line(served), CONTRACT)
    brought = await served.bring("Deux versions", department="69")
    async with at_desk(served, "agent1", tmp_path, speaking) as desk:
        given = await desk.next()
        assert given is not None and given.id == brought
        speaking.contract = "2.0"
        await desk.note(brought, "Écrite avant la mise à jour.")
        await until(desk, lambda state: state.link.kind is LinkKind.INCOMPATIBLE, "incompatible")
        assert desk.state.link.pending == 1
        with pytest.raises(SignInRefused, match=SENTENCE):
            await desk.sign_in("agent1", PASSWORD)
    async with at_desk(served, "agent1", tmp_path, line(served)):
        whole = await served.contact("encadrant1", brought)
    assert [m["text"] for m in whole["messages"] if m["direction"] == "note"] == [
        "Écrite avant la mise à jour."
    ]


async def test_the_answer_to_another_major_is_426_and_says_what_to_do(served: Served) -> None:
    async with served.caller() as caller:
        answer = await caller.get("/v1/auth", headers={"Ccpro-Contract": "2.0"})
    assert (answer.status_code, answer.json()["code"]) == (426, "upgrade_required")
    assert "Mettez le poste à jour" in answer.json()["title"]
