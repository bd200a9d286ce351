"""The check: silent on what is right, red on each seeded fault, with line and mend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ccpro_desk.answers.check import Content, check
from ccpro_desk.answers.library import Library
from ccpro_desk.answers.parameters import Parameters, load_parameters_from
from ccpro_desk.domain.motifs import Motifs
from ccpro_desk.reference.faults import ContentError, Fault

FaultsOf = Callable[..., list[Fault]]


def test_a_right_answer_has_no_fault(faults_of: FaultsOf, good: str) -> None:
    assert faults_of(good) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "mend"),
    [
        ('motifs = ["tva.date"]', 'motifs = ["tva.inconnu"]', 4, "tva.inconnu", "data/motifs.toml"),
        ('motifs = ["tva.date"]', "motifs = []", 4, "Aucun motif", "data/motifs.toml"),
        ("version = 3", 'version = 3\nrelated = ["TVA-999"]', 11, "TVA-999", "identifiant"),
        ("version = 3", 'version = 3\nsupersedes = "TVA-900"', 11, "TVA-900", "identifiant"),
        ("review = 2027-06-30", "valid_to = 2026-11-22\nreview = 2027-06-30", 12, "expiré", "Prolongez"),
        (
            "review = 2027-06-30",
            "valid_to = 2026-01-01\nreview = 2027-06-30",
            12,
            "avant de commencer",
            "dates",
        ),
        ('status = "à valider par le référent"', 'status = "approuvée"', 13, "autre personne", "approver"),
        (
            'sources = ["S21"]\nauthor = "Rédaction"\nversion = 3\nvalid_from = 2026-09-01\n'
            'review = 2027-06-30\nstatus = "à valider par le référent"',
            'sources = ["CG"]\nauthor = "Rédaction"\nversion = 3\nvalid_from = 2026-09-01\n'
            'review = 2027-06-30\nstatus = "approuvée"\napprover = "Référente"',
            13,
            "sourcé",
            "Sourcez-la",
        ),
        ('"CIBS"', '"LPF"', 5, "CIBS", "Ajoutez"),
        ('parameter("tva.ca3.fenetre")', 'parameter("tva.rien")', 33, "tva.rien", "reference/parameters"),
        (
            'parameter("tva.ca3.fenetre")',
            'parameter("tva.ca3.trimestre.ca_n")',
            33,
            "pas de valeur",
            "Corrigez",
        ),
        ("merci !", "soit 760 € !", 33, "760 €", "parameter"),
        ("merci !", "soit 5,5 % !", 33, "5,5 %", "parameter"),
        ("merci !", "sous 60 jours !", 33, "60 jours", "parameter"),
        ("merci !", "au 01 99 00 12 34 !", 33, "01 99 00 12 34", "parameter"),
        ("merci !", "⟦date⟧ !", 33, "à la main", "[[blanks]]"),
        ("merci !", "{{ blank.montant }} !", 33, "montant", "[[blanks]]"),
        ("merci !", "{{ usager.iban }} !", 33, "usager.iban", "usager.siren"),
        ("merci !", "{% for x in y %}{% endfor %}", 33, "For", "{% if %}"),
        ("merci !", "{{ usager.name", 33, "Gabarit", "accolades"),
        ("merci !", "mot " * 700, 30, "caractères", "Restez"),
        ('type = "period"', 'type = "choice"', 2, "choices", "Corrigez"),
        ('type = "period"', 'type = "period"\nfill = "usager.rien"', 2, "usager.rien", "usager.siren"),
        ("{{ blank.periode }}", "rien", 2, "employé nulle part", "Retirez"),
    ],
)
def test_each_seeded_fault_is_told(
    faults_of: FaultsOf, good: str, old: str, new: str, line: int, what: str, mend: str
) -> None:
    assert old in good
    faults = faults_of(good.replace(old, new))
    found = [fault for fault in faults if what in fault.what and mend in fault.mend and not fault.warning]
    assert found, [str(fault) for fault in faults]
    assert (found[0].file, found[0].line) == ("answers/essai/TVA-900.md", line)


def test_an_overdue_review_is_only_a_warning(faults_of: FaultsOf, good: str) -> None:
    [fault] = faults_of(good, today=date(2027, 7, 1))
    assert fault.warning and fault.line == 12


def test_an_expired_answer_with_its_successor_is_no_fault(faults_of: FaultsOf, good: str) -> None:
    old = good.replace("review =", "valid_to = 2026-10-31\nreview =")
    new = good.replace("TVA-900", "TVA-901").replace("2026-09-01", "2026-11-01")
    new = new.replace("version = 3", 'version = 1\nsupersedes = "TVA-900"')
    assert faults_of(old, new) == []


def test_an_answer_may_not_overlap_what_it_supersedes(faults_of: FaultsOf, good: str) -> None:
    new = good.replace("TVA-900", "TVA-901").replace("version = 3", 'version = 1\nsupersedes = "TVA-900"')
    [fault] = faults_of(good, new)
    assert (fault.file, fault.line) == ("answers/essai/TVA-901.md", 11)
    assert "valid_to" in fault.mend


PARAMETER = """
[[parameter]]
id = "seuil"
label = "Seuil"
value = 100
unit = "cents"
valid_from = 2026-01-01
source = "S1"
article = "CGI 1"
"""


def _parameters(folder: Path, text: str) -> Parameters:
    (folder / "essai.toml").write_text(text, encoding="utf-8")
    return load_parameters_from(folder)


def test_two_values_of_a_day_are_told(tmp_path: Path) -> None:
    parameters = _parameters(tmp_path, PARAMETER + PARAMETER.replace("2026-01-01", "2026-06-01"))
    [fault] = check(Content(Library({}), Motifs((), ()), parameters, date(2026, 11, 23)))
    assert (fault.file, fault.line) == ("reference/parameters/essai.toml", 11)
    assert "valid_to" in fault.mend


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('source = "S1"\n', "", 2, "« source »"),
        ('unit = "cents"', 'unit = "francs"', 2, "francs"),
        ("value = 100", 'value = "cent"', 2, "unité"),
        ("value = 100", "value = 1.5", 2, "unité"),
        ("value = 100", "value = ", 5, "TOML"),
    ],
)
def test_a_bad_parameter_names_its_line(tmp_path: Path, old: str, new: str, line: int, what: str) -> None:
    with pytest.raises(ContentError) as caught:
        _parameters(tmp_path, PARAMETER.replace(old, new))
    fault = caught.value.faults[0]
    assert what in fault.what and fault.line == line and fault.mend
