"""Signing in, and what the agent reads when it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import StoreBusy
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import Needs
from ccpro_desk.wire.views import OidcOffer, SignInOffer
from tests.screens.scripted import ScriptedDesk, state
from tests.screens.workstation import at_work
from tests.support.desks import FAST
from tests.support.scripted_central import ScriptedCentral


async def test_a_wrong_password_is_told_and_the_login_kept(
    opened: Callable[[], Desk], central: ScriptedCentral
) -> None:
    async with at_work(opened, answers=False) as post:
        await post.until(lambda: post.window == "SignInScreen", "the sign-in screen")
        await post.type("agent1")
        await post.press("enter")
        await post.type("faux")
        await post.press("enter")
        await post.until(lambda: post.notice and "Connexion" not in post.notice, "refused")
        assert post.window == "SignInScreen"
        assert post.app.screen.query_one("#login").value == "agent1"
        assert post.app.screen.query_one("#password").value == ""


async def test_a_refused_certificate_is_told_whole(
    opened: Callable[[], Desk], central: ScriptedCentral
) -> None:
    central.fault = lambda _: "certificate"
    async with at_work(opened, answers=False, size=(80, 24)) as post:
        await post.type("agent1")
        await post.press("enter")
        await post.type(central.password)
        await post.press("enter")
        await post.until(lambda: "certificat" in post.notice, "refused")
        await post.until(lambda: "assistance" in post.app.export_screenshot(), "the end of it is seen")


async def test_an_expired_session_is_asked_again_and_nothing_typed_is_lost(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    contact = central.bring()
    async with at_work(opened, answers=False) as post:
        await sign_in(post)
        await post.take(contact)
        await post.press("tab")
        await post.type("Bonjour")
        central.expire_session()
        await post.until(lambda: post.window == "SignInScreen", "signing in again")
        await post.until(lambda: "votre saisie est conservée" in post.notice, "told why")
        await post.type(central.password)
        await post.press("enter")
        await post.until(lambda: post.window == "WorkspaceScreen", "the workspace again")
        assert post.editor.text == "Bonjour"


async def test_a_store_that_cannot_open_says_what_to_do_and_is_tried_again() -> None:
    desk = ScriptedDesk(state())
    busy = True

    def opened() -> Desk:
        if busy:
            raise StoreBusy("Un autre poste est ouvert.", "Fermez-le d'abord.")
        return desk.as_desk

    async with at_work(opened, answers=False, started=False) as post:
        assert post.window == "TroubleScreen"
        picture = post.app.export_screenshot().replace("&#160;", " ")
        assert "Un autre poste est ouvert." in picture and "Fermez-le d&#x27;abord." in picture
        busy = False
        await post.press("enter")
        await post.until(lambda: post.window == "WorkspaceScreen" and post.app.started, "the workspace")


async def test_without_a_keyring_a_new_passphrase_is_chosen_twice() -> None:
    desk = ScriptedDesk(replace(state(), needs=Needs.NEW_PASSPHRASE))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        assert post.window == "PassphraseScreen"
        await post.type("courte")
        await post.press("enter")
        assert "Trop courte" in post.notice
        await post.type(" mais plus longue")
        await post.press("enter")
        await post.type("autre chose")
        await post.press("enter")
        assert "diffèrent" in post.notice
        await post.type("courte mais plus longue")
        await post.press("enter")
        await post.until(lambda: ("unlock", ("courte mais plus longue",)) in desk.asked, "unlocked")


async def test_without_a_keyring_one_signs_in_then_chooses_the_passphrase_of_the_store(
    tmp_path: Path, central: ScriptedCentral
) -> None:
    settings = DeskSettings("http://central.example", tmp_path / "state", pace=FAST, transport=central)
    async with at_work(lambda: Desk.open(settings), answers=False) as post:
        await post.until(lambda: post.window == "SignInScreen", "the sign-in screen")
        await post.type("agent1")
        await post.press("enter")
        await post.type(central.password)
        await post.press("enter")
        await post.until(lambda: post.window == "PassphraseScreen", "the passphrase is asked")
        for _ in range(2):
            await post.type("quatre mots faciles")
            await post.press("enter")
        await post.until(
            lambda: post.window == "WorkspaceScreen", "the workspace, the sign-in gone from below"
        )
        assert [type(screen).__name__ for screen in post.app.screen_stack] == ["WorkspaceScreen"]


async def test_what_ends_under_another_window_leaves_that_one_where_it_is() -> None:
    desk = ScriptedDesk(replace(state(), needs=Needs.NEW_PASSPHRASE))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        assert post.window == "PassphraseScreen"
        await post.press("ctrl+l")
        assert post.window == "CurtainScreen"
        desk.state = replace(desk.state, needs=Needs.NOTHING)
        post.app.show_state(desk.state)
        await post.pilot.pause()
        assert post.window == "CurtainScreen", "the curtain does not rise because something behind it ended"
        await post.press("x")
        await post.until(lambda: post.window == "WorkspaceScreen", "the passphrase is gone from below")


async def test_the_portal_is_offered_where_the_central_has_one_and_can_be_given_up(
    opened: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, given_up = asyncio.Event(), asyncio.Event()

    async def offer(_: Desk) -> SignInOffer:
        return SignInOffer(True, OidcOffer("https://portail.example/", "ccpro", (8765,)))

    async def by_portal(_: Desk) -> None:
        asked.set()
        try:
            await asyncio.Event().wait()
        finally:
            given_up.set()

    monkeypatch.setattr(Desk, "sign_in_offer", offer)
    monkeypatch.setattr(Desk, "sign_in_by_portal", by_portal)
    async with at_work(opened, answers=False) as post:
        await post.until(lambda: post.window == "SignInScreen", "the sign-in screen")
        await post.until(lambda: post.app.screen.query_one("#portal").display, "the portal is offered")
        await post.press("tab", "tab", "enter")
        await asked.wait()
        await post.until(lambda: "navigateur" in post.notice, "told what to do")
        await post.press("escape")
        await given_up.wait()
        await post.until(lambda: "abandonnée" in post.notice, "told that it is given up")
        assert post.window == "SignInScreen"
