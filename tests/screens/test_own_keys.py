"""An agent's own keys: they act, and footer, help, palette and sentences name them."""

from __future__ import annotations

import pytest

from ccpro_desk.desk.preferences import ConfigFolder
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.line_list import LineList
from tests.screens.scripted import ScriptedDesk, contact, state
from tests.screens.workstation import at_work

KEYS = """
review = "F4"
acts = []
follow = "s"
next = "F7"
reinforce = []
park = "Ctrl+R"
"""


@pytest.fixture
def config(config: ConfigFolder) -> ConfigFolder:
    config.keys.write_text(KEYS)
    return config


async def test_footer_help_palette_and_sentences_show_the_agents_own_keys(config: ConfigFolder) -> None:
    desk = ScriptedDesk(state())
    async with at_work(lambda: desk.as_desk, answers=False, config=config) as post:
        shown = {word: key for _, key, word in post.app.screen.query_one(KeyBar).shown}
        assert shown["Envoyer"] == "F4" and shown["Suites"] == "S" and shown["Suivant"] == "F7"
        assert "F7 pour prendre le contact suivant." in post.text("message")
        mine = post.app.screen.query_one("#contacts", LineList)
        assert any("F7 pour prendre" in mine.render_line(n).text for n in range(6))
        await post.press("f8")
        bar = next(bar for bar in post.workspace.query(NoticeBar) if bar.id != "banner")
        assert "Aucun contact en cours : F7 pour prendre le suivant." in bar.render_line(0).text
        await post.press("ctrl+g")
        assert "F4 encore pour envoyer" in post.text("text")
        assert "La boucle : F7 suivant, lire, F3 fiche, F4 relire" in post.text("text")
        await post.press("escape", "ctrl+p")
        await post.type("mettre de côté")
        entry = post.app.screen.query_one("#list").entries[0]  # type: ignore[attr-defined]
        assert "Ctrl+R" in entry.blocks[0].content.plain


async def test_their_keys_act_and_the_old_ones_harm_nothing(config: ConfigFolder) -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False, config=config) as post:
        post.workspace.go_to("reply")
        await post.type("bonjour")
        await post.press("f6", "ctrl+k")
        assert post.editor.text == "bonjour" and post.editor.selected_text == ""
        await post.type("s")
        assert post.editor.text == "bonjours" and post.window == "WorkspaceScreen"
        await post.press("f4")
        assert post.window == "ReviewScreen"
        assert next(key for _, key, _ in post.app.screen.query_one(KeyBar).shown) == "F4"
        await post.press("f4")
        await post.until(lambda: [name for name, _ in desk.asked if name == "reply"], "the reply sent")
        await post.press("escape", "S")
        assert post.window == "MenuScreen"
        await post.press("escape", "ctrl+r")
        assert post.window == "ParkingScreen"


async def test_a_faulty_line_is_told_at_the_start_and_its_action_keeps_its_key(config: ConfigFolder) -> None:
    config.keys.write_text('# à moi\nnext = "F9"\nclose = "Tab"\n')
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False, config=config) as post:
        told = "keys.toml, ligne 2 : « F9 » sert déjà à « Téléphone ». Erreurs : 2. Voyez « :reglages »."
        assert post.notice == told
        await post.press("f8")
        assert post.window == "ClosingScreen"
