"""Versions of one contact that arrive in another order than they were made: the newest is shown, read once."""

from __future__ import annotations

import asyncio

import httpx

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.state import DeskContact
from tests.support.desks import at_last, until
from tests.support.scripted_central import ScriptedCentral


def texts(desk: Desk, held: DeskContact) -> list[str]:
    shown = desk.state.contact(held.id)
    return [] if shown is None else [message.text for message in shown.view.messages][1:]


async def heard_so_far(central: ScriptedCentral) -> None:
    """The desk has worked off every event that there is."""
    await at_last(lambda: central.followed_to == central.events[-1].position, "all events worked off")


async def test_an_event_that_comes_late_is_dropped(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    await heard_so_far(central)
    central.usager_writes(held.id, "Un.")
    late = central.keep_back()
    central.usager_writes(held.id, "Deux.")
    await until(at_work, lambda _: texts(at_work, held) == ["Un.", "Deux."], "the newest version")
    reads = central.asked.count(f"GET /v1/contacts/{held.id}")
    central.tell_late(late)
    await heard_so_far(central)
    assert central.asked.count(f"GET /v1/contacts/{held.id}") == reads == 1
    assert texts(at_work, held) == ["Un.", "Deux."]


async def test_a_higher_version_is_read_again(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    for number in range(1, 4):
        central.usager_writes(held.id, f"Message {number}.")
        await until(at_work, lambda _: len(texts(at_work, held)) == number, "the new version")  # noqa: B023
    assert central.asked.count(f"GET /v1/contacts/{held.id}") == 3


async def test_several_versions_at_once_are_one_read(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    for number in range(1, 6):
        central.usager_writes(held.id, f"Message {number}.")
    await until(at_work, lambda _: len(texts(at_work, held)) == 5, "the newest version")
    assert central.asked.count(f"GET /v1/contacts/{held.id}") <= 2


async def test_a_reading_that_the_result_of_a_command_overtakes_is_dropped(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    opened, path = asyncio.Event(), f"/v1/contacts/{held.id}"
    central.gate = lambda request: opened if request.url.path == path else None
    central.usager_writes(held.id, "Un.")
    await at_last(lambda: f"GET {path}" in central.asked, "read for the event")
    await at_work.note(held.id, "Et ma note.")
    await until(at_work, lambda _: texts(at_work, held) == ["Un.", "Et ma note."], "the note, applied")
    shown: list[list[str]] = []
    end = at_work.subscribe(lambda _: shown.append(texts(at_work, held)))
    opened.set()
    await heard_so_far(central)
    end()
    assert ["Un."] not in shown and texts(at_work, held) == ["Un.", "Et ma note."]
    assert at_work.state.link.pending == 0


async def test_a_contact_is_read_once_at_a_time(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    """A reading for an event is under way when the result of a command asks for another one."""
    path, gates = f"/v1/contacts/{held.id}", [asyncio.Event(), asyncio.Event()]
    reading, most = 0, 0

    def gate(request: httpx.Request) -> asyncio.Event | None:
        nonlocal reading, most
        if request.method != "GET" or request.url.path != path:
            return None
        reading += 1
        most = max(most, reading - sum(each.is_set() for each in gates))
        return gates[min(reading, len(gates)) - 1]

    central.gate = gate
    central.usager_writes(held.id, "Un.")
    await at_last(lambda: reading == 1, "read for the event")
    central.rescue(held.id)
    await at_work.reply(held.id, "Trop tard.", hold_s=0)
    await at_last(lambda: central.asked.count("POST /v1/commands") >= 2, "the reply is answered")
    gates[0].set()
    await at_last(lambda: reading >= 2, "read for the refusal, after the other")
    gates[1].set()
    await until(at_work, lambda state: state.link.pending == 0, "nothing pending")
    await heard_so_far(central)
    assert most == 1
    shown = at_work.state.contact(held.id)
    assert shown is not None and shown.token is None, "the text stays, the contact has gone"
