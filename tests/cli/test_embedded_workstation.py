"""The demo's workstation never asks who you are, not even the day after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ccpro_desk.cli.embedded.workstation import open_signed_in
from ccpro_desk.desk.settings import DeskSettings, Pace
from ccpro_desk.desk.state import DeskState, LinkKind
from tests.eventually import eventually_async
from tests.support.served import PASSWORD, Served, serving

LOGIN = "agent1"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path / 'central.db'}") as central:
        yield central


def settings(served: Served, place: Path) -> DeskSettings:
    return DeskSettings(
        served.central, place, login=LOGIN, key_file=place / "store.key", pace=Pace(retry_first=0.05)
    )


async def opened_state(served: Served, place: Path, password: str, wanted: LinkKind) -> DeskState:
    """Opens the workstation, waits for that state of its line, and closes it."""
    desk = open_signed_in(settings(served, place), LOGIN, password)
    await desk.start()

    async def is_there() -> bool:
        return desk.state.link.kind is wanted

    try:
        await eventually_async(is_there, f"the line is {wanted}")
        return desk.state
    finally:
        await desk.stop()


async def test_it_signs_in_and_signs_in_again_when_its_session_is_over(
    served: Served, tmp_path: Path
) -> None:
    first = await opened_state(served, tmp_path / "desk", PASSWORD, LinkKind.UP_TO_DATE)
    assert first.agent is not None
    assert first.agent.login == LOGIN
    async with served.signed_in(LOGIN) as elsewhere:
        await elsewhere.get("/v1/me")
    again = await opened_state(served, tmp_path / "desk", PASSWORD, LinkKind.UP_TO_DATE)
    assert again.agent == first.agent


async def test_once_up_to_date_it_lets_go_of_a_session_taken_elsewhere(
    served: Served, tmp_path: Path
) -> None:
    desk = open_signed_in(settings(served, tmp_path / "desk"), LOGIN, PASSWORD)
    await desk.start()

    async def kind(wanted: LinkKind) -> bool:
        return desk.state.link.kind is wanted

    try:
        await eventually_async(lambda: kind(LinkKind.UP_TO_DATE), "up to date")
        async with served.signed_in(LOGIN) as elsewhere:
            await eventually_async(lambda: kind(LinkKind.EXPIRED), "the desk knows that its session is over")
            assert (await elsewhere.get("/v1/me")).status_code == 200
    finally:
        await desk.stop()
