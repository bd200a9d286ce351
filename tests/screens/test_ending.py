"""The end of the service and pauses: what becomes of each contact is asked, nothing is lost, nothing rings after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.state import DeskContact, Link, LinkKind
from ccpro_desk.domain.values import Channel, State, Status
from tests.screens.scripted import AGENT, NOW, ScriptedDesk, contact, state
from tests.screens.workstation import Workstation, at_work
from tests.support.scripted_central import ScriptedCentral


def asked(desk: ScriptedDesk, name: str) -> list[tuple[Any, ...]]:
    return [given for done, given in desk.asked if done == name]


def gone(post: Workstation, desk: ScriptedDesk, *left: DeskContact) -> None:
    desk.state = replace(desk.state, contacts=left)
    post.app.show_state(desk.state)


def in_state(held: DeskContact, now: State, **more: Any) -> DeskContact:
    return replace(held, view=replace(held.view, state=now, **more))


async def end_of_service(post: Workstation) -> None:
    await post.press("ctrl+t", "s")
    await post.until(lambda: post.window == "EndingScreen", "what remains")
    await post.pilot.pause()


async def test_no_new_offer_at_once_and_the_service_does_not_end_with_a_contact_in_hand() -> None:
    mail = contact()
    desk = ScriptedDesk(state(mail))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await end_of_service(post)
        assert asked(desk, "set_status") == [(Status.LEAVING,)]
        assert "Encore 1 contact en main" in post.text("told")
        await post.press("s")
        assert asked(desk, "sign_out") == [] and "mettez de côté, transférez" in post.notice


async def test_each_is_set_aside_handed_over_or_returned_then_the_service_ends() -> None:
    one, two, three = contact("Un"), contact("Deux"), contact("Trois")
    desk = ScriptedDesk(state(one, two, three))
    async with at_work(lambda: desk.as_desk) as post:
        await end_of_service(post)
        await post.press("c")
        await post.type("attend une piece")
        await post.press("enter")
        await post.type("demain 10 h")
        await post.press("enter")
        await post.until(lambda: asked(desk, "park"), "set aside")
        (parking,) = asked(desk, "park")
        assert parking[0] == one.id and parking[2] > NOW
        aside = in_state(one, State.PARKED, resume_at=parking[2])
        gone(post, desk, two, three, aside)
        await post.press("t")
        await post.until(lambda: post.window == "TransferScreen", "to whom")
        await post.type("assistance")
        await post.press("enter")
        await post.type("Compte bloque")
        await post.press("f6")
        await post.until(lambda: asked(desk, "transfer"), "handed over")
        (handed,) = asked(desk, "transfer")
        assert handed[0] == two.id and handed[1].assistance and handed[2] == "Compte bloque"
        await post.until(lambda: post.window == "EndingScreen", "back to the list")
        gone(post, desk, three, aside)
        await post.press("f")
        await post.until(lambda: asked(desk, "release") == [(three.id,)], "returned")
        gone(post, desk, aside)
        await post.until(lambda: "Tout est réglé" in post.text("told"), "nothing in hand")
        await post.press("s")
        await post.until(lambda: asked(desk, "sign_out"), "signed out")
        await post.until(lambda: not post.app.is_running, "the workstation is closed")


async def test_what_is_set_aside_can_still_be_handed_over_or_returned() -> None:
    aside = in_state(contact(), State.PARKED)
    desk = ScriptedDesk(state(aside))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await end_of_service(post)
        await post.press("c")
        assert "déjà mis de côté" in post.notice
        await post.press("f")
        await post.until(lambda: asked(desk, "resume") == [(aside.id,)], "taken in hand first")


async def test_a_call_under_way_is_ended_first_and_a_note_completed() -> None:
    call = contact("", state=State.ACTIVE)
    call = replace(call, view=replace(call.view, channel=Channel.PHONE))
    desk = ScriptedDesk(state(call))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await end_of_service(post)
        await post.press("c")
        assert "terminez-le d'abord" in post.notice and post.window == "EndingScreen"
        gone(post, desk, in_state(call, State.WRAP_UP))
        await post.press("f")
        assert "complétez sa note" in post.notice and asked(desk, "release") == []
        await post.press("enter")
        await post.until(lambda: post.window == "WorkspaceScreen", "back in the workspace")
        assert post.workspace.current == call.id, "opened to be finished"


async def test_what_only_this_workstation_has_is_said_before_the_end() -> None:
    typed = replace(in_state(contact(), State.PARKED), draft="À moitié", draft_unsent=True)
    desk = ScriptedDesk(state(typed, link=None) if False else state(typed))
    desk.state = replace(desk.state, link=Link(LinkKind.OFFLINE, NOW, pending=2))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await end_of_service(post)
        assert "2\u00a0envois ne sont pas transmis" in post.text("stays")
        assert "1 texte commencé n'est que sur ce poste" in post.text("stays")
        await post.press("s")
        await post.until(lambda: post.window == "AskScreen", "asked")
        await post.press("escape")
        assert asked(desk, "sign_out") == []
        await post.press("s", "enter")
        await post.until(lambda: asked(desk, "sign_out"), "ended knowing it")


async def test_a_note_that_is_not_recorded_keeps_the_service_open() -> None:
    desk = ScriptedDesk(state(in_state(contact(), State.PARKED)))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace._begun_notes[uuid4()] = "à moitié"
        await end_of_service(post)
        await post.press("s")
        assert "1 note interne commencée" in post.notice and asked(desk, "sign_out") == []


async def test_a_pause_with_contacts_in_hand_asks_for_each() -> None:
    one, two = contact("Un"), contact("Deux")
    desk = ScriptedDesk(state(one, two))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("ctrl+t", "p")
        await post.until(lambda: post.window == "PausingScreen", "asked")
        await post.pilot.pause()
        assert "chacun de ces 2 contacts" in post.text("told") and asked(desk, "set_status") == []
        await post.press("g")
        assert asked(desk, "set_status") == []
        await post.press("f")
        await post.until(lambda: asked(desk, "release") == [(two.id,)], "returned")
        gone(post, desk, one)
        await post.until(lambda: asked(desk, "set_status") == [(Status.PAUSE,)], "then the pause")
        await post.until(lambda: "État : Pause" in post.notice, "told")


async def test_a_pause_with_empty_hands_is_at_once_and_escape_renounces() -> None:
    desk = ScriptedDesk(state(in_state(contact(), State.PARKED, resume_at=NOW + timedelta(hours=1))))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("ctrl+t", "p")
        await post.until(lambda: asked(desk, "set_status") == [(Status.PAUSE,)], "at once")
        gone(post, desk, contact())
        await post.press("ctrl+t", "o")
        await post.until(lambda: post.window == "PausingScreen", "asked")
        await post.press("escape")
        assert asked(desk, "set_status") == [(Status.PAUSE,)]


async def test_a_pause_after_this_contact_is_shown_and_taken_back() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("ctrl+t", "a")
        await post.until(lambda: asked(desk, "set_status"), "asked of the central")
        desk.state = replace(desk.state, agent=replace(AGENT, after_current=Status.PAUSE))
        post.app.show_state(desk.state)
        assert post.bar.status == "En contact, puis pause"
        await post.press("ctrl+t")
        assert "Renoncer à « Pause » après ce contact" in "\n".join(
            block.content.plain
            for entry in post.app.screen.query_one("#list").entries
            for block in entry.blocks
        )
        await post.press("a")
        await post.until(lambda: asked(desk, "stay") == [()], "not after all")


async def test_nothing_rings_after_and_the_store_keeps_what_is_unsent(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    mail = central.bring()
    async with at_work(opened, answers=False) as post:
        await sign_in(post)
        await post.take(mail)
        await post.desk.park(mail, "demain")
        await post.until(lambda: post.desk.state.link.pending == 0, "told")
        await end_of_service(post)
        await post.press("s")
        await post.until(lambda: not post.app.is_running, "closed")
    assert central.agent.status is Status.LEAVING and central.token is None, "signed out; nothing is offered"
    kept = opened()
    assert kept.state.contacts == () and kept.state.agent is None
    await kept.stop()
