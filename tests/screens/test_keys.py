"""The measured traps: no key of the house may touch what is written, in whatever editor it is pressed."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_lowercase

import pytest
from textual.app import App
from textual.widgets import Input, TextArea

from ccpro_desk.desk.state import Needs
from ccpro_desk.domain.values import Channel
from ccpro_desk.wire.views import SignInOffer
from tests.screens.scripted import ScriptedDesk, contact, state
from tests.screens.workstation import Workstation, at_work

EDITING = {"backspace", "delete", *(f"ctrl+{letter}" for letter in "dhijmuvwxyz")}
"""Keys with which one writes, deletes, pastes, undoes: the editor's own."""
KEYS = (
    *(f"f{n}" for n in range(1, 13)),
    *(f"ctrl+{letter}" for letter in ascii_lowercase if f"ctrl+{letter}" not in EDITING),
    *(
        "up",
        "down",
        "home",
        "end",
        "pageup",
        "pagedown",
        "left",
        "insert",
        "shift+f2",
        "alt+x",
        "tab",
        "shift+tab",
    ),
)
TEXT = "Bonjour Monsieur\nvotre demande"
OWN = {"note": {"ctrl+n"}}
"""A key that is the window's own: F6 records the note."""
WINDOWS = {
    "reply": (),
    "note": ("ctrl+n",),
    "answers": ("f3",),
    "motifs": ("f8",),
    "palette": ("ctrl+p",),
    "usagers": ("f5",),
    "contacts": ("ctrl+f",),
    "parking": ("f7", "c"),
    "parking's hour": ("f7", "c", "tab"),
    "sign-in": (),
    "password": ("tab",),
    "passphrase": (),
}
"""Editor → the keys that lead to it."""
NEEDS = {"sign-in": Needs.SIGN_IN, "password": Needs.SIGN_IN, "passphrase": Needs.PASSPHRASE}


class Asking(ScriptedDesk):
    """A desk that stands before its sign-in."""

    async def sign_in_offer(self) -> SignInOffer:
        return SignInOffer(local=True)


def written(editor: Input | TextArea) -> str:
    return editor.text if isinstance(editor, TextArea) else editor.value


async def back_to(post: Workstation, name: str) -> None:
    for _ in range(4):
        if post.window == name:
            return
        await post.press("escape")


@pytest.mark.parametrize("window", WINDOWS)
async def test_no_key_changes_what_is_written(window: str) -> None:
    desk = Asking(state(contact(), needs=NEEDS.get(window, Needs.NOTHING)))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        if window not in NEEDS:
            post.workspace.go_to("reply")
        await post.press(*WINDOWS[window])
        editor = post.app.screen.focused
        assert isinstance(editor, Input | TextArea), editor
        here = post.window
        if isinstance(editor, TextArea):
            editor.load_text(TEXT)
            editor.move_cursor((0, 7))
        else:
            editor.value = "remb"
        before = written(editor)
        for key in (k for k in KEYS if k not in OWN.get(window, ()) and not _completes(window, k)):
            editor.focus()
            await post.press(key)
            assert written(editor) == before, key
            await back_to(post, here)
            assert post.window == here, key
        assert post.app.is_running


def _completes(window: str, key: str) -> bool:
    """Tab in the palette writes what is highlighted."""
    return window == "palette" and key == "tab"


async def test_letters_type_in_an_editor_and_act_outside() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.go_to("reply")
        await post.type("d:?")
        assert post.editor.text == "d:?" and post.window == "WorkspaceScreen"
        await post.press("escape", "D")
        assert post.workspace.unfolded
        await post.press("question_mark")
        assert post.window == "HelpScreen"


async def test_nothing_of_textuals_own_palette_is_left() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        offered = [command.title for command in post.app.get_system_commands(post.app.screen)]
        assert offered == []
        await post.press("ctrl+p")
        assert post.window == "PaletteScreen"


async def test_a_notification_of_textuals_hides_nothing_and_takes_nothing() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.go_to("reply")
        post.app.notify("Copié [red]ici[/]", title="Textual", severity="warning")
        await post.pilot.pause()
        assert post.notice == "Copié [red]ici[/]" and not post.app.query("Toast")
        assert post.app.screen.focused is post.editor


async def test_what_does_not_exist_yet_says_so() -> None:
    call = contact("")
    call = replace(call, view=replace(call.view, channel=Channel.PHONE))
    desk = ScriptedDesk(state(call))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        for keys in (("f9", "a"), ("f9", "m")):
            await post.press(*keys)
            assert "Pas encore disponible" in post.notice, keys
            await back_to(post, "WorkspaceScreen")


async def test_the_curtain_hides_everything_at_once_and_gives_it_back() -> None:
    desk = ScriptedDesk(state(contact(text="mon numéro secret")))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        assert "secret" in post.app.export_screenshot()
        await post.press("ctrl+l")
        assert "secret" not in post.app.export_screenshot().replace("&#160;", " ")
        await post.press("f6")
        assert post.window == "WorkspaceScreen"


async def test_quitting_is_asked() -> None:
    desk = ScriptedDesk(state())
    app: App[int]
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        app = post.app
        await post.press("ctrl+q")
        assert post.window == "AskScreen" and app.is_running
        await post.press("escape")
        assert post.window == "WorkspaceScreen"
        await post.press("ctrl+q", "enter")
        await post.until(lambda: not app.is_running or app._exit, "the application left")
    assert ("stop", ()) in desk.asked


async def test_without_colour_everything_is_painted_and_says_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        for keys in (("f8",), ("ctrl+g",), ("ctrl+p",), ("f7",), ("f9",)):
            await post.press(*keys)
            await back_to(post, "WorkspaceScreen")
        assert post.app.is_running and "Mes contacts" in post.app.export_screenshot().replace("&#160;", " ")
