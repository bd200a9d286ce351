"""`ccpro-desk keys` in a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ccpro_desk.actions import ACTIONS
from ccpro_desk.actions.keyfile import read_keys
from ccpro_desk.cli.desk import main
from ccpro_desk.desk.preferences import ConfigFolder, config_folder


@pytest.fixture
def folder() -> ConfigFolder:
    made = config_folder()
    made.path.mkdir(parents=True)
    return made


def test_every_action_is_shown_with_its_name_and_the_agents_keys(
    folder: ConfigFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.keys.write_text('next = ["F2", "n"]\n')
    assert main(["keys", "show"]) == 0
    shown = capsys.readouterr().out
    assert all(f" {action.id} " in shown for action in ACTIONS)
    assert any(line.startswith("* next ") and "F2, N" in line for line in shown.splitlines())
    assert main(["keys", "show", "--json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)["actions"]}
    assert rows["next"]["keys"] == ["f2", "n"] and len(rows) == len(ACTIONS)


def test_the_model_of_a_keys_file_is_one(folder: ConfigFolder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.keys.write_text('next = ["F2", "n"]\npark = "Ctrl+R"\nreinforce = []\n')
    keymap, _ = read_keys(folder.keys)
    assert main(["keys", "show", "--toml"]) == 0
    model = capsys.readouterr().out
    folder.keys.write_text(model)
    assert read_keys(folder.keys) == (keymap, ()), "it says what stands there"
    assert '# review = ["F6"]  # Relire et envoyer' in model.splitlines()
    folder.keys.write_text(model.replace("\n# ", "\n"))
    assert read_keys(folder.keys) == (keymap, ()), "and every line of it can be read"


def test_checking_names_each_wrong_line(folder: ConfigFolder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "check"]) == 0
    assert "les touches d'origine valent" in capsys.readouterr().out
    folder.keys.write_text('next = "n"\nclose = "Tab"\n')
    assert main(["keys", "check"]) == 1
    told = capsys.readouterr().out
    assert "keys.toml, ligne 2 : « Tab »" in told and "1 commande à vos touches" in told


def test_the_strip_is_written_where_it_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "reglette", "--pdf", str(tmp_path / "touches.pdf")]) == 0
    assert (tmp_path / "touches.pdf").read_bytes().startswith(b"%PDF-")
    assert "Imprimez-la à 100 %" in capsys.readouterr().out
    assert main(["keys", "reglette", "--pdf", str(tmp_path / "x" / "touches.pdf")]) == 1


def test_a_profile_is_a_name_and_no_path() -> None:
    assert main(["keys", "--profile", "../ailleurs", "show"]) == 2
