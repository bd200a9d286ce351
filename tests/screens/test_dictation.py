"""*Épeler*, from the palette: the selection first, then what the contact has to dictate."""

from __future__ import annotations

from dataclasses import replace

from textual.widgets.text_area import Selection

from ccpro_desk.wire.views import UsagerRef
from tests.screens.scripted import ScriptedDesk, contact, state
from tests.screens.workstation import at_work


async def test_what_is_selected_is_spelled_then_the_rest_of_the_contact() -> None:
    held = contact(text="Avis 2026-CFE-00123.", usager=UsagerRef("732829320", "SARL FOURNIL"))
    desk = ScriptedDesk(state(held))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.editor.load_text("votre référence AB12 est notée")
        post.editor.selection = Selection((0, 16), (0, 20))
        await post.press("ctrl+p")
        await post.type("epeler")
        await post.press("enter")
        assert post.window == "DictationScreen" and "B comme Berthe" in post.text("text")
        await post.press("down")
        assert "sept · trois · deux" in post.text("text")
        await post.press("down")
        assert "arobase" in post.text("text") and "sans majuscules" in post.text("text")
        await post.press("down")
        assert "C comme Célestin" in post.text("text")
        await post.press("escape")
        assert post.editor.text == "votre référence AB12 est notée"


async def test_without_anything_to_dictate_one_may_still_type() -> None:
    held = contact(text="Bonjour")
    bare = replace(held, view=replace(held.view, origin=None))
    desk = ScriptedDesk(state(bare))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.do_dictate()
        await post.pilot.pause()
        assert "Rien à épeler" in post.text("text")
        await post.type("a1")
        assert "A comme Anatole · un" in post.text("text")
