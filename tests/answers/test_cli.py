"""`ccpro-desk answers …`: output, exit codes, one line and a hint on stderr."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from ccpro_desk.cli import answers

ON = ("--on", "2026-11-23")


def _run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    answers.add_parser(parser.add_subparsers())
    return answers.run(parser.parse_args(["answers", *words]))


def test_check_is_green_on_the_content(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("check", *ON) == 0
    assert "aucune erreur" in capsys.readouterr().out


def test_check_is_red_on_a_broken_library(
    tmp_path: Path, good: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tva").mkdir()
    (tmp_path / "tva" / "TVA-900.md").write_text(good.replace("tva.date", "tva.rien"), encoding="utf-8")
    assert _run("check", "--data", str(tmp_path), *ON) == 1
    assert "answers/tva/TVA-900.md:4" in capsys.readouterr().err
    assert _run("check", "--data", str(tmp_path), "--json", *ON) == 1
    assert json.loads(capsys.readouterr().out)["faults"][0]["line"] == 4


def test_search_tells_and_lists(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("search", "avis", "cfe", "--json", *ON) == 0
    assert json.loads(capsys.readouterr().out)["hits"][0]["id"] == "CFE-046"
    assert _run("search", "zqxwvk", *ON) == 1
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 2


def test_show_and_render(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("show", "tva-021") == 0
    assert "3519-SD" in capsys.readouterr().out
    assert _run("show", "TVA-021", "--json") == 0
    assert json.loads(capsys.readouterr().out)["status"] == "à valider par le référent"
    assert _run("render", "TVA-022", "--set", "periode=2026-T3", "--json", *ON) == 0
    rendered = json.loads(capsys.readouterr().out)
    assert rendered["gaps"] == [] and "trimestre 2026" in rendered["text"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "TVA-999"), 1),
        (("render", "TVA-022", "--set", "periode"), 2),
        (("render", "TVA-022", "--set", "montant=3"), 2),
        (("check", "--data", "/nulle/part"), 2),
    ],
)
def test_what_fails_says_so_in_a_line_and_a_hint(
    words: tuple[str, ...], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(*words) == code
    assert len(capsys.readouterr().err.splitlines()) == 2
