"""The strip of keys that an agent prints is made from their own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ccpro_desk.actions import DEFAULT, Keymap
from ccpro_desk.actions.keyfile import keymap_of
from ccpro_desk.actions.reglette import RegletteProblem, Strip, pdf, strip, write_pdf
from ccpro_desk.desk.preferences.flat_toml import parse_flat


def own(text: str) -> Keymap:
    keymap, faults = keymap_of(parse_flat(text, "keys.toml"), "keys.toml")
    assert faults == ()
    return keymap


def labels(printed: Strip) -> dict[str, str]:
    return {
        key.key: key.label for key in (*printed.functions, *(k for row in printed.others for k in row.keys))
    }


def test_the_twelve_function_keys_are_there_in_their_order() -> None:
    functions = strip(DEFAULT).functions
    assert [key.key for key in functions] == [f"F{n}" for n in range(1, 13)]
    assert labels(strip(DEFAULT))["F6"] == "Relire et envoyer"
    assert [key.key for key in functions if key.spare] == ["F1", "F10", "F11", "F12"]


def test_it_says_the_agents_own_keys() -> None:
    printed = labels(strip(own('review = "F7"\nfollow = "s"\npark = "Ctrl+R"\nreinforce = []\n')))
    assert printed["F7"] == "Relire et envoyer" and printed["F6"] == ""
    assert printed["S"] == "Suites" and printed["Ctrl+R"] == "Mettre de côté"


def test_what_only_acts_outside_a_text_stands_apart() -> None:
    outside = strip(DEFAULT).others[-1]
    assert outside.title == "Hors d'un texte"
    assert {"Ctrl+Z", "D", ":", "?"} <= {key.key for key in outside.keys}
    assert "Ctrl+K" not in labels(strip(DEFAULT)), "a key that is only caught is no way to do anything"


def test_the_page_is_a_tagged_pdf_for_screen_readers() -> None:
    content = pdf(DEFAULT)
    assert content.startswith(b"%PDF-1.7")
    assert b"pdfuaid:part" in content and b"/Lang" in content


def test_it_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_pdf(tmp_path / "touches.pdf", DEFAULT)
    assert [path.name for path in tmp_path.iterdir()] == ["touches.pdf"]
    with pytest.raises(RegletteProblem, match="ne peut pas s'écrire"):
        write_pdf(tmp_path / "nulle part" / "touches.pdf", DEFAULT)


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(RegletteProblem) as problem:
        pdf(DEFAULT)
    assert "ccpro-desk[pdf]" in problem.value.hint
