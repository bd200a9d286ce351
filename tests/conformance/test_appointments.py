"""Appointments through the store: places that one only may have, letters in the same transaction, a day's list."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import vobject

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle import Handle
from ccpro_desk.central.store.port import Outcome
from ccpro_desk.central.store.values import Change, MatterChange
from ccpro_desk.domain.appointments.booking import TAKEN
from ccpro_desk.domain.appointments.detail import AppointmentDetail, seat_key
from ccpro_desk.domain.usager import ContactPoint
from ccpro_desk.domain.values import Channel, Role
from ccpro_desk.wire.requests import OutboxReport, Sender
from ccpro_desk.wire.views import OutboxItem, Result
from tests.support.central import SIREN, Bench
from tests.support.rivals import seat_rival

OFFICE = "SIE-69-EST"
SLOT = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)  # a Tuesday, 9 h 30 in Paris; two places


@pytest.fixture
async def centre(central: Bench) -> Bench:
    """Two agents, an officer of the office and one of another."""
    central.clock.at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    await central.usager(contacts=(ContactPoint("email", "dossier@client.example"),))
    await central.add("agent1")
    await central.add("agent2")
    await central.add("sie1", Role.SIE, centre="", office=OFFICE)
    await central.add("sie2", Role.SIE, centre="", office="SIE-69-OUEST")
    return central


def body(slot: datetime = SLOT, **more: Any) -> dict[str, Any]:
    return {
        "sie": OFFICE,
        "slot": slot.isoformat(),
        "mode": "office",
        "siren": SIREN,
        "purpose": "Sa demande appelle une décision",
        "topic": "decision",
    } | more


async def book(central: Bench, login: str, given: Any, slot: datetime = SLOT) -> tuple[UUID, Result]:
    command = central.command("appointment.book", body(slot), given)
    [result] = await central.send(login, command)
    return UUID(command["id"]), result


async def taken_up(central: Bench, login: str = "agent1", **more: Any) -> Any:
    await central.bring(siren=SIREN, **more)
    return await central.take(login)


async def seats(central: Bench) -> list[str]:
    return await central.store.seats_taken(f"{OFFICE}/", f"{OFFICE}0")


async def sent(central: Bench) -> list[OutboxItem]:
    """What goes out now, and has gone."""
    connector = await central.agent("connecteur")
    items = await central.handle.claim(connector, Channel.MAIL, 50)
    for item in items:
        await central.handle.report(connector, item.id, OutboxReport(item.claim, "sent"))
    return items


async def calendar_of(central: Bench, item: OutboxItem) -> Any:
    [file] = item.attachments
    _, content = await central.handle.attachment(await central.agent("connecteur"), file.id)
    return vobject.readOne(content.decode("utf-8"))


async def test_an_appointment_from_its_booking_to_its_end(centre: Bench) -> None:
    given = await taken_up(centre)
    before = await centre.handle.slots(OFFICE, SLOT, SLOT + timedelta(hours=1))
    key, done = await book(centre, "agent1", given)
    assert done.status == "applied" and done.view is not None and done.view.matters, done
    [matter] = done.view.matters
    assert (matter.id, matter.state, matter.office, matter.due_at) == (key, "booked", OFFICE, SLOT)
    after = await centre.handle.slots(OFFICE, SLOT, SLOT + timedelta(hours=1))
    assert ([slot.free for slot in before.items], [slot.free for slot in after.items]) == ([2, 2], [1, 2])

    [letter] = await sent(centre)
    assert (letter.to.address, letter.notice) == ("martin@client.example", True)
    assert letter.subject.startswith("Votre rendez-vous du mardi 1er") and SIREN not in letter.text
    assert "Une pièce d'identité" in letter.text
    invited = await calendar_of(centre, letter)
    assert (invited.method.value, invited.vevent.uid.value) == ("REQUEST", str(key))

    later = SLOT + timedelta(days=2)
    move = {"appointment_id": str(key), "slot": later.isoformat()}
    assert (await centre.do("agent1", "appointment.move", move, given)).status == "applied"
    assert await seats(centre) == [seat_key(OFFICE, later, 1)]
    [moved] = await sent(centre)
    again = await calendar_of(centre, moved)
    assert (again.vevent.uid.value, again.vevent.sequence.value) == (str(key), "1")
    assert again.vevent.dtstart.value == later

    cancel = {"appointment_id": str(key), "reason": "Réglé au téléphone"}
    assert (await centre.do("agent1", "appointment.cancel", cancel, given)).status == "applied"
    assert await seats(centre) == []
    [gone] = await sent(centre)
    assert (await calendar_of(centre, gone)).method.value == "CANCEL"
    late = await centre.do("agent1", "appointment.move", move, given)
    assert (late.status, late.code) == ("refused", "wrong_state")


async def test_a_month_of_slots_is_one_query(centre: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    read = centre.store.seats_taken

    async def counted(prefix: str, until: str) -> list[str]:
        asked.append(prefix)
        return await read(prefix, until)

    monkeypatch.setattr(centre.store, "seats_taken", counted)
    found = await centre.handle.slots(OFFICE, centre.clock.at, centre.clock.at + timedelta(days=31))
    assert len(found.items) > 150 and len(asked) == 1
    assert found.items[0].slot >= centre.clock.at + timedelta(hours=24)


async def test_fifty_at_once_never_get_one_place_twice(centre: Bench) -> None:
    """Through the whole command: fifty tries of two agents on a slot of two places."""
    contacts = [await taken_up(centre, login) for login in ("agent1", "agent2") for _ in range(2)]
    tries = [
        book(centre, "agent1" if number % 4 < 2 else "agent2", contacts[number % 4]) for number in range(50)
    ]
    results = [result for _, result in await asyncio.gather(*tries)]
    applied = [result for result in results if result.status == "applied"]
    refused = {(result.code, result.message) for result in results if result.status == "refused"}
    assert len(applied) == 2 and refused == {("slot_taken", TAKEN)}
    assert await seats(centre) == [seat_key(OFFICE, SLOT, 1), seat_key(OFFICE, SLOT, 2)]
    assert len(await sent(centre)) == 2


async def test_who_comes_second_to_a_place_waits_for_the_first_and_then_loses(
    centre: Bench, url: str
) -> None:
    """The winner's transaction is still open when the other one wants the same place."""
    given = await taken_up(centre)
    first, second = seat_key(OFFICE, SLOT, 1), seat_key(OFFICE, SLOT, 2)
    async with seat_rival(url, first, second) as commit:
        stale = asyncio.create_task(book(centre, "agent1", given))
        await asyncio.sleep(0)
        assert not stale.done()
        await commit()
        _, result = await stale
    assert (result.status, result.code, result.message) == ("refused", "slot_taken", TAKEN)
    assert await centre.store.matters_of(SIREN, 10) == [] and await sent(centre) == []


