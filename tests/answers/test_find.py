"""Finding: accents, typos, beginnings, synonyms, numbers, and what fits the contact."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccpro_desk.answers.find import AnswerIndex, open_index
from ccpro_desk.answers.library import load_library
from ccpro_desk.domain.near_words import typos
from ccpro_desk.reference.motifs import load_motifs

TODAY = date(2026, 11, 23)
"""The day of the index."""


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("remboursement de crédit de TVA", "TVA-021"),
        ("REMBOURSEMENT CREDIT", "TVA-021"),
        ("remboursemnt", "TVA-021"),
        ("rembuorsement", "TVA-021"),
        ("remb tva", "TVA-021"),
        ("3519", "TVA-021"),
        ("3519sd", "TVA-021"),
        ("BOI-TVA-DED-50-20-10", "TVA-021"),
        ("où en est mon remboursement", "TVA-022"),
        ("293 B", "TVA-010"),
        ("293b", "TVA-010"),
        ("dépasser seuil", "TVA-011"),
        ("depassment seuil", "TVA-011"),
        ("fin ca12", "TVA-016"),
        ("CA 12", "TVA-016"),
        ("néant", "TVA-018"),
        ("pas de CA", "TVA-018"),
        ("date ca3", "TVA-019"),
        ("n° intracom", "TVA-023"),
        ("acompte décembre", "TVA-025"),
        ("efacture", "TVA-030"),
        ("pdp", "TVA-030"),
        ("code activation", "ACC-002"),
        ("activ", "ACC-002"),
        ("bug", "ACC-005"),
        ("rib", "ACC-008"),
        ("prélèvement rejeté", "ACC-007"),
        ("acomptes is", "BEN-032"),
        ("attestation", "BEN-044"),
        ("marché public", "BEN-044"),
        ("avis cfe", "CFE-046"),
        ("payer cfe", "CFE-047"),
        ("1447-C", "CFE-048"),
        ("échelonnement", "PAI-055"),
        ("etalement", "PAI-055"),
        ("L247", "PAI-056"),
        ("TVA-023", "TVA-023"),
        ("donner accès compta", "ACC-004"),
        ("déjà souscrit", "ACC-003"),
        ("opter tva", "TVA-014"),
        ("rectificative", "TVA-020"),
        ("cfe domicile", "CFE-050"),
        ("cessation cfe", "CFE-051"),
        ("réclamation", "PAI-057"),
        ("changement d'adresse", "VIE-058"),
        ("titulaire parti", "ACC-006"),
        ("mention facture franchise", "TVA-012"),
        ("tva facturée à tort", "TVA-013"),
        ("dernière CA12", "TVA-017"),
        ("vies", "TVA-024"),
        ("travaux logement", "TVA-026"),
        ("sous traitant btp", "TVA-027"),
        ("DEB", "TVA-028"),
        ("emebi", "TVA-028"),
        ("guichet oss", "TVA-029"),
        ("2573", "BEN-033"),
        ("report en arrière", "BEN-034"),
        ("carry back", "BEN-034"),
        ("passer à l'is", "BEN-035"),
        ("option ir sarl", "BEN-036"),
        ("plafond micro", "BEN-038"),
        ("micro ou réel", "BEN-037"),
        ("passer au réel", "BEN-039"),
        ("liasse", "BEN-040"),
        ("quel formulaire", "BEN-041"),
        ("versement liberatoire", "BEN-042"),
        ("centre de gestion agréé", "BEN-043"),
        ("proposition de rectification", "BEN-045"),
        ("cvae", "CVAE-053"),
        ("taxe sur les salaires", "TS-054"),
        ("rescrit", "VIE-061"),
    ],
)
def test_the_answer_is_among_the_first_two(index: AnswerIndex, query: str, wanted: str) -> None:
    assert wanted in [hit.answer.id for hit in index.search(query)[:2]]


@pytest.mark.parametrize(
    "query", ["fra", "franc", "franch", "franchi", "franchise", "franchise en", "franchise en b"]
)
def test_it_is_found_at_every_letter(index: AnswerIndex, query: str) -> None:
    assert "TVA-010" in [hit.answer.id for hit in index.search(query)[:3]]


def test_phrases_are_found_by_their_name_and_are_no_suggestion(index: AnswerIndex) -> None:
    ids = {answer.id for answer in index.library.answers.values() if answer.phrase}
    assert {hit.answer.id for hit in index.search("phrase", channel="phone")} == ids
    assert index.search("phrase patienter")[0].answer.id == "PHR-003"
    assert index.search("phrase identité")[0].answer.id in {"PHR-006", "PHR-007"}
    suggested = index.search("", motifs=("paiement.delai", "cfe.paiement"), channel="phone")
    assert not ids & {hit.answer.id for hit in suggested}


def test_what_fits_the_contact_comes_first(index: AnswerIndex) -> None:
    first = index.search("acompte", motifs=("benefices.acomptes_is",), taxes=("IS",))[0].answer.id
    other = index.search("acompte", motifs=("tva.acompte",), taxes=("TVA",))[0].answer.id
    assert (first, other) == ("BEN-032", "TVA-025")


def test_an_empty_query_suggests_by_motif(index: AnswerIndex) -> None:
    hits = index.search("  ", motifs=("tva.etat_remboursement", "tva.remboursement"), taxes=("TVA",), limit=3)
    assert hits[0].answer.id == "TVA-022"
    assert "TVA-021" in [hit.answer.id for hit in hits]
    assert len(hits) == 3


def test_without_words_or_contact_the_whole_list_is_offered_in_order(index: AnswerIndex) -> None:
    ids = [hit.answer.id for hit in index.search("", limit=1000)]
    assert ids == sorted(answer.id for answer in index.library.valid_on(TODAY))


def test_nonsense_finds_nothing(index: AnswerIndex) -> None:
    assert index.search("zqxwvk") == []


def test_an_excerpt_is_one_readable_line(index: AnswerIndex) -> None:
    for hit in index.search("tva remboursement", limit=50):
        assert 0 < len(hit.excerpt) <= 110
        assert "{" not in hit.excerpt and "\n" not in hit.excerpt


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_no_query_breaks_the_search(index: AnswerIndex, query: str) -> None:
    assert len(index.search(query, limit=5)) <= 5


@pytest.mark.parametrize("query", ['"', "AND", "NEAR(", "tva*", "title:x", "' OR 1=1 --", "^tva", "{", "-"])
def test_the_syntax_of_the_engine_is_only_text(index: AnswerIndex, query: str) -> None:
    index.search(query)


def test_it_is_built_in_one_thread_and_searched_from_another() -> None:
    built: list[AnswerIndex] = []
    library = load_library()
    thread = threading.Thread(target=lambda: built.append(AnswerIndex(library, load_motifs())))
    thread.start()
    thread.join()
    assert built[0].search("cfe")


def test_the_workstation_opens_the_shipped_answers_in_one_call() -> None:
    index = open_index(lambda: date(2026, 11, 23))
    assert index.search("remb tva")[0].answer.id in {"TVA-021", "TVA-022"}


@pytest.mark.parametrize(("day", "found"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False)])
def test_an_answer_is_found_only_while_it_is_valid(tmp_path: Path, good: str, day: date, found: bool) -> None:
    (tmp_path / "tva").mkdir()
    text = good.replace("review =", "valid_to = 2026-12-31\nreview =")
    (tmp_path / "tva" / "TVA-900.md").write_text(text, encoding="utf-8")
    today: Callable[[], date] = lambda: day  # noqa: E731
    index = AnswerIndex(load_library(tmp_path), load_motifs(), today=today)
    assert bool(index.search("essai")) is found
    assert bool(index.search("", motifs=("tva.date",))) is found


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [
        ("tva", "tva", 0),
        ("activtion", "activation", 1),
        ("rembuorsement", "remboursement", 1),
        ("abc", "xyz", 3),
    ],
)
def test_typos_are_counted(left: str, right: str, distance: int) -> None:
    assert typos(left, right, 2) == distance
    assert typos(right, left, 2) == distance
