"""Every motif is answered on every channel, today and after each change: what is missing is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from ccpro_desk.answers.coverage import coverage_faults
from ccpro_desk.answers.library import Library
from ccpro_desk.answers.model import Answer, Channel, Status
from ccpro_desk.answers.read import parse_answer
from ccpro_desk.domain.motifs import OTHER, Motif, Motifs
from ccpro_desk.reference.motifs import load_motifs

TODAY = date(2026, 11, 23)
MOTIFS = Motifs((), (Motif("tva.date", 19, "Date de dépôt de la CA3"), Motif(OTHER, 0, "Autre demande")))
EVERYWHERE = tuple(Channel)


@pytest.fixture
def answer(good: str) -> Answer:
    return replace(parse_answer(good, "x.md"), channels=EVERYWHERE)


def _told(*answers: Answer) -> list[str]:
    library = Library({answer.id: answer for answer in answers})
    return [fault.what for fault in coverage_faults(library, MOTIFS, TODAY)]


def test_a_motif_with_its_three_channels_is_covered(answer: Answer) -> None:
    assert _told(answer) == []


def test_channels_may_be_shared_between_answers(answer: Answer) -> None:
    written = replace(answer, channels=(Channel.MAIL,))
    spoken = replace(answer, id="TVA-901", channels=(Channel.PHONE, Channel.CHAT))
    assert _told(written, spoken) == []


def test_a_motif_without_an_answer_is_named_and_other_is_excepted() -> None:
    [what] = _told()
    assert what == "Le motif « tva.date » (Date de dépôt de la CA3) n'a pas de fiche."


def test_a_missing_channel_is_named(answer: Answer) -> None:
    [what] = _told(replace(answer, channels=(Channel.MAIL, Channel.PHONE)))
    assert "tva.date" in what and "tchat (chat)" in what and "mail" not in what


def test_a_draft_or_a_future_answer_covers_nothing(answer: Answer) -> None:
    assert len(_told(replace(answer, status=Status.DRAFT))) == 1
    assert len(_told(replace(answer, valid_from=date(2027, 1, 1)))) == 1


def test_the_day_on_which_it_will_lack_is_told(answer: Answer) -> None:
    ending = replace(answer, valid_to=date(2026, 12, 31))
    [what] = _told(ending)
    assert what.endswith("n'a pas de fiche à partir du 01/01/2027.")
    late = replace(answer, id="TVA-901", supersedes="TVA-900", valid_from=date(2027, 1, 2))
    assert len(_told(ending, late)) == 1
    assert _told(ending, replace(late, valid_from=date(2027, 1, 1))) == []


def test_taking_any_one_motif_out_of_the_shipped_answers_is_told(library: Library) -> None:
    motifs = load_motifs()
    for code in motifs.codes - {OTHER}:
        rest = {
            key: replace(answer, motifs=tuple(m for m in answer.motifs if m != code))
            for key, answer in library.answers.items()
        }
        faults = list(coverage_faults(Library(MappingProxyType(rest)), motifs, TODAY))
        assert len(faults) == 1 and f"« {code} »" in faults[0].what
