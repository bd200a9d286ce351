"""An agent's settings file: what is right in it counts, what is wrong names its line."""

from __future__ import annotations

import stat
from dataclasses import fields
from pathlib import Path

import pytest

from ccpro_desk.desk.preferences import LOOKS, ConfigFolder, Preferences, PreferencesUnwritable
from ccpro_desk.desk.preferences.flat_toml import parse_flat
from ccpro_desk.desk.preferences.table import SETTINGS, setting


@pytest.fixture
def folder(tmp_path: Path) -> ConfigFolder:
    return ConfigFolder(tmp_path / "config")


def written(folder: ConfigFolder, text: str) -> tuple[Preferences, list[str]]:
    folder.path.mkdir(exist_ok=True)
    folder.settings.write_text(text, encoding="utf-8")
    preferences, faults = folder.read()
    return preferences, [fault.told for fault in faults]


def test_without_a_file_the_defaults_hold_and_nothing_is_made(folder: ConfigFolder) -> None:
    assert folder.read() == (Preferences(), ())
    assert not folder.path.exists()


def test_every_setting_has_its_default_among_its_choices() -> None:
    for known in SETTINGS:
        assert known.allows(getattr(Preferences(), known.id)), known.id


def test_each_look_has_its_word_and_each_setting_its_field() -> None:
    assert tuple(choice.value for choice in setting("theme").choices) == LOOKS
    assert {known.id for known in SETTINGS} == {field.name for field in fields(Preferences)}


def test_what_is_set_is_found_again_at_the_next_start(folder: ConfigFolder) -> None:
    folder.change(theme="clair", spelling=False)
    folder.change(curtain_minutes=15)
    assert folder.read() == (Preferences(theme="clair", spelling=False, curtain_minutes=15), ())
    assert stat.S_IMODE(folder.settings.stat().st_mode) == 0o600
    assert [path.name for path in folder.path.iterdir()] == ["settings.toml"]


def test_a_wrong_value_names_its_line_and_the_rest_counts(folder: ConfigFolder) -> None:
    preferences, told = written(folder, '# à moi\ntheme = "vert"\nspelling = false\ncurtain_minutes = true\n')
    assert preferences == Preferences(spelling=False)
    assert told[0].startswith('settings.toml, ligne 2 : « theme » ne peut pas valoir "vert"')
    assert told[1].startswith("settings.toml, ligne 4 : « curtain_minutes » ne peut pas valoir true")


def test_an_unknown_setting_and_a_line_that_is_no_toml_are_told(folder: ConfigFolder) -> None:
    preferences, told = written(folder, 'ring = "son"\ntheme =\n\nvolume = 11\n[autre]\nx = 1\n')
    assert preferences == Preferences(ring="son")
    assert [line.split(" : ")[0] for line in told] == [f"settings.toml, ligne {n}" for n in (2, 4, 5)]
    assert "« theme = » n'est pas du TOML" in told[0]
    assert "« volume » n'est pas un réglage" in told[1]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\x00" * 300, b'theme = "clair', b"[[[[\n" * 60])
def test_a_file_that_is_anything_else_only_costs_a_sentence(folder: ConfigFolder, content: bytes) -> None:
    folder.path.mkdir()
    folder.settings.write_bytes(content)
    preferences, faults = folder.read()
    assert preferences == Preferences()
    assert 1 <= len(faults) <= 21


def test_a_folder_one_may_not_enter_costs_a_sentence(
    folder: ConfigFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", forbidden)
    monkeypatch.setattr(Path, "read_text", forbidden)
    preferences, (fault,) = folder.read()
    assert preferences == Preferences()
    assert fault.told == "settings.toml : fichier illisible (Permission denied)."


def test_changing_a_setting_keeps_comments_order_and_what_is_not_ours(folder: ConfigFolder) -> None:
    before = '# mon fichier\nring = "son"  # la nuit\n\nvolume = 11\n'
    written(folder, before)
    folder.change(ring="image", spelling=False)
    after = folder.settings.read_text(encoding="utf-8")
    assert after == '# mon fichier\nring = "image"  # la nuit\n\nvolume = 11\nspelling = false\n'


def test_a_folder_that_cannot_be_written_is_told_and_keeps_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("un fichier, pas un dossier")
    with pytest.raises(PreferencesUnwritable, match="Réglage non enregistré"):
        ConfigFolder(tmp_path / "config").change(theme="clair")
    assert (tmp_path / "config").read_text() == "un fichier, pas un dossier"


def test_lines_are_counted_in_the_file_as_it_is_written() -> None:
    flat = parse_flat('"a" = 1\n\n# b = 2\n b = [\n  "x",\n]\n', "f.toml")
    assert [(entry.key, entry.line) for entry in flat.entries] == [("a", 1), ("b", 4)]
    assert flat.faults == ()
