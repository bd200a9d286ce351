"""Unknown words are underlined in a pause, and walked through from one to the next."""

from __future__ import annotations

from ccpro_desk.screens.spelling import SpellingScreen
from ccpro_desk.widgets.spelled_area import SpelledArea
from tests.screens.scripted import ScriptedDesk, contact, state
from tests.screens.workstation import Workstation, at_work


def underlined(post: Workstation) -> list[str]:
    strips = [post.editor.render_line(y) for y in range(post.editor.size.height)]
    return [s.text for strip in strips for s in strip if s.style and s.style.underline]


async def walk(post: Workstation) -> None:
    await post.press("ctrl+p")
    await post.type("orthographe")
    await post.press("enter")


async def offered(post: Workstation) -> SpellingScreen:
    await post.until(lambda: post.window == "SpellingScreen", "a word offered")
    screen = post.app.screen
    assert isinstance(screen, SpellingScreen)
    await post.until(lambda: screen._suggested or "Aucune suggestion" in post.notice, "suggestions")
    return screen


async def test_unknown_words_are_underlined_once_typing_stops() -> None:
    desk = ScriptedDesk(state(contact(name="M. Karim Benali")))
    async with at_work(lambda: desk.as_desk, answers=False, spelling=True) as post:
        post.workspace.go_to("reply")
        await post.type("Bonjour Benali aveec")
        await post.until(lambda: post.editor._wrong, "looked at")
        assert underlined(post) == [], "a word that is being typed is left alone"
        await post.type(" TVA")
        await post.until(lambda: underlined(post) == ["aveec"], "underlined")
        await post.press(*["left"] * 4, "backspace", "backspace")
        await post.type("c")
        await post.until(lambda: underlined(post) == [], "put right")


async def test_the_walk_corrects_leaves_and_adds() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False, spelling=True) as post:
        post.editor.load_text("Un remboursment au zzyx\ndu wxcv.")
        await walk(post)
        screen = await offered(post)
        assert "remboursement" in screen._suggested and post.editor.selected_text == "remboursment"
        while post.app.screen.query_one("#list").key != "replace:remboursement":  # type: ignore[attr-defined]
            await post.press("down")
        await post.press("enter")
        await post.until(lambda: post.editor.selected_text == "zzyx", "the next word")
        await offered(post)
        while post.app.screen.query_one("#list").key != "ignore":  # type: ignore[attr-defined]
            await post.press("down")
        await post.press("enter")
        await post.until(lambda: post.editor.selected_text == "wxcv", "the last word")
        await offered(post)
        while post.app.screen.query_one("#list").key != "add":  # type: ignore[attr-defined]
            await post.press("down")
        await post.press("enter")
        await post.until(lambda: "Aucun mot inconnu" in post.notice, "the end")
        assert post.editor.text == "Un remboursement au zzyx\ndu wxcv."
        assert ("add_word", ("wxcv",)) in desk.asked
        await post.press("ctrl+z")
        assert post.editor.text == "Un remboursment au zzyx\ndu wxcv.", "one undo"


async def test_the_review_names_what_the_dictionary_does_not_know() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False, spelling=True) as post:
        post.workspace.go_to("reply")
        await post.type("Merci aveec toi")
        await post.until(lambda: post.editor._wrong, "looked at")
        await post.press("f6")
        assert "Inconnu du dictionnaire : aveec." in post.text("text")


async def test_a_note_is_looked_at_too() -> None:
    desk = ScriptedDesk(state(contact(name="M. Zzyx")))
    async with at_work(lambda: desk.as_desk, answers=False, spelling=True) as post:
        await post.press("ctrl+n")
        await post.type("Zzyx aveec nous")
        editor = post.app.screen.query_one(SpelledArea)
        await post.until(lambda: editor._wrong == {"aveec"}, "looked at")


async def test_switched_off_no_dictionary_is_started() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.go_to("reply")
        await post.type("aveec toi")
        await walk(post)
        assert "désactivée" in post.notice and post.app._speller is None
