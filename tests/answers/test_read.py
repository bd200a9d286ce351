"""Reading an answer's file: what is right is read, what is wrong names file, line and mend."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ccpro_desk.answers.library import load_library
from ccpro_desk.answers.model import BlankType, Channel
from ccpro_desk.answers.read import parse_answer, read_answer
from ccpro_desk.reference.faults import ContentError


def test_a_right_file_is_read_whole(good: str) -> None:
    answer = parse_answer(good, "answers/tva/TVA-900.md")
    assert (answer.id, answer.version, answer.level) == ("TVA-900", 3, 0)
    assert answer.valid_from == date(2026, 9, 1) and answer.valid_to is None
    assert answer.blanks[0].type is BlankType.PERIOD
    assert answer.references[1].text == "CIBS, art. L 216-1"
    assert answer.variants[Channel.MAIL].text.strip().startswith("Bonjour,")
    assert good.splitlines()[answer.variants[Channel.PHONE].line - 2] == "## phone"


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "mend"),
    [
        ('+++\nid = "TVA-900"', 'id = "TVA-900"', 1, "L'en-tête manque", "« +++ »"),
        ("+++\n\n## mail", "\n## mail", 36, "pas fermé", "« +++ »"),
        ('title = "Une fiche d\'essai"\n', "", 1, "« title »", "Ajoutez"),
        ("level = 0", 'level = "zéro"', 7, "« level »", "0 (général)"),
        ("level = 0", "level = true", 7, "« level »", "0 (général)"),
        ("level = 0", "niveau = 0", 7, "« niveau » inconnue", "Retirez"),
        ('motifs = ["tva.date"]', 'motifs = "tva.date"', 4, "« motifs »", "liste"),
        ('channels = ["mail", "phone"]', 'channels = ["mail", "fax"]', 6, "« channels »", "chat"),
        ("valid_from = 2026-09-01", 'valid_from = "2026-09-01"', 11, "« valid_from »", "sans guillemets"),
        ('id = "TVA-900"', 'id = "tva 900"', 2, "« id »", "TVA-021"),
        ("version = 3", "version = 0", 10, "« version »", "entier"),
        ('status = "à valider par le référent"', 'status = "ok"', 13, "« status »", "brouillon"),
        ('type = "period"', 'type = "durée"', 17, "« type »", "period"),
        ('label = "période"\n', "", 15, "« label »", "Ajoutez"),
        ('name = "periode"', 'name = "Péri ode"', 16, "« name »", "minuscules"),
        ('kind = "CGI"', 'kind = "Loi"', 21, "« kind »", "CGI"),
        ("level = 0", "level = ", 7, "TOML", "Corrigez"),
        ("## phone", "## telephone", 35, "« ## telephone »", "## phone"),
        ("## phone", "## mail", 35, "deux fois", "Réunissez"),
        ('channels = ["mail", "phone"]', 'channels = ["mail", "phone", "chat"]', 6, "« chat »", "## chat"),
        ('channels = ["mail", "phone"]', 'channels = ["mail"]', 35, "## phone", "channels"),
    ],
)
def test_each_fault_names_its_line_and_its_mend(
    good: str, old: str, new: str, line: int, what: str, mend: str
) -> None:
    assert old in good
    with pytest.raises(ContentError) as caught:
        parse_answer(good.replace(old, new, 1), "answers/tva/TVA-900.md")
    found = [f for f in caught.value.faults if what in f.what and mend in f.mend]
    assert found, [str(f) for f in caught.value.faults]
    assert (found[0].file, found[0].line) == ("answers/tva/TVA-900.md", line)


def test_all_faults_of_a_file_are_told_at_once(good: str) -> None:
    broken = good.replace("level = 0", "level = 9").replace("version = 3", "version = -1")
    with pytest.raises(ContentError) as caught:
        parse_answer(broken, "x.md")
    assert [fault.line for fault in caught.value.faults] == [7, 10]


def test_a_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "TVA-900.md"
    path.write_bytes(b'+++\ntitle = "\xe9"\n+++\n')
    with pytest.raises(ContentError, match="UTF-8"):
        read_answer(path, "TVA-900.md")


def test_a_bad_file_leaves_the_others_usable(tmp_path: Path, good: str) -> None:
    (tmp_path / "tva").mkdir()
    (tmp_path / "tva" / "TVA-900.md").write_text(good, encoding="utf-8")
    (tmp_path / "tva" / "TVA-901.md").write_text("rien", encoding="utf-8")
    (tmp_path / "tva" / "TVA-902.md").write_text(good, encoding="utf-8")
    library = load_library(tmp_path)
    assert list(library.answers) == ["TVA-900"]
    assert [(fault.file, fault.line) for fault in library.faults] == [
        ("answers/tva/TVA-901.md", 1),
        ("answers/tva/TVA-902.md", 2),
    ]
