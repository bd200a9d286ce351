"""The simplified VAT regime ends on 01/01/2027: the right answers change by themselves, on the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ccpro_desk.answers.find import AnswerIndex
from ccpro_desk.answers.library import Library
from ccpro_desk.answers.model import Channel
from ccpro_desk.answers.render import RenderContext, render
from ccpro_desk.answers.synonyms import load_synonyms
from ccpro_desk.reference.motifs import load_motifs

FIRST, SWITCH, LAST = date(2026, 12, 15), date(2027, 1, 1), date(2027, 1, 15)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]

BEFORE_AND_AFTER = [
    ("tva.regime_2026", "TVA-015", "TVA-115"),
    ("tva.regime_2027", "TVA-016", "TVA-116"),
    ("tva.derniere_ca12", "TVA-017", "TVA-117"),
    ("tva.acompte", "TVA-025", "TVA-125"),
]
FORMER = {"TVA-015", "TVA-016", "TVA-017", "TVA-025"}
SUCCESSORS = {"TVA-115", "TVA-116", "TVA-117", "TVA-125"}


class Clock:
    """A day that the test moves while the workstation stays open."""

    def __init__(self) -> None:
        self.day = FIRST

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def found(library: Library, clock: Clock) -> AnswerIndex:
    return AnswerIndex(library, load_motifs(), load_synonyms(), clock)


@pytest.mark.parametrize(("motif", "before", "after"), BEFORE_AND_AFTER)
def test_the_first_suggestion_changes_on_the_day(
    found: AnswerIndex, clock: Clock, motif: str, before: str, after: str
) -> None:
    for clock.day in DAYS:
        ids = [hit.answer.id for hit in found.search("", motifs=(motif,))]
        assert ids[0] == (before if clock.day < SWITCH else after), clock.day
        assert not set(ids) & (SUCCESSORS if clock.day < SWITCH else FORMER), clock.day


@pytest.mark.parametrize(
    "query", ["fin ca12", "acompte decembre", "regime simplifie", "dernière CA12", "rsi"]
)
def test_typed_words_never_find_the_law_of_another_day(found: AnswerIndex, clock: Clock, query: str) -> None:
    for clock.day in DAYS:
        top = {hit.answer.id for hit in found.search(query)[:2]}
        assert top & (FORMER if clock.day < SWITCH else SUCCESSORS), (clock.day, top)
        assert not top & (SUCCESSORS if clock.day < SWITCH else FORMER), (clock.day, top)


@pytest.mark.parametrize("channel", list(Channel))
def test_what_is_found_can_be_said_that_day(found: AnswerIndex, clock: Clock, channel: Channel) -> None:
    for clock.day in (FIRST, SWITCH - timedelta(days=1), SWITCH, LAST):
        for motif, before, after in BEFORE_AND_AFTER:
            answer = found.search("", motifs=(motif,), channel=channel)[0].answer
            assert answer.id == (before if clock.day < SWITCH else after)
            rendered = render(answer, channel, RenderContext(clock.day))
            assert "2027" in rendered.text or "2026" in rendered.text
            assert not rendered.gaps


def test_each_successor_names_what_it_replaces_and_follows_it_the_next_day(library: Library) -> None:
    for _, before, after in BEFORE_AND_AFTER:
        former, successor = library.answers[before], library.answers[after]
        assert successor.supersedes == before
        assert former.valid_to == SWITCH - timedelta(days=1)
        assert successor.valid_from == SWITCH
