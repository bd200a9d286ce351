"""The curtain: everything hidden at once, nobody named, and only its agent gets the screen back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.state import Sent
from ccpro_desk.domain.values import Channel, State
from ccpro_desk.screens.note import NoteScreen
from tests.screens.scripted import ScriptedDesk, contact, state
from tests.screens.workstation import Workstation, at_work
from tests.support.scripted_central import ScriptedCentral

SECRET = "secret-du-rideau"
ASKED_AFTER_S = 5 * 60


def picture(post: Workstation) -> str:
    return post.app.export_screenshot().replace("&#160;", " ")


async def hidden(post: Workstation) -> None:
    await post.press("ctrl+l")
    await post.until(lambda: post.window == "CurtainScreen", "hidden")
    await post.pilot.pause()


async def test_a_call_is_announced_without_a_name() -> None:
    call = contact("", name="Mme Confidentielle", state=State.OFFERED)
    call = replace(call, view=replace(call.view, channel=Channel.PHONE))
    desk = ScriptedDesk(state(contact(name="M. Secret")))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await hidden(post)
        desk.state = replace(desk.state, contacts=(*desk.state.contacts, call))
        post.app.show_state(desk.state)
        await post.until(lambda: post.notice == "Appel proposé.", "announced")
        shown = picture(post)
        assert "Appel proposé" in shown and "Confidentielle" not in shown and "Secret" not in shown
        await post.press("f9")
        await post.until(
            lambda: post.window == "WorkspaceScreen", "a key gives it back, and does nothing else"
        )
        assert not [name for name, _ in desk.asked if name == "accept"]


async def test_after_a_while_it_asks_for_the_password() -> None:
    desk = ScriptedDesk(state(contact(text="donnée du dossier")))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await desk.curtain.keep(SECRET)
        await hidden(post)
        post.later(ASKED_AFTER_S)
        await post.press("f6")
        assert post.window == "CurtainScreen" and "mot de passe" in picture(post)
        await post.type("faux")
        assert "faux" not in picture(post), "typed without being read"
        await post.press("enter")
        await post.until(lambda: "Ce n'est pas cela" in post.notice, "refused")
        await post.press("f2", "ctrl+p", "f9")
        assert post.window == "CurtainScreen" and "donnée" not in picture(post), "no key opens anything"
        await post.press("escape")
        await post.until(lambda: "Une touche le rend" in picture(post), "left hidden")
        await post.press("a")
        await post.type(SECRET)
        await post.press("enter")
        await post.until(lambda: post.window == "WorkspaceScreen", "given back")
        assert "donnée du dossier" in picture(post)


async def test_where_the_data_are_invented_nobody_is_locked_out() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, word="DÉMONSTRATION", answers=False) as post:
        await hidden(post)
        post.later(10 * ASKED_AFTER_S)
        await post.press("a")
        await post.until(lambda: post.window == "WorkspaceScreen", "given back")


async def test_what_a_use_case_opens_meanwhile_waits_behind_it() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await hidden(post)
        post.app.push_screen(NoteScreen("une note personnelle"))
        await post.pilot.pause()
        assert post.window == "CurtainScreen" and "personnelle" not in picture(post)
        await post.press("a")
        await post.until(lambda: post.window == "NoteScreen", "opened once it is lifted")


async def test_hiding_is_told_to_nobody(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    async with at_work(opened, answers=False) as post:
        await sign_in(post)
        before: tuple[Sent, ...] = post.desk.state.sent
        alive = central.alive
        await hidden(post)
        await post.until(lambda: central.alive > alive + 2, "the signs of life go on")
        told = {request for request in central.asked if request != "POST /v1/alive"}
        asked = len(central.asked)
        await post.until(lambda: len(central.asked) > asked + 2, "some more time")
        assert {r for r in central.asked if r != "POST /v1/alive"} == told
        assert post.desk.state.sent == before and central.agent.status.value == "available"


async def test_without_a_password_one_signs_in_again_and_goes_on(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    mail = central.bring()
    async with at_work(opened, answers=False) as post:
        await sign_in(post)
        await post.take(mail)
        post.workspace.go_to("reply")
        await post.type("Bonjour")
        post.desk.curtain.forget()  # as after a restart, or a sign-in by the portal
        await hidden(post)
        post.later(ASKED_AFTER_S)
        await post.press("a")
        await post.until(lambda: post.window == "SignInScreen", "asked to sign in")
        await post.pilot.pause()
        await post.press("escape")
        await post.until(lambda: post.window == "CurtainScreen", "left hidden")
        await post.press("a")
        await post.until(lambda: post.window == "SignInScreen", "asked again")
        await post.pilot.pause()
        await post.type(central.password)
        await post.press("enter")
        await post.until(lambda: post.window == "WorkspaceScreen", "given back")
        assert post.editor.text == "Bonjour" and central.agent.status.value == "available"
        assert post.desk.curtain.ready


async def test_a_code_is_chosen_by_who_came_by_the_portal() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("colon")
        await post.type("code")
        await post.press("enter")
        await post.until(lambda: post.window == "CurtainCodeScreen", "the window")
        for first, second, said in (("123", "123", "Trop court"), ("482915", "482916", "diffèrent")):
            post.app.screen.query_one("#code").value = first
            post.app.screen.query_one("#again").value = second
            post.app.screen.query_one("#again").focus()
            await post.press("enter")
            assert said in post.notice
        post.app.screen.query_one("#again").value = "482915"
        await post.press("enter")
        await post.until(lambda: desk.curtain.ready and desk.curtain.chosen, "chosen")
        assert await desk.curtain.opens("482915")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_it_covers_an_open_window_too(size: tuple[int, int]) -> None:
    desk = ScriptedDesk(state(contact(name="M. Secret")))
    async with at_work(lambda: desk.as_desk, size=size, answers=False) as post:
        await post.press("ctrl+n")
        await post.type("note sur M. Secret")
        await hidden(post)
        assert "Secret" not in picture(post)
        await post.press("a")
        await post.until(lambda: post.window == "NoteScreen", "the window as it was")
        assert "note sur M. Secret" in picture(post)