async def test_a_place_that_is_taken_is_no_other_outcome(centre: Bench) -> None:
    key, _ = await book(centre, "agent1", await taken_up(centre))
    matter = await centre.store.matter(key)
    assert matter is not None and isinstance(matter.detail, AppointmentDetail)
    twin = replace(matter, id=UUID(int=5))
    change = MatterChange(twin, None, centre.clock.now(), takes=(matter.detail.seat,))
    assert await centre.store.write(Change(matters=(change,))) is Outcome.SEAT
    assert await centre.store.matter(twin.id) is None


async def test_on_the_phone_it_is_confirmed_at_the_address_on_file(centre: Bench) -> None:
    await centre.bring(channel=Channel.PHONE, siren=SIREN, sender=Sender(number="0639980012"))
    given = await centre.take("agent1")
    accepted = await centre.do("agent1", "contact.accept", {}, given)
    assert accepted.view is not None
    _, done = await book(centre, "agent1", accepted.view)
    assert done.status == "applied", done
    [letter] = await sent(centre)
    assert letter.to.address == "dossier@client.example"


async def test_the_usager_is_reminded_once_and_their_answer_changes_nothing(centre: Bench) -> None:
    key, _ = await book(centre, "agent1", await taken_up(centre))
    assert len(await sent(centre)) == 1
    centre.clock.at = SLOT - timedelta(hours=25)
    await centre.handle.tick()
    assert await sent(centre) == []
    centre.clock.at = SLOT - timedelta(hours=23)
    await centre.handle.tick()
    [letter] = await sent(centre)
    assert letter.subject.startswith("Rappel\u00a0: votre rendez-vous")
    for handle in (centre.handle, Handle(centre.store, centre.clock, centre.rules)):
        centre.later(minutes=2)
        await handle.tick()
    assert await sent(centre) == []
    matter = await centre.store.matter(key)
    assert matter is not None and matter.state == "reminded" and matter.due_at == SLOT
    centre.clock.at = SLOT + timedelta(days=31)
    await centre.handle.tick()
    over = await centre.store.matter(key)
    assert over is not None and over.state == "lapsed", "the office never said who came"


async def test_the_office_sees_its_day_and_says_who_came(centre: Bench) -> None:
    given = await taken_up(centre)
    first, _ = await book(centre, "agent1", given, SLOT + timedelta(hours=1))
    second, _ = await book(centre, "agent1", given)
    gone, _ = await book(centre, "agent1", given, SLOT + timedelta(minutes=30))
    await book(centre, "agent1", given, SLOT + timedelta(days=1))
    cancel = {"appointment_id": str(gone), "reason": "Doublon"}
    assert (await centre.do("agent1", "appointment.cancel", cancel, given)).status == "applied"
    officer, stranger = await centre.agent("sie1"), await centre.agent("sie2")
    day = await centre.handle.office_day(officer, OFFICE, SLOT.date())
    assert [item.id for item in day.items] == [second, first]
    assert (day.items[0].usager, day.items[0].title) == ("SARL Fournil", "Analyse et décision au fond")
    meeting = await centre.handle.meeting(officer, OFFICE, second)
    assert meeting.asked is not None and meeting.asked.subject == "Question de TVA"
    for reader in (stranger, await centre.agent("agent1")):
        with pytest.raises(ProblemError):
            await centre.handle.office_day(reader, OFFICE, SLOT.date())
    came = {"appointment_id": str(second), "outcome": "no_show"}
    assert (await centre.do("sie1", "appointment.outcome", came)).code == "wrong_state"
    centre.clock.at = SLOT + timedelta(minutes=10)
    assert (await centre.do("sie2", "appointment.outcome", came)).code == "forbidden"
    assert (await centre.do("sie1", "appointment.outcome", came)).status == "applied"
    seen = await centre.handle.office_day(officer, OFFICE, SLOT.date())
    assert [item.state for item in seen.items] == ["no_show", "booked"]
