"""`:reglages` and the first start's set-up."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ccpro_desk.desk.preferences import ConfigFolder, Preferences
from ccpro_desk.screens import set_up
from ccpro_desk.widgets.banner import Banner
from ccpro_desk.widgets.line_list import LineList
from tests.screens.scripted import ScriptedDesk, contact, state
from tests.screens.workstation import Workstation, at_work


def shown(post: Workstation) -> str:
    entries = post.app.screen.query_one("#list", LineList).entries
    return "\n".join(block.content.plain for entry in entries for block in entry.blocks)


async def highlight(post: Workstation, key: str) -> None:
    post.app.screen.query_one("#list", LineList).highlight(key)


async def set_up_shown(post: Workstation) -> None:
    await post.until(lambda: post.window == "SetUpScreen" and post.app.screen.is_running, "the set-up")
    await post.until(lambda: post.app.screen.query("#text") and post.text("text"), "its first step")


async def settings_of(post: Workstation) -> None:
    await post.press("colon")
    await post.type("reglages")
    await post.press("enter")
    assert post.window == "SettingsScreen"


async def test_a_setting_holds_at_once_and_at_the_next_start(config: ConfigFolder) -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False, config=config) as post:
        before = post.app.theme
        await settings_of(post)
        await post.press("right", "right")
        assert "‹ clair ›" in shown(post) and post.app.theme == "clair" != before
        await highlight(post, "spelling")
        await post.press("enter")
        await highlight(post, "curtain_minutes")
        await post.press("left")
        assert post.notice == "Mot de passe du rideau : après 2 min."
        assert post.app.preferences.curtain_minutes == 2 and not post.app.preferences.spelling
    async with at_work(lambda: desk.as_desk, answers=False, config=config) as post:
        assert post.app.theme == "clair"
        assert post.app.preferences == Preferences("clair", curtain_minutes=2, spelling=False, set_up=True)


async def test_the_agents_own_theme_is_a_choice_once_it_is_described(config: ConfigFolder) -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False, config=config) as post:
        await settings_of(post)
        await post.press("left")
        assert post.app.preferences.theme == "contraste"
        config.theme.write_text('base = "clair"\naccent = "#005f87"\n')
        await post.press("right", "left", "left")
        await post.press("right")
        await post.press("right")
        assert post.app.preferences.theme == "personnel" == post.app.theme
        assert post.app.get_css_variables()["accent"].lower() == "#005f87"


async def test_wrong_lines_are_all_told_and_files_are_read_again_on_demand(config: ConfigFolder) -> None:
    config.keys.write_text('next = "F9"\nclose = "Tab"\n')
    config.settings.write_text("set_up = true\nvolume = 11\n")
    desk = ScriptedDesk(state())
    async with at_work(lambda: desk.as_desk, answers=False, config=config) as post:
        await settings_of(post)
        told = shown(post)
        assert str(config.keys) in told and "settings.toml, ligne 2" in told
        assert "keys.toml, ligne 1 : « F9 »" in told and "keys.toml, ligne 2 : « Tab »" in told
        config.keys.write_text('next = "F4"\nacts = []\n')
        await highlight(post, "files")
        await post.press("enter")
        assert "keys.toml, ligne" not in shown(post) and "relus : 1 erreur." in post.notice
        await post.press("escape")
        assert "F4" in [key for _, key, _ in post.app.screen.query_one("KeyBar").shown]  # type: ignore[attr-defined]
        await post.press("f4")
        await post.until(lambda: ("next", ()) in desk.asked, "the key of the file that was read again")


async def test_a_setting_that_cannot_be_written_is_told_and_holds_meanwhile(config: ConfigFolder) -> None:
    config.path.joinpath("settings.toml").unlink()
    config.path.rmdir()
    desk = ScriptedDesk(state())
    async with at_work(lambda: desk.as_desk, answers=False, config=config) as post:
        await post.press("escape")
        for path in config.path.iterdir():
            path.unlink()
        config.path.rmdir()
        config.path.write_text("autre chose")
        await settings_of(post)
        await highlight(post, "spelling")
        await post.press("right")
        assert post.notice.startswith("Réglage non enregistré : il vaut jusqu'à la fermeture du poste.")
        assert not post.app.preferences.spelling


@pytest.mark.parametrize(
    ("ring", "bells", "loud"), [("les deux", 1, True), ("son", 1, False), ("image", 0, True)]
)
async def test_the_ring_is_tried_as_it_is_set(
    config: ConfigFolder, monkeypatch: pytest.MonkeyPatch, ring: str, bells: int, loud: bool
) -> None:
    config.change(ring=ring)
    desk = ScriptedDesk(state())
    async with at_work(lambda: desk.as_desk, answers=False, config=config) as post:
        heard: list[None] = []
        monkeypatch.setattr(post.app, "bell", lambda: heard.append(None))
        await settings_of(post)
        await highlight(post, "ring_test")
        await post.press("enter")
        banner = post.app.screen.query_one(Banner)
        assert banner.display and "un appel s'annoncerait ainsi" in banner.render_line(0).text
        assert len(heard) == bells and banner.loud is loud
        assert "relus" not in post.notice and post.app.screen.focused is post.app.screen.query_one("#list")


async def test_the_strip_is_written_among_the_agents_documents(
    config: ConfigFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path))
    desk = ScriptedDesk(state())
    async with at_work(lambda: desk.as_desk, answers=False, config=config) as post:
        await settings_of(post)
        await highlight(post, "reglette")
        await post.press("enter")
        await post.until(
            lambda: post.notice == f"Réglette écrite : {tmp_path}/reglette.pdf. Imprimez-la à 100 %.", "told"
        )
        assert (tmp_path / "reglette.pdf").read_bytes().startswith(b"%PDF-")


async def test_the_first_start_shows_the_screen_the_keys_and_the_ring(tmp_path: Path) -> None:
    config = ConfigFolder(tmp_path / "config")
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False, config=config) as post:
        await set_up_shown(post)
        assert "Votre terminal : 120 × 40." in post.text("text") and "trois colonnes" in post.text("text")
        await post.press("right", "right")
        assert post.app.theme == "clair" and "‹ clair ›" in post.text("text")
        await post.press("enter", "f2", "f3", "f8", "f6")
        assert desk.asked == [] or all(name != "next" for name, _ in desk.asked)
        assert "✓ F8" in post.text("text") and "· F5" in post.text("text")
        await post.press("enter")
        assert post.notice.startswith(
            "« F4 », « F5 », « F7 », « F9 » n'arrivent pas. Le terminal, le bureau ou byobu s'en sert"
        )
        await post.press("f4", "f5", "f7", "f9")
        assert "Toutes arrivent." in post.text("text")
        await post.press("enter", "space")
        assert post.app.screen.query_one(Banner).display
        await post.press("enter")
        await post.until(
            lambda: post.notice == "Réglages enregistrés. « :reglages » pour les changer.", "told"
        )
        assert post.window == "WorkspaceScreen" and config.read()[0].set_up
        await post.press("f8")
        assert post.window == "ClosingScreen", "the keys do their work again"
    async with at_work(lambda: desk.as_desk, answers=False, config=config) as post:
        assert post.window == "WorkspaceScreen"


async def test_the_set_up_can_be_put_off_for_good_and_found_again(tmp_path: Path) -> None:
    config = ConfigFolder(tmp_path / "config")
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, size=(80, 24), answers=False, config=config) as post:
        await set_up_shown(post)
        assert "Une colonne à la fois" in post.text("text")
        await post.press("escape")
        await post.until(lambda: post.notice == set_up.LATER, "told where it is")
        assert config.read()[0].set_up
        await post.press("colon")
        await post.type("essais")
        await post.press("enter")
        await set_up_shown(post)


async def test_a_demonstration_begins_at_once_and_offers_it(tmp_path: Path) -> None:
    desk = ScriptedDesk(state(contact()))
    config = ConfigFolder(tmp_path / "config")
    async with at_work(lambda: desk.as_desk, answers=False, config=config, word="DÉMONSTRATION") as post:
        assert post.window == "WorkspaceScreen" and "« :essais »" in post.notice
        assert not config.path.exists(), "nothing is written until something is set"


async def test_what_stands_before_the_terminal_is_told_with_its_remedy(
    config: ConfigFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tmux = tmp_path / "tmux"
    tmux.write_text("#!/bin/sh\necho 500\n")
    tmux.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setenv("TMUX", "/tmp/tmux,1,0")
    desk = ScriptedDesk(state())
    async with at_work(lambda: desk.as_desk, answers=False, config=config) as post:
        await post.press("colon")
        await post.type("essais")
        await post.press("enter")
        await set_up_shown(post)
        await post.until(lambda: "escape-time 500 ms" in post.text("text"), "what tmux is set to")
        assert "set -sg escape-time 10" in post.text("text")
