"""One agent, two workstations, a real central: work goes on at the second, the first is told, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import LinkKind, Needs, Place
from ccpro_desk.domain.commands import TransferTo
from ccpro_desk.domain.values import Channel, Status
from ccpro_desk.reference.settings import load_settings
from tests.eventually import eventually_async
from tests.support.cable import Cable
from tests.support.desks import FAST, settled, stopping, until
from tests.support.served import PASSWORD, Served, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path_factory.mktemp('central')}/central.db") as central:
        yield central


async def _at_work(desk: Desk, login: str, *, starts: bool = True) -> None:
    if starts:
        await desk.start()
    await desk.sign_in(login, PASSWORD)
    await until(desk, lambda s: s.link.kind is LinkKind.UP_TO_DATE, "up to date")


@pytest.mark.parametrize(
    ("login", "also_there"), [("agent1", True), ("agent2", False)], ids=["typed at both", "at the first only"]
)
async def test_going_on_at_another_workstation(
    served: Served, tmp_path: Path, login: str, also_there: bool
) -> None:
    cable = Cable(httpx.AsyncHTTPTransport(uds=str(served.socket)))
    first_settings = DeskSettings(
        "http://central", tmp_path / "one", key_file=tmp_path / "k1", pace=FAST, transport=cable
    )
    second_settings = DeskSettings(served.central, tmp_path / "two", key_file=tmp_path / "k2", pace=FAST)
    mail = await served.bring("Remboursement de TVA")
    async with stopping(Desk.open(first_settings)) as first, stopping(Desk.open(second_settings)) as second:
        await _at_work(first, login)
        await first.set_status(Status.AVAILABLE)
        taken = await first.next()
        assert taken is not None and taken.id == mail
        first.be_found(lambda: Place(mail, "reply", 8))
        first.draft(mail, "Bonjour,")
        await until(first, lambda s: not s.contact(mail).draft_unsent, "the draft brought")  # type: ignore[union-attr]
        await _heard_of(first, mail)
        cable.cut()
        await until(first, lambda s: s.link.kind is LinkKind.OFFLINE, "cut off")
        first.draft(mail, "Bonjour, écrit au premier poste.")

        await _at_work(second, login)
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

        await _at_work(first, login, starts=False)
        texts = {
            True: ("Bonjour, écrit au second poste.", ["Bonjour, écrit au premier poste."]),
            False: ("Bonjour, écrit au premier poste.", []),
        }[also_there]
        await until(first, lambda s: _texts(first, mail) == texts, "both texts kept")
        await settled(first)
        await until(second, lambda s: s.link.elsewhere, "the second is told")
        await first.park(mail, "fin de l'essai")
        await settled(first)


async def test_a_day_besides_the_contacts_own_work(served: Served, tmp_path: Path) -> None:
    """Colleagues, help, a promised call and a transfer, as the real central answers them."""
    settings = DeskSettings(served.central, tmp_path / "state", key_file=tmp_path / "key", pace=FAST)
    mail = await served.bring("Délai de paiement", department="69")
    async with stopping(Desk.open(settings)) as desk:
        await _at_work(desk, "agent3")
        await desk.set_status(Status.AVAILABLE)
        names = {one.login for one in await desk.colleagues()}
        assert "agent1" in names and "agent3" not in names and await desk.crises() == ()
        asked = await desk.ask_renfort(Channel.MAIL, "Délai de paiement")
        assert desk.state.around.renfort == asked and asked.subject == "Délai de paiement"
        async with served.signed_in("encadrant1") as chief:
            answer = {"answer": "J'arrive."}
            assert (await chief.post(f"/v1/supervision/renfort/{asked.id}", json=answer)).status_code == 200
            await chief.put("/v1/supervision/word", json={"text": "Portail lent."})
        state = await until(desk, lambda s: any("J'arrive." in n for n in s.notices), "the answer told")
        assert state.around.renfort is not None and state.around.renfort.answer == "J'arrive."
        taken = await desk.next()
        assert taken is not None and taken.id == mail
        hours = load_settings().hours["lons"]
        at = hours.next_open(datetime.now(UTC) + timedelta(hours=1))
        assert at is not None
        promise = await desk.schedule_callback(mail, at, "06 39 98 00 12", "Suite de sa demande")
        await until(desk, lambda s: s.contact(promise), "the promise among my contacts")
        await desk.transfer(mail, TransferTo(agent="agent1"), "Délai demandé, rappel promis.")
        await until(desk, lambda s: s.contact(mail) is None, "handed over")
    found = await served.contact("agent1", mail)
    assert [m["text"] for m in found["messages"]][-1] == "Délai demandé, rappel promis."


def _texts(desk: Desk, contact: object) -> tuple[str, list[str]]:
    held = desk.state.contact(contact)  # type: ignore[arg-type]
    return (held.draft, [late.text for late in held.view.late_drafts]) if held else ("", [])


async def _heard_of(first: Desk, mail: object) -> None:
    """The place is told with the next sign of life: waited for at the central, as the agent would find it."""
    heard = first._online
    assert heard is not None

    async def place() -> bool:
        me = await heard._client.me()
        return me.place is not None and me.place.contact_id == mail

    await eventually_async(place, "the place at the central")
