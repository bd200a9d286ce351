"""Going on at another workstation, and another person at this one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.places import Places
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.domain.agent import Agent
from ccpro_desk.domain.values import Role, Status
from ccpro_desk.widgets.whereabouts import Whereabouts
from tests.screens.workstation import Workstation, at_work, connected
from tests.support.desks import FAST
from tests.support.scripted_central import ScriptedCentral


def at(central: ScriptedCentral, folder: Path, key: Path) -> DeskSettings:
    return DeskSettings("http://central.example", folder, key_file=key, pace=FAST, transport=central)


async def signed_in(post: Workstation, login: str, password: str) -> None:
    await post.until(lambda: post.window == "SignInScreen", "the sign-in screen")
    await post.pilot.pause()
    post.app.screen.query_one("#login").value = login
    post.app.screen.query_one("#password").focus()
    await post.type(password)
    await post.press("enter")
    await post.until(lambda: post.window == "WorkspaceScreen", "the workspace")
    await connected(post)


async def test_the_former_workstation_is_told_and_what_it_has_is_kept(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    mail = central.bring()
    async with at_work(opened, answers=False) as post:
        await sign_in(post)
        await post.take(mail)
        central.fault = lambda request: "before" if request.url.path == "/v1/commands" else None
        post.workspace.go_to("reply")
        await post.type("Bonjour")
        central.taken_over()
        await post.until(lambda: post.window == "SignInScreen", "signed out")
        await post.until(lambda: "continue sur un autre poste" in post.notice, "told why")
        assert "conservé ici" in post.notice
        assert post.bar.link.startswith("Sur un autre poste")
        assert central.agent.status is Status.AVAILABLE, "the day goes on over there"


async def test_the_new_workstation_opens_what_was_open_at_the_caret(
    opened: Callable[[], Desk], central: ScriptedCentral, tmp_path: Path
) -> None:
    first, second = central.bring("Premier"), central.bring("Deuxième")
    async with at_work(opened, answers=False) as post:
        await signed_in(post, "agent1", central.password)
        await post.take(first)
        await post.take(second)
        post.workspace.go_to("reply")
        await post.type("Bonjour Madame")
        await post.press(*["left"] * 7)
        place = {"contact_id": str(second), "pane": "reply", "caret": 7}
        await post.until(lambda: central.place == place, "told with the sign of life")
        await post.until(lambda: central.contacts[second].draft == "Bonjour Madame", "the draft brought")
    settings = at(central, tmp_path / "elsewhere", tmp_path / "other.key")
    async with at_work(lambda: Desk.open(settings), answers=False) as post:
        await signed_in(post, "agent1", central.password)
        await post.until(lambda: post.workspace.current == second, "the contact that was open")
        assert post.editor.text == "Bonjour Madame" and post.editor.cursor_location == (0, 7)
        assert post.app.screen.focused is post.editor
        assert post.workspace.query_one(Whereabouts).left.tail == "Bonjour"
        await post.type(",")
        assert post.editor.text == "Bonjour, Madame"


async def test_another_person_at_the_same_workstation_finds_nothing_of_the_first(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any, tmp_path: Path
) -> None:
    mail = central.bring("Dossier de Mme Première")
    async with at_work(opened, answers=False) as post:
        await sign_in(post)
        await post.take(mail)
        post.workspace.go_to("reply")
        await post.type("Texte de la premiere")
        await post.press("ctrl+n")
        await post.type("note de la premiere")
        former = post.workspace
        central.expire_session()
        central.agent = Agent(uuid4(), "agent2", "M. Deux", Role.AGENT, "lons", status=Status.AVAILABLE)
        await signed_in(post, "agent2", central.password)
        assert post.workspace is not former and post.desk.state.contacts == ()
        await post.press("f2", "escape", "ctrl+f", "escape")
        shown = post.app.export_screenshot().replace("&#160;", " ").lower()
        assert "premi" not in shown and "mme alba" not in shown and "m. deux" in shown
        assert post.editor.text == "" and post.workspace._begun_notes == {}
        await post.until(lambda: not former.is_running, "the former screens are gone")
    places = Places(tmp_path / "state", "http://central.example")
    one, two = (places.of(login).store for login in ("agent1", "agent2"))
    assert one != two and one.exists() and two.exists(), "a store each"
    assert b"Premi" not in one.read_bytes() + two.read_bytes(), "and both are encrypted"
    again = Desk.open(at(central, tmp_path / "state", tmp_path / "store.key"))
    assert (
        again.state.contacts == () and again.state.agent is not None and again.state.agent.login == "agent2"
    )
    await again.stop()
