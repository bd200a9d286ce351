"""What fits the contact comes first, then what its agent uses."""

from __future__ import annotations

from datetime import date

import pytest

from ccpro_desk.answers.find import AnswerIndex
from ccpro_desk.answers.fitting import Fit
from ccpro_desk.answers.library import Library
from ccpro_desk.answers.model import Channel
from ccpro_desk.answers.standing import load_standing, motifs_of
from ccpro_desk.domain.motifs import OTHER
from ccpro_desk.domain.usager import Regime, Usager
from ccpro_desk.reference.motifs import load_motifs
from scripts.lib.bench.answers.library import grown

DAY = date(2026, 11, 24)


def test_motif_then_standing_then_tax_then_use_weigh(index: AnswerIndex) -> None:
    answer = index.library.answers["TVA-010"]
    fits = (
        Fit(motifs=("tva.franchise",)),
        Fit(motifs=("tva.date", "tva.franchise")),
        Fit(standing=frozenset({"tva.franchise"})),
        Fit(taxes=frozenset({"TVA"})),
        Fit(used={"TVA-010": 40}),
        Fit(used={"TVA-010": 1}),
        Fit(),
    )
    boosts = [fit.boost(answer) for fit in fits]
    assert boosts == sorted(boosts, reverse=True) and len(set(boosts)) == len(boosts)
    assert boosts[-1] == 0 < Fit(channel=Channel.PHONE).boost(answer)


def test_what_an_agent_uses_tells_equals_apart_but_never_beats_the_words(index: AnswerIndex) -> None:
    plain = [hit.answer.id for hit in index.search("cfe")]
    last = plain[-1]
    assert index.search("", used={last: 3})[0].answer.id == last
    assert index.search("remb tva", used={last: 1_000})[0].answer.id == index.search("remb tva")[0].answer.id


@pytest.mark.parametrize(
    ("usager", "spoken", "silent"),
    [
        (Usager("1", "A", regimes=(Regime("TVA", "Franchise en base"),)), "tva.depassement", "tva.date"),
        (Usager("1", "A", regimes=(Regime("TVA", "réel simplifié"),)), "tva.regime_2027", "tva.option"),
        (Usager("1", "A", regimes=(Regime("IS", "réel normal"),)), "benefices.acomptes_is", "tva.date"),
        (Usager("1", "A", legal="9220"), "ts.salaires", "benefices.option_is"),
        (Usager("1", "A", legal="1000"), "benefices.option_is", "ts.salaires"),
    ],
)
def test_regimes_and_legal_form_speak_for_motifs(usager: Usager, spoken: str, silent: str) -> None:
    motifs = motifs_of(usager, load_standing(), DAY)
    assert spoken in motifs and silent not in motifs


def test_a_regime_that_ended_and_a_masked_file_say_nothing() -> None:
    ended = Regime("TVA", "franchise en base", until=date(2026, 10, 31))
    assert not motifs_of(Usager("1", "A", regimes=(ended,)), load_standing(), DAY)
    assert not motifs_of(Usager("1", "A"), load_standing(), DAY)


def test_every_rule_names_known_motifs_and_one_kind_of_usager() -> None:
    codes = load_motifs().codes - {OTHER}
    for rule in load_standing():
        assert rule.motifs and codes.issuperset(rule.motifs)
        assert bool(rule.tax) != bool(rule.legal)


def test_standing_puts_its_answers_first(index: AnswerIndex) -> None:
    standing = ("tva.regime_2027", "tva.derniere_ca12")
    found = index.search("", taxes=("TVA",), standing=standing, limit=3)
    assert found[0].answer.motifs[0] in standing


def test_what_fits_comes_first_among_more_than_one_look_brings(library: Library) -> None:
    many = AnswerIndex(grown(library, 600), load_motifs(), today=lambda: DAY)
    assert not {"tva.vies"} & {hit.answer.motifs[0] for hit in many.search("tva")}
    assert many.search("tva", motifs=("tva.vies",))[0].answer.motifs[0] == "tva.vies"
