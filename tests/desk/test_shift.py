"""A whole shift without a screen, against the central in memory and against the real one on both engines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID

import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import DeskState, LinkKind, Needs, SendState, Sent
from ccpro_desk.domain.values import Message, MotifOutcome, Outcome, State, Status
from tests.support.desks import settled, stopping, until
from tests.support.houses import House, ScriptedHouse, ServedHouse
from tests.support.postgres import Server, postgres  # noqa: F401 — a fixture
from tests.support.scripted_central import ScriptedCentral, an_agent
from tests.support.served import serving

ANSWERED = [MotifOutcome("autre.autre", Outcome.ANSWERED)]


@pytest.fixture(params=["scripted", "sqlite", "postgres"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        if request.param == "scripted":
            yield ScriptedHouse(ScriptedCentral(an_agent()))
            return
        url = f"sqlite:///{tmp_path}/central.db"
        if request.param == "postgres":
            server: Server = request.getfixturevalue("postgres")
            url = await stack.enter_async_context(server.empty())
        yield ServedHouse(stack.enter_context(serving(url)))


@pytest.fixture
def settings(house: House, tmp_path: Path) -> DeskSettings:
    return house.settings(tmp_path)


@pytest.fixture
async def desk(settings: DeskSettings, house: House) -> AsyncIterator[Desk]:
    async with stopping(Desk.open(settings)) as opened:
        assert opened.state.needs is Needs.SIGN_IN
        await opened.start()
        await opened.sign_in("agent1", house.password)
        await until(opened, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "up to date")
        await opened.set_status(Status.AVAILABLE)
        yield opened


def _states(desk: Desk) -> dict[str, SendState]:
    return {f"{sent.kind} {sent.command_id}": sent.state for sent in desk.state.sent}


def _sent(desk: Desk, command_id: object) -> Sent:
    return next(sent for sent in desk.state.sent if sent.command_id == command_id)


async def test_a_shift(desk: Desk, house: House) -> None:
    first, second = await house.bring("Avis de CFE introuvable"), await house.bring("Remboursement de TVA")
    taken = await desk.next()
    assert taken is not None and taken.id == first and taken.view.state is State.ACTIVE and taken.token
    assert taken.view.reason.text

    desk.draft(first, "Bonjour,")
    await desk.note(first, "Rappel demandé.")
    await desk.motifs(first, ANSWERED)
    reply = await desk.reply(first, "Bonjour, voici votre avis.", hold_s=0)
    await desk.close(first, ANSWERED)
    other = await desk.next()
    assert other is not None and other.id == second
    assert desk.state.contact(first) is None

    await settled(desk)
    assert all(state is SendState.AT_CENTRAL for state in _states(desk).values()), _states(desk)
    assert await house.send_all() == ["Bonjour, voici votre avis."]
    await until(desk, lambda _: _sent(desk, reply).state is SendState.SENT, "sent")

    kept = await desk.reply(second, "Trop vite.", hold_s=60)
    await until(desk, lambda _: _sent(desk, kept).state is SendState.HELD, "held")
    assert _sent(desk, kept).until is not None
    await desk.take_back(second, kept)
    await until(desk, lambda _: _sent(desk, kept).state is SendState.TAKEN_BACK, "taken back")
    assert await house.send_all() == []

    await desk.park(second, "Attend une pièce.")
    await settled(desk)
    parked = desk.state.contact(second)
    assert parked is not None and parked.view.state is State.PARKED and parked.token is None
    assert parked.draft == "Trop vite."
    await desk.resume(second)
    await desk.note(second, "La pièce est là.")
    await settled(desk)
    resumed = desk.state.contact(second)
    assert resumed is not None and resumed.view.state is State.ACTIVE and resumed.token is not None
    await desk.release(second, "Autre compétence.")
    await settled(desk)
    assert desk.state.contact(second) is None
    await desk.sign_out()
    assert desk.state.link.kind is LinkKind.SIGNED_OUT and desk.state.needs is Needs.SIGN_IN


async def test_what_is_done_offline_goes_up_in_order_once(desk: Desk, house: House) -> None:
    contact_id = await house.bring("Majoration")
    assert await desk.next() is not None
    await house.cut()
    await until(desk, lambda state: state.link.kind is LinkKind.OFFLINE, "offline")
    await desk.note(contact_id, "Une note.")
    await desk.reply(contact_id, "Bonjour, sans liaison.", hold_s=0)
    await desk.close(contact_id, ANSWERED)
    state = desk.state
    shown = state.contact(contact_id)
    assert shown is not None and shown.view.state is State.ACTIVE, "a closing is not shown as done"
    assert [m.text for m in shown.view.messages][-1] == "Une note."
    assert state.link.pending == 3
    with pytest.raises(DeskRefused) as refused:
        await desk.next()
    assert refused.value.code == "offline"

    await house.mend()
    await settled(desk)
    await until(desk, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "up to date")
    assert desk.state.contact(contact_id) is None
    assert await house.send_all() == ["Bonjour, sans liaison."]
    assert await house.send_all() == []


async def test_a_refused_reply_is_never_followed_by_its_closing(desk: Desk, house: House) -> None:
    """Refused, because the desk was cut off while the usager wrote again."""
    contact_id = await house.bring("Prélèvement rejeté")
    assert await desk.next() is not None
    house.cable.cut()
    await until(desk, lambda state: state.link.kind is LinkKind.OFFLINE, "offline")
    await house.usager_writes(contact_id)
    reply = await desk.reply(contact_id, "Écrit sans avoir lu.", hold_s=0)
    await desk.close(contact_id, ANSWERED)
    house.cable.mend()
    await settled(desk)
    await until(desk, lambda s: len(_messages(s, contact_id)) == 2, "the usager's second message")
    shown = desk.state.contact(contact_id)
    assert shown is not None and shown.view.state is State.ACTIVE
    assert [sent.state for sent in shown.refusals] == [SendState.REFUSED, SendState.REFUSED]
    assert shown.refusals[0].command_id == reply and shown.refusals[0].text == "Écrit sans avoir lu."
    assert shown.draft == "Écrit sans avoir lu."
    assert await house.send_all() == []

    desk.looked_at(contact_id)
    await until(desk, lambda s: not any(contact.refusals for contact in s.contacts), "read")
    await desk.reply(contact_id, "Écrit après lecture.", hold_s=0)
    await settled(desk)
    assert await house.send_all() == ["Écrit après lecture."]


def _messages(state: DeskState, contact_id: UUID) -> tuple[Message, ...]:
    contact = state.contact(contact_id)
    return contact.view.messages if contact else ()


async def test_restarting_finds_the_work(settings: DeskSettings, house: House) -> None:
    contact_id = await house.bring("Taxe sur les salaires")
    async with stopping(Desk.open(settings)) as desk:
        await desk.start()
        await desk.sign_in("agent1", house.password)
        await desk.set_status(Status.AVAILABLE)
        await until(desk, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "up to date")
        await desk.next()
        desk.draft(contact_id, "À moitié écr")
    async with stopping(Desk.open(settings)) as again:
        found = again.state.contact(contact_id)
        assert found is not None and found.draft == "À moitié écr"
        await again.start()
        await until(again, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "signed in again by itself")
        await again.reply(contact_id, "Écrit en entier.", hold_s=0)
        await settled(again)
        assert await house.send_all() == ["Écrit en entier."]
