"""What the documents say of the programs: their commands, and what is measured."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from ccpro_desk.central.metrics import Metrics
from ccpro_desk.cli import central, desk

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("docs/*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
PROGRAM = re.compile(r"(?:^ccpro|(?:^|[=\s/])(ccpro-central|ccpro-desk)) (?=[a-z-])(.*)$")
"""`ccpro` is what operations.md calls the central's program, run as its account."""
FORM = re.compile(r"[\[\]|…]| \.\.\.|\b[A-Z]+\b …")
"""A way of writing that stands for several commands."""


def given() -> list[tuple[str, str, str]]:
    """(where, program, words) of each command in a block, and of each between backquotes that is no form."""
    found = []
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8").replace("\\\n", " ")
        pieces = [
            line for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL) for line in block.splitlines()
        ]
        pieces += [
            piece for piece in re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text) if piece.startswith("ccpro")
        ]
        for piece in pieces:
            if (match := PROGRAM.search(piece)) and not FORM.search(piece) and "()" not in piece:
                found.append((document.name, match[1] or "ccpro-central", match[2]))
    return found


COMMANDS = given()


def test_the_commands_are_found() -> None:
    """Those of the units, of a block and of a sentence."""
    words = [words for _, _, words in COMMANDS]
    assert len(words) > 20
    assert any("--seals /var/log/ccpro/seals-%i.ndjson" in each for each in words)
    assert any(each.startswith("user add admin") for each in words)
    assert "restored" in words


@pytest.mark.parametrize(("where", "program", "line"), COMMANDS)
def test_it_is_understood(where: str, program: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCPRO_DATABASE", "postgresql:///ccpro")
    words = shlex.split(line.replace("%i", "8080"), comments=True)
    if words[0] == "serve" and not {"--port", "--uds"} & set(words):
        words += ["--port", "8080"]  # a sentence about another option need not say where
    parser = (desk if program == "ccpro-desk" else central)._parser(words)
    try:
        parser.parse_args(words)
    except SystemExit as refused:
        pytest.fail(f"{where}: {program} {line} ({refused.code})")


def test_no_metric_can_name_a_person() -> None:
    """By what tells its series apart: never an account, a usager or a contact."""
    told = {
        "method",
        "route",
        "status",
        "outcome",
        "timer",
        "state",
        "code",
        "pool",
        "channel",
        "kind",
        "skill",
    }
    metrics = [each for each in vars(Metrics()).values() if hasattr(each, "_labelnames")]
    assert len(metrics) > 15
    assert {name for each in metrics for name in each._labelnames} == told


def test_every_metric_is_documented_and_no_other() -> None:
    table = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    written = set(re.findall(r"`(ccpro_[a-z_]+?)(?:\{[^}]*\})?`", table))
    served = {family.name for family in Metrics().registry.collect()}
    assert {name.removesuffix("_total") for name in written} == served
