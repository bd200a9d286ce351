"""Handing a contact over and promising a call: to whom, what they must know, when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.state import Link, LinkKind, SendState, Sent
from ccpro_desk.domain.commands import TransferTo
from ccpro_desk.domain.contact import Origin
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.values import Channel, Outcome, State
from ccpro_desk.screens.closing import ClosingScreen
from ccpro_desk.screens.when import read_moment
from ccpro_desk.widgets import words
from ccpro_desk.wire.plateau import ColleagueView
from tests.screens.scripted import NOW, ScriptedDesk, contact, state
from tests.screens.workstation import Workstation, at_work

MONDAY = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
"""14 h in Paris."""


class Staffed(ScriptedDesk):
    async def colleagues(self) -> tuple[ColleagueView, ...]:
        return (ColleagueView("agent2", "Ben Roche", "lons-1"), ColleagueView("agent3", "Chloé Petit"))


def asked(desk: ScriptedDesk, name: str) -> list[tuple[Any, ...]]:
    return [given for done, given in desk.asked if done == name]


async def to_whom(post: Workstation) -> None:
    await post.press("f7", "t")
    await post.until(lambda: post.window == "TransferScreen", "the window")
    await post.pilot.pause()


@pytest.mark.parametrize(
    ("typed", "to"),
    [
        ("roche", TransferTo(agent="agent2")),
        ("plateau 2", TransferTo(plateau="lons-2")),
        ("pau", TransferTo(centre="pau")),
        ("tva", TransferTo(skill="tva")),
        ("assistance", TransferTo(assistance=True)),
    ],
)
async def test_a_contact_goes_to_somebody_a_plateau_a_centre_a_skill_or_the_assistance(
    typed: str, to: TransferTo
) -> None:
    mail = contact()
    desk = Staffed(state(mail))
    async with at_work(lambda: desk.as_desk) as post:
        await to_whom(post)
        await post.type(typed)
        await post.press("f6")
        assert asked(desk, "transfer") == [] and "Résumez" in post.notice, "the next one must know something"
        await post.type("Demande un delai")
        await post.press("f6")
        await post.until(
            lambda: asked(desk, "transfer") == [(mail.id, to, "Demande un delai")], "handed over"
        )
        await post.until(lambda: "Transfert demandé" in post.notice, "told")
        assert post.workspace.current is None


async def test_the_note_of_a_call_is_its_summary_and_nothing_begun_is_lost() -> None:
    call = contact("", state=State.WRAP_UP)
    call = replace(call, view=replace(call.view, channel=Channel.PHONE))
    desk = Staffed(state(call))
    async with at_work(lambda: desk.as_desk) as post:
        post.workspace.open_contact(call.id)
        post.workspace.go_to("reply")
        await post.type("Rappeler avant midi")
        await to_whom(post)
        assert post.app.screen.query_one("#summary").text == "Rappeler avant midi"
        await post.type("petit")
        await post.press("tab")
        await post.type(" vite")
        await post.press("escape")
        await to_whom(post)
        assert post.app.screen.query_one("#summary").text.replace(" vite", "") == "Rappeler avant midi"
        assert "vite" in post.app.screen.query_one("#summary").text
        assert post.app.screen.query_one("#query").value == "petit"
        assert asked(desk, "transfer") == []


async def test_without_the_line_other_places_than_colleagues_remain() -> None:
    class Offline(ScriptedDesk):
        async def colleagues(self) -> tuple[ColleagueView, ...]:
            raise DeskRefused("offline", "Le centre ne répond pas.")

    mail = contact()
    desk = Offline(state(mail))
    desk.state = replace(desk.state, link=Link(LinkKind.OFFLINE, NOW))
    async with at_work(lambda: desk.as_desk) as post:
        await to_whom(post)
        await post.until(lambda: "les collègues ne sont pas visibles" in post.notice, "told")
        await post.type("pau")
        await post.press("enter")
        await post.type("Suite")
        await post.press("f6")
        await post.until(lambda: "En attente d'envoi" in post.notice, "told that it waits")


async def test_a_call_is_promised_at_an_hour_with_a_number_and_a_purpose() -> None:
    mail = contact()
    mail = replace(mail, view=replace(mail.view, origin=Origin("M. Benali", "a@b.example", "+33639980012")))
    desk = ScriptedDesk(state(mail))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("f7", "r")
        await post.until(lambda: post.window == "PromiseScreen", "the window")
        await post.pilot.pause()
        await post.type("hier")
        await post.press("enter", "enter", "enter")
        assert "Heure à venir attendue" in post.notice and asked(desk, "schedule_callback") == []
        post.app.screen.query_one("#at").value = ""
        await post.type("demain 10 h")
        assert "Rappel le " in post.notice, "read back as it is typed"
        await post.press("enter", "enter")
        await post.type("Suite de sa demande")
        await post.press("enter")
        await post.until(lambda: asked(desk, "schedule_callback"), "promised")
        ((contact_id, at, number, purpose),) = asked(desk, "schedule_callback")
        assert contact_id == mail.id and words.local(at).hour == 10 and at > datetime.now(UTC)
        assert number.replace("\u00a0", "") == "0639980012" and purpose == "Suite de sa demande"
        await post.until(lambda: "Rappel programmé" in post.notice, "told")
        assert post.workspace.current == mail.id, "the contact goes on"


async def test_what_the_centre_refuses_keeps_the_window_with_its_words() -> None:
    class Closed(ScriptedDesk):
        async def schedule_callback(self, *given: Any) -> None:
            raise DeskRefused("invalid", "Le centre est fermé à cette heure-là.")

    desk = Closed(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("f7", "r")
        await post.until(lambda: post.window == "PromiseScreen", "the window")
        await post.pilot.pause()
        await post.type("demain 23 h")
        await post.press("enter")
        await post.type("0639980012")
        await post.press("enter")
        await post.type("Suite")
        await post.press("enter")
        await post.until(lambda: "fermé" in post.notice, "refused")
        assert post.window == "PromiseScreen"
        await post.press("escape", "f7", "r")
        await post.until(lambda: post.window == "PromiseScreen", "the window again")
        assert post.app.screen.query_one("#purpose").value == "Suite", "nothing is lost by going back"


async def test_a_promised_call_is_an_outcome() -> None:
    mail = contact()
    promise = Sent(new_id(), mail.id, "callback.schedule", "Rappel programmé", SendState.AT_CENTRAL, NOW)
    desk = ScriptedDesk(replace(state(mail), sent=(promise,)))
    async with at_work(lambda: desk.as_desk) as post:
        await post.press("f8")
        await post.until(lambda: isinstance(post.app.screen, ClosingScreen), "closing")
        await post.pilot.pause()
        assert "● Rappel programmé" in str(post.app.screen.query_one("#foot").visual)
        await post.type("cfe")
        await post.press("enter")
        await post.until(lambda: asked(desk, "close"), "closed")
        ((_, motifs, _),) = asked(desk, "close")
        assert motifs[0].outcome is Outcome.CALLBACK


@pytest.mark.parametrize(
    ("typed", "day", "hour"),
    [
        ("15 h 30", 23, "15:30"),
        ("14:00", 24, "14:00"),
        ("9h", 24, "09:00"),
        ("demain 10 h", 24, "10:00"),
        ("Demain à 10h15", 24, "10:15"),
        ("aujourd'hui 16 h", 23, "16:00"),
        ("lundi 9 h", 30, "09:00"),
        ("jeudi 14 h", 26, "14:00"),
        ("25/11 9 h", 25, "09:00"),
        ("le 25/11/2026 à 9 h", 25, "09:00"),
    ],
)
def test_a_moment_is_read_as_people_write_it(typed: str, day: int, hour: str) -> None:
    at = read_moment(typed, MONDAY)
    assert at is not None
    shown = words.local(at)
    assert (shown.day, f"{shown.hour:02d}:{shown.minute:02d}") == (day, hour)


@pytest.mark.parametrize("typed", ["", "bientôt", "25 h", "demain", "31/02 9 h", "12 h 75", "lundi"])
def test_what_is_no_moment_is_none(typed: str) -> None:
    assert read_moment(typed, MONDAY) is None


def test_a_day_that_is_past_is_next_years() -> None:
    at = read_moment("3/1 9 h", MONDAY)
    assert at is not None and at - MONDAY < timedelta(days=60) and at.year == 2027
