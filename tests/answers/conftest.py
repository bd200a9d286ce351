"""A small answer that is right, to be broken in one place, and the shipped content."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ccpro_desk.answers import coverage
from ccpro_desk.answers.check import Content, check
from ccpro_desk.answers.find import AnswerIndex
from ccpro_desk.answers.library import Library, load_library
from ccpro_desk.answers.parameters import load_parameters
from ccpro_desk.answers.synonyms import load_synonyms
from ccpro_desk.reference.faults import Fault
from ccpro_desk.reference.motifs import load_motifs

TODAY = date(2026, 11, 23)

GOOD = """+++
id = "TVA-900"
title = "Une fiche d'essai"
motifs = ["tva.date"]
taxes = ["TVA"]
channels = ["mail", "phone"]
level = 0
sources = ["S21"]
author = "Rédaction"
version = 3
valid_from = 2026-09-01
review = 2027-06-30
status = "à valider par le référent"

[[blanks]]
name = "periode"
type = "period"
label = "période"

[[references]]
kind = "CGI"
ref = "287"

[[references]]
kind = "CIBS"
ref = "L 216-1"
+++

## mail

Bonjour,

Votre déclaration de {{ blank.periode }} est attendue {{ parameter("tva.ca3.fenetre") }} : merci !

## phone

La déclaration de {{ blank.periode }}, de {{ usager.name }}.
"""


@pytest.fixture
def good() -> str:
    return GOOD


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="session")
def index(library: Library) -> AnswerIndex:
    return AnswerIndex(library, load_motifs(), load_synonyms(), lambda: TODAY)


@pytest.fixture
def faults_of(tmp_path: Path) -> Callable[..., list[Fault]]:
    """The faults of these texts, each in the file its id asks for; what they leave uncovered apart."""

    def check_texts(*texts: str, today: date = TODAY) -> list[Fault]:
        for number, text in enumerate(texts):
            name = text.partition('id = "')[2].partition('"')[0] or f"X-{number:03}"
            (tmp_path / "essai").mkdir(exist_ok=True)
            (tmp_path / "essai" / f"{name}.md").write_text(text, encoding="utf-8")
        faults = check(Content(load_library(tmp_path), load_motifs(), load_parameters(), today))
        return [fault for fault in faults if fault.file != coverage.FILE]

    return check_texts
