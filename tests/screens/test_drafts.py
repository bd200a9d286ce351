"""What is typed is kept: through a change of contact, a restart, a refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ccpro_desk.desk.desk import Desk
from tests.screens.scripted import ScriptedDesk, contact, state
from tests.screens.workstation import at_work
from tests.support.scripted_central import ScriptedCentral


async def test_each_contact_has_its_text_caret_and_undo() -> None:
    one, two = contact("Un"), contact("Deux")
    desk = ScriptedDesk(state(one, two))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.go_to("reply")
        await post.type("premier")
        await post.press("left", "left")
        post.workspace.open_contact(two.id)
        assert post.editor.text == ""
        await post.type("second")
        post.workspace.open_contact(one.id, "message")
        assert post.editor.text == "premier" and post.editor.cursor_location == (0, 5)
        assert post.app.screen.focused is post.editor
        await post.press("ctrl+z")
        assert post.editor.text == ""
        await post.press("ctrl+y")
        assert post.editor.text == "premier"
        post.workspace.open_contact(two.id)
        assert post.editor.text == "second"


async def test_the_last_keys_before_a_change_of_contact_go_to_the_right_draft() -> None:
    one, two = contact("Un"), contact("Deux")
    desk = ScriptedDesk(state(one, two))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.editor.insert("premier")
        post.workspace.open_contact(two.id)
        await post.until(lambda: ("draft", (one.id, "premier")) in desk.asked, "the draft told")
        assert not [given for name, given in desk.asked if name == "draft" and given[0] == two.id]


async def test_a_half_typed_reply_is_there_after_a_restart(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    taken = central.bring()
    async with at_work(opened, answers=False) as post:
        await sign_in(post)
        await post.take(taken)
        await post.press("tab")
        await post.type("Bonjour, nous")
    async with at_work(opened, answers=False) as post:
        assert post.workspace.current == taken
        assert post.editor.text == "Bonjour, nous"


async def test_a_note_left_unfinished_comes_back_with_its_own_contact_only() -> None:
    one, two = contact("Un"), contact("Deux")
    desk = ScriptedDesk(state(one, two))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("ctrl+n")
        await post.type("rappeler")
        await post.press("escape")
        post.workspace.open_contact(two.id)
        await post.press("ctrl+n", "ctrl+n")
        assert post.window == "NoteScreen" and "vide" in post.notice
        await post.press("escape")
        post.workspace.open_contact(one.id)
        await post.press("ctrl+n", "f6")
        assert post.window == "NoteScreen" and "Ctrl+N" in post.notice, "F6 sends replies: not here"
        await post.press("ctrl+n")
        assert ("note", (one.id, "rappeler")) in desk.asked
