"""The registry keeps the law on keys: each action can be reached, and by keys that arrive."""

from __future__ import annotations

import pytest
from textual.keys import _character_to_key
from textual.widgets import Input, TextArea

from ccpro_desk.actions import ACTIONS, Binding, by_id, key_name
from ccpro_desk.actions.keymap import DEFAULT, is_always
from ccpro_desk.actions.keys import HARMFUL, MOVING, read_key, why_never, why_not_alone


def test_each_action_has_a_key_or_a_place_in_the_palette_and_a_help_line() -> None:
    assert len(by_id()) == len(ACTIONS)
    for action in ACTIONS:
        assert action.label and action.help.endswith("."), action.id
        in_palette = action.binding is not Binding.WIDGET and action.id not in ("palette", "nothing")
        assert action.keys or in_palette or action.traps, action.id


def test_no_default_is_a_key_that_terminals_or_editors_keep() -> None:
    for action in ACTIONS:
        if action.binding in (Binding.WIDGET, Binding.NONE) or not action.keys:
            continue
        for key in (*action.keys, *action.aliases):
            assert why_never(key, outside=not is_always(action, key)) == "", (action.id, key)
        assert why_not_alone(action.keys[0]) == "", f"{action.id}: the key that is shown must work everywhere"


def test_every_action_that_is_no_widgets_can_be_done_by_name() -> None:
    words = [word for action in ACTIONS for word in action.words]
    assert len(words) == len(set(words)), "a word after « : » means one thing"


def test_the_keys_that_the_law_forbids_are_refused() -> None:
    control = [f"ctrl+{letter}" for letter in "abcdehijkmqsuvwx"]
    for key in [*control, "ctrl+space", *"0123456789", *MOVING]:
        assert why_never(key, outside=False), key
    combined = [f"{modifier}+f{n}" for modifier in ("shift", "ctrl", "alt") for n in range(1, 13)]
    for key in [*combined, "insert", "f1", "f10", "f11", "f12", "alt+x", "at", "left_curly_bracket"]:
        assert why_not_alone(key), key
    for key in ("f2", "f9", "ctrl+p", "ctrl+n"):
        assert why_never(key, outside=False) == "" == why_not_alone(key)


def test_no_action_is_on_a_key_with_which_textual_edits() -> None:
    """Except those that the application takes first, before any editor sees them."""
    theirs = {key for editor in (Input, TextArea) for b in editor.BINDINGS for key in b.key.split(",")}  # type: ignore[union-attr]
    always = {key for bound in DEFAULT.bound() if bound.always for key in bound.keys}
    assert always & theirs == {"f6", "f7", "ctrl+k"}
    assert {"f6", "f7", "ctrl+k"} <= set(HARMFUL)


@pytest.mark.parametrize("character", ":?/@é-+_#²")
def test_a_character_is_named_as_the_terminal_library_names_it(character: str) -> None:
    key = read_key(character)
    assert key == _character_to_key(character)
    assert key is not None and key_name(key) == character.upper()


@pytest.mark.parametrize("key", ["f2", "ctrl+p", "shift+f12", "escape", "tab", "shift+tab", "d", "colon"])
def test_what_is_shown_can_be_read_again(key: str) -> None:
    assert read_key(key_name(key)) == key
