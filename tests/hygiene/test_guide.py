"""The agent's guide says what the registry of actions does: its table of keys, its words, the keys it names."""

from __future__ import annotations

import re

from ccpro_desk import actions
from ccpro_desk.actions import key_name
from tests.stage.keep import GUIDE, guide
from tests.stage.key_table import BEGIN

NAMED = re.compile(r"`((?:Ctrl\+[A-Z])|F\d{1,2})`")
WORD = re.compile(r"`:([a-z_]+)`")


def prose() -> str:
    """The guide without its table of keys."""
    return GUIDE.read_text(encoding="utf-8").partition(BEGIN)[0]


def test_the_table_of_keys_is_the_registrys() -> None:
    assert GUIDE.read_text(encoding="utf-8") == guide().content, "`scripts/pictures` writes it again"
    text = guide().content
    for action in actions.ACTIONS:
        if action.id != "nothing":
            assert f"**{action.label}.**" in text and all(f"`{key_name(k)}`" in text for k in action.keys)


def test_each_key_and_word_of_the_text_is_one_that_acts() -> None:
    keys = {key_name(key) for action in actions.ACTIONS for key in (*action.keys, *action.aliases)}
    words = {word for action in actions.ACTIONS for word in action.words}
    assert set(NAMED.findall(prose())) - keys == set()
    assert set(WORD.findall(prose())) - words == set()
    assert len(WORD.findall(prose())) > 10 and len(NAMED.findall(prose())) > 20, (
        "the text names keys and words"
    )


def test_what_is_not_there_yet_is_told_as_such() -> None:
    later = [action.label for action in actions.ACTIONS if not action.ready]
    told = [line for line in prose().splitlines() if "pas encore disponible" in line]
    assert all(any(label in line for line in told) for label in later)
    assert guide().content.count("*(pas encore disponible)*") == len(later)
