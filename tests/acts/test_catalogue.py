"""The catalogue that officers write: as it stands, and every mistake told with its line and its mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ccpro_desk.cli.desk import main
from ccpro_desk.documents.kinds import load_kinds
from ccpro_desk.domain.acts.catalogue import FieldType, Opens, Way
from ccpro_desk.domain.acts.eligibility import RULES
from ccpro_desk.domain.acts.prefill import WORDS
from ccpro_desk.reference import data_dir
from ccpro_desk.reference.acts import load_acts, read_acts
from ccpro_desk.reference.faults import ContentError

NAME = "A12-compte-bancaire.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data_dir() / "acts", tmp_path / "acts"))


def test_the_25_acts_stand_and_produce_documents_that_exist() -> None:
    acts = load_acts()
    assert [act.id for act in acts] == [f"A{number:02d}" for number in range(1, 26)]
    kinds = load_kinds()
    for act in acts:
        assert set(act.produces) <= set(kinds), act.id
        assert act.to_sie and (act.fields or act.opens is not Opens.FORM), act.id
        assert all(basis.to_confirm for basis in act.bases if "CG" in basis.source), act.id


FAULTS: list[tuple[str, str, str, str]] = [
    ('type = "iban"', 'type = "ibna"', "« type = ibna » est inconnu", ""),
    ('prefill = "name"', 'prefill = "nom"', "« prefill = nom » est inconnu", ""),
    ("level = 2", "level = 3", "« level » vaut 3", ""),
    ("level = 2", "", "Il manque « level »", "# Quatre"),
    ("edition = 2026-11-24", "", "Il manque « edition »", "# Quatre"),
    ('id = "A12"', 'id = "12"', "« id = 12 » ne va pas", ""),
    ('id = "A12"', 'id = "A05"', "est déjà celui de", "# Quatre"),
    ("four_eyes = true", "quatre_yeux = true", "« quatre_yeux » est inconnu ici", ""),
    ('label = "IBAN"', "", "Il manque « label »", "[[field]]"),
    ('id = "bic"', 'id = "iban"', "est écrit deux fois", ""),
    ('id = "rejet"', 'id = "Rejet"', "« id = Rejet » ne va pas", ""),
    ('same = ["iban", "service"]', 'same = ["compte"]', "« same » nomme le champ « compte »", ""),
    ('against = ["A12"]', 'against = ["A77"]', "« against » nomme l'acte « A77 »", ""),
    ('rule = "state"', 'rule = "etat"', "« rule = etat » est inconnu", ""),
    ('about = "rejet"', 'about = "rejets"', "porte sur le champ « rejets »", "Un rejet avec"),
    ('any = ["A"]', "", "n'attend aucune valeur", "L'entreprise est cessée"),
    ('way = "online"', 'way = "internet"', "« way = internet » est inconnu", ""),
    ('source = "S33"', 'source = "CG"', "n'est pas sourcée", ""),
    ('"Un prélèvement a été rejeté et une pénalité appliquée."', '"Rejet"', "n'est pas une phrase", ""),
    ("[[basis]]", "[basis]", "La section « basis » est écrite [ ]", "# Quatre"),
    ("most = 35", "most = -1", "« most » vaut -1", ""),
    ("required = false", 'required = "non"', "« required » ne va pas", ""),
    ('title = "', "title = ", "TOML illisible", ""),
]


@pytest.mark.parametrize(("text", "instead", "said", "near"), FAULTS)
def test_a_mistake_is_told_where_it_stands(
    folder: Path, text: str, instead: str, said: str, near: str
) -> None:
    """On the line that was spoiled, or that has the text `near`."""
    path = folder / NAME
    whole = path.read_text(encoding="utf-8")
    assert text in whole
    path.write_text(whole.replace(text, instead, 1), encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        read_acts(folder)
    found = [fault for fault in raised.value.faults if said in fault.what]
    assert found and found[0].file == f"acts/{NAME}" and found[0].mend, raised.value.faults
    line = next(n for n, each in enumerate(whole.splitlines(), 1) if (near or text) in each)
    assert found[0].line == line, found


def test_when_names_a_field_above_and_a_value_that_it_can_have(folder: Path) -> None:
    path = folder / "A14-periodicite.toml"
    whole = path.read_text(encoding="utf-8")
    for text, instead, said in (
        (
            'when = { field = "rythme", any = ["trimestre"] }',
            'when = { field = "tempo", any = ["x"] }',
            "« tempo »",
        ),
        (
            'when = { field = "rythme", any = ["trimestre"] }',
            'when = { field = "rythme", any = ["an"] }',
            "« an »",
        ),
    ):
        path.write_text(whole.replace(text, instead), encoding="utf-8")
        with pytest.raises(ContentError, match=said):
            read_acts(folder)


def test_the_shell_checks_and_shows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["acts", "check", "--data", str(folder)]) == 0
    assert "25 actes, aucune erreur" in capsys.readouterr().out
    assert main(["acts", "show", "a12", "--data", str(folder)]) == 0
    assert "Compte bancaire" in capsys.readouterr().out
    assert main(["acts", "show", "Z00"]) == 2
    (folder / NAME).write_text("id = ", encoding="utf-8")
    assert main(["acts", "check", "--data", str(folder)]) == 1
    assert f"acts/{NAME}:1" in capsys.readouterr().err
    assert main(["acts", "check", "--data", str(folder / "rien")]) == 2


def test_the_example_of_the_guide_is_an_act_without_code(folder: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "acts.md").read_text(encoding="utf-8")
    example = guide.rpartition("```toml\n")[2].partition("```")[0]
    (folder / "A26-quittance.toml").write_text(example, encoding="utf-8")
    act = read_acts(folder).get("A26")
    assert act is not None and [field.id for field in act.fields] == ["annee"]


def test_the_guide_names_every_type_word_and_rule() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "acts.md").read_text(encoding="utf-8")
    for words in (FieldType, WORDS, RULES, Way):
        assert [word for word in words if word and f"`{word}`" not in guide] == []
