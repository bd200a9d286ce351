"""What is wrong in data/calendar is told with file, line and mend; what is there is sourced."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ccpro_desk.cli.desk import main
from ccpro_desk.reference import data_dir
from ccpro_desk.reference.calendar import read_rules
from ccpro_desk.reference.faults import ContentError

RULE = """
[[regime]]
code = "tva"
tax = "TVA"
regime = "réel"

[[table]]
id = "jours"
source = "S21"

[[table.row]]
day = 15
letters = "A-H"

[[rule]]
id = "une"
tax = "TVA"
form = "CA3"
name = "CA3"
feminine = true
does = "both"
regimes = ["tva"]
every = "month"
due = { months = 1, table = "jours" }
source = "S21"
"""


def faults(folder: Path, text: str) -> list[str]:
    (folder / "essai.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as told:
        read_rules(folder)
    return [str(fault) for fault in told.value.faults]


def test_what_is_shipped_is_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendar", "check"]) == 0
    assert "aucune erreur" in capsys.readouterr().out
    (tmp_path / "essai.toml").write_text(RULE, encoding="utf-8")
    assert len(read_rules(tmp_path).rules) == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('every = "month"', 'every = "mois"', 23, "« every = mois » est inconnu"),
        ('form = "CA3"\n', "", 15, "Il manque « form »"),
        ("feminine = true", 'feminine = "oui"', 20, "« feminine » ne va pas"),
        ('regimes = ["tva"]', 'regimes = ["tba"]', 22, "Aucun [[regime]] n'a le code « tba »"),
        ('regimes = ["tva"]', 'regimes = "tva"', 22, "« regimes » ne va pas"),
        ('table = "jours"', 'table = "nuits"', 24, "La table « nuits » n'existe pas"),
        ("months = 1, table", "mois = 1, table", 24, "aucune des formes connues"),
        ('months = 1, table = "jours"', "months = 1, day = 32", 24, "« day » vaut 32"),
        ('months = 1, table = "jours"', 'on = "02-30"', 24, "« 02-30 » n'est pas un jour de l'année"),
        ('months = 1, table = "jours"', "months = 0, from = 24, to = 15", 24, "« from » vient après « to »"),
        ('months = 1, table = "jours"', 'instalments = ["03-15"], first = {}', 24, "acomptes sont mal décrits"),
        ('due = {', 'valid_from = 2027-01-01\nvalid_to = 2026-01-01\ndue = {', 24, "finit avant de commencer"),
        ("due = {", "valid_from = 2027-01-01T10:00:00\ndue = {", 24, "porte une heure"),
        ("due = {", "moive = false\ndue = {", 24, "« moive » est inconnu ici"),
        ("due = {", 'when = { size = "CA", unknown = "skip", says = "…" }\ndue = {', 24, "quel montant compte"),
        ('letters = "A-H"', 'letters = "A à H"', 13, "« letters » n'est pas un intervalle"),
        ("[[table.row]]\nday = 15\nletters = \"A-H\"\n", "", 8, "n'a aucune ligne"),
        ("[[regime]]", "[[regimes]]", 1, "« regimes » est inconnu"),
        ('tax = "TVA"\nform', 'tax = "TVA\nform', 17, "TOML illisible"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_stands(tmp_path: Path, old: str, new: str, line: int, what: str) -> None:
    assert old in RULE
    told = faults(tmp_path, RULE.replace(old, new, 1))
    assert any(t.startswith(f"calendar/essai.toml:{line} : ") and what in t for t in told), told


def test_a_rule_without_a_source_must_say_what_is_to_be_confirmed(tmp_path: Path) -> None:
    told = faults(tmp_path, RULE.removesuffix('source = "S21"\n') + 'source = "CG"\n')
    assert len(told) == 1 and "à valider" in told[0] and ":25 :" in told[0]


def test_two_rules_have_two_names(tmp_path: Path) -> None:
    rule = RULE[RULE.index("[[rule]]") :]
    assert all("même id" in told for told in faults(tmp_path, RULE + rule))


def test_a_folder_without_rules_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendar", "check", "--data", str(tmp_path)]) == 1
    assert "Aucune règle" in capsys.readouterr().err
    (tmp_path / "latin.toml").write_bytes('name = "é"'.encode("latin-1"))
    assert main(["calendar", "check", "--data", str(tmp_path), "--json"]) == 1
    told = capsys.readouterr()
    assert "UTF-8" in told.err and json.loads(told.out)["faults"][0]["file"] == "calendar/latin.toml"


def test_every_rule_has_a_mark_of_the_trade_file() -> None:
    marks = re.compile(r"\b(S\d+[a-z]*(bis)?|CG)\b")
    assert all(marks.search(rule.source) for rule in read_rules(data_dir() / "calendar").rules)
