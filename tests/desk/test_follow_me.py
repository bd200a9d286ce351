"""One agent, two workstations, a real central: work goes on at the second, the first is told, nothing is lost."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import LinkKind, Needs, Place
from ccpro_desk.domain.values import Status
from tests.eventually import eventually_async
from tests.support.cable import Cable
from tests.support.desks import FAST, settled, stopping, until
from tests.support.served import PASSWORD, serving


async def _at_work(desk: Desk, *, starts: bool = True) -> None:
    if starts:
        await desk.start()
    await desk.sign_in("agent1", PASSWORD)
    await until(desk, lambda s: s.link.kind is LinkKind.UP_TO_DATE, "up to date")


@pytest.mark.parametrize("also_there", [True, False], ids=["typed at both", "typed at the first only"])
async def test_going_on_at_another_workstation(tmp_path: Path, also_there: bool) -> None:
    with serving(f"sqlite:///{tmp_path}/central.db") as served:
        cable = Cable(httpx.AsyncHTTPTransport(uds=str(served.socket)))
        first_settings = DeskSettings(
            "http://central", tmp_path / "one", key_file=tmp_path / "k1", pace=FAST, transport=cable
        )
        second_settings = DeskSettings(served.central, tmp_path / "two", key_file=tmp_path / "k2", pace=FAST)
        mail = await served.bring("Remboursement de TVA")
        async with (
            stopping(Desk.open(first_settings)) as first,
            stopping(Desk.open(second_settings)) as second,
        ):
            await _at_work(first)
            await first.set_status(Status.AVAILABLE)
            taken = await first.next()
            assert taken is not None and taken.id == mail
            first.be_found(lambda: Place(mail, "reply", 8))
            first.draft(mail, "Bonjour,")
            await until(first, lambda s: not s.contact(mail).draft_unsent, "the draft brought")  # type: ignore[union-attr]
            await _heard_of(second, first, mail)
            cable.cut()
            await until(first, lambda s: s.link.kind is LinkKind.OFFLINE, "cut off")
            first.draft(mail, "Bonjour, écrit au premier poste.")

            await _at_work(second)
            found = second.state.contact(mail)
            assert found is not None and found.draft == "Bonjour," and found.token != taken.token
            assert second.state.around.place == Place(mail, "reply", 8)
            assert second.state.agent is not None and second.state.agent.status is Status.AVAILABLE
            if also_there:
                second.draft(mail, "Bonjour, écrit au second poste.")
                await until(second, lambda s: not s.contact(mail).draft_unsent, "brought")  # type: ignore[union-attr]

            cable.mend()
            told = await until(first, lambda s: s.link.kind is LinkKind.EXPIRED, "the first is told")
            assert told.link.elsewhere and told.needs is Needs.SIGN_IN

            await _at_work(first, starts=False)
            texts = {
                True: ("Bonjour, écrit au second poste.", ["Bonjour, écrit au premier poste."]),
                False: ("Bonjour, écrit au premier poste.", []),
            }[also_there]
            await until(first, lambda s: _texts(first, mail) == texts, "both texts kept")
            await settled(first)
            assert (await until(second, lambda s: s.link.elsewhere, "the second is told")).link.elsewhere


def _texts(desk: Desk, contact: object) -> tuple[str, list[str]]:
    held = desk.state.contact(contact)  # type: ignore[arg-type]
    return (held.draft, [late.text for late in held.view.late_drafts]) if held else ("", [])


async def _heard_of(second: Desk, first: Desk, mail: object) -> None:
    """The place is told with the next sign of life: waited for at the central, as the agent would find it."""
    heard = first._online
    assert heard is not None

    async def place() -> bool:
        me = await heard._client.me()
        return me.place is not None and me.place.contact_id == mail

    await eventually_async(place, "the place at the central")
