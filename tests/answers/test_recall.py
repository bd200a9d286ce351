"""Answers are found in agents' and usagers' words: 150 labelled queries, half of them never used for tuning."""

from __future__ import annotations

import pytest

from ccpro_desk.answers.find import AnswerIndex
from ccpro_desk.domain.motifs import OTHER
from ccpro_desk.reference.motifs import load_motifs
from tests.answers.recall import measure, read_queries


@pytest.mark.parametrize("held_out", [False, True])
def test_nine_queries_in_ten_have_their_answer_among_the_first_three(
    index: AnswerIndex, held_out: bool
) -> None:
    measured = measure(index, (query for query in read_queries() if query.held_out is held_out))
    assert measured.count > 40
    assert measured.recall >= 0.9, measured.missed
    assert measured.mrr >= 0.8


def test_the_queries_are_150_and_both_halves_ask_about_every_motif() -> None:
    queries, codes = read_queries(), load_motifs().codes - {OTHER}
    assert len({query.text for query in queries}) == 150
    for held_out in (False, True):
        half = [query for query in queries if query.held_out is held_out]
        assert len(half) == 75
        assert frozenset().union(*(query.motifs for query in half)) == codes
