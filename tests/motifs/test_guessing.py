"""What a message is about: how often the words of `data/motifs.toml` are right, and how they are weighed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ccpro_desk.connectors.mail.parse import parse
from ccpro_desk.domain.guessing import guess, likeliest, own_words, weighed
from ccpro_desk.domain.motifs import OTHER, Family, Motif, Motifs, Weight, fold
from ccpro_desk.reference import DataError, data_dir
from ccpro_desk.reference.motifs import load_motifs, read_motifs

MOTIFS = load_motifs()
SENTENCES = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))
HALVES = ("tuned", "held_out")


@dataclass(frozen=True)
class Count:
    """Of some messages: those whose first suggestion is right, those understood, those named wrongly."""

    all: int
    first: int
    right: int
    """Named right, or rightly not named: `autre.autre` is what no motif is named for."""
    wrong: tuple[str, ...]


def counted(messages: Iterable[tuple[str, str, str]]) -> Count:
    """(motif, subject, text) of each."""
    seen = first = right = 0
    wrong = []
    for motif, subject, text in messages:
        seen += 1
        first += next(iter(guess(MOTIFS, subject, text)), OTHER) == motif
        found = likeliest(MOTIFS, subject, text)
        right += (found.code if found else OTHER) == motif
        if found is not None and found.code != motif:
            wrong.append(f"{motif} / {found.code} : {subject} : {text[:60]}")
    return Count(seen, first, right, tuple(wrong))


def half(name: str) -> list[tuple[str, str, str]]:
    return [(s["motif"], s["subject"], s["text"]) for s in SENTENCES[name]]


@pytest.mark.parametrize("name", HALVES)
def test_every_motif_is_asked_for_in_both_halves(name: str) -> None:
    said = half(name)
    assert len(said) >= 60 and {motif for motif, _, _ in said} == MOTIFS.codes
    assert len({text for _, _, text in said}) == len(said)


def test_the_halves_share_no_sentence() -> None:
    tuned, held = ({text for _, _, text in half(name)} for name in HALVES)
    assert not tuned & held


@pytest.mark.parametrize(("name", "bar", "wrong"), [("tuned", 0.95, 0), ("held_out", 0.9, 3)])
def test_invented_sentences_are_understood(name: str, bar: float, wrong: int) -> None:
    """Measured: tuned 74 of 74 understood (72 first suggestions right); held out 69 and 70, two named wrongly."""
    count = counted(half(name))
    assert count.first >= bar * count.all and count.right >= bar * count.all, count
    assert len(count.wrong) <= wrong, "\n".join(count.wrong)


def test_the_mails_of_the_demonstration_are_understood() -> None:
    """Measured: all 35. Automatic answers and bounces are no contacts."""
    folder = data_dir() / "demo" / "mails"
    index = tomllib.loads((folder / "INDEX.toml").read_text(encoding="utf-8"))["mail"]
    messages = []
    for entry in index:
        if entry["kind"] not in ("auto", "bounce"):
            mail = parse((folder / entry["file"]).read_bytes(), now=datetime(2026, 11, 23, tzinfo=UTC))
            messages.append((entry["motif"], mail.subject or "", mail.text))
    count = counted(messages)
    assert count.all == 35 and count.right >= 34 and not count.wrong, count


def of(**keywords: dict[str, Weight]) -> Motifs:
    """Motifs `x.<name>` of these words."""
    items = tuple(Motif(f"x.{name}", 1, name, keywords=words) for name, words in keywords.items())
    return Motifs((Family("x", "X", "x"),), items, threshold=4, margin=2)


def test_a_word_weighs_by_where_it_stands() -> None:
    motifs = of(a={"Crédit de TVA": Weight(6, 4)}, b={"tva": Weight(1, 1)})
    [only] = weighed(motifs, "CREDIT DE TVA !", "")[:1]
    assert (only.code, only.score) == ("x.a", 6)
    assert [(g.code, g.score) for g in weighed(motifs, "", "mon crédit\nde tva")] == [("x.a", 4), ("x.b", 1)]
    assert weighed(motifs, "accréditation de tvac", "") == []


def test_a_word_may_speak_against() -> None:
    motifs = of(a={"remboursement": Weight(8, 4), "où en est": Weight(-8, -8)}, b={"où en est": Weight(5, 5)})
    assert guess(motifs, "", "Un remboursement, svp") == ("x.a",)
    assert guess(motifs, "", "Où en est mon remboursement ?") == ("x.b",)


def test_what_weighs_too_little_or_not_clearly_more_is_not_named() -> None:
    motifs = of(a={"cfe": Weight(3, 3), "avis": Weight(3, 3)}, b={"payer": Weight(2, 2), "cfe": Weight(3, 3)})
    assert guess(motifs, "", "La CFE") == ("x.a", "x.b")
    assert likeliest(motifs, "", "La CFE") is None
    assert likeliest(motifs, "", "Payer la CFE : l'avis") is None
    assert likeliest(motifs, "", "payer") is None
    named = likeliest(motifs, "", "L'avis de CFE")
    assert named is not None and named.code == "x.a"
    assert likeliest(motifs, "", "") is None and likeliest(of(), "x", "y") is None


def test_the_words_that_a_guess_rests_on_are_told_the_weightiest_first() -> None:
    words = {
        "TVA": Weight(1, 1),
        "crédit de TVA": Weight(8, 4),
        "3519": Weight(10, 5),
        "suivi": Weight(-2, -2),
    }
    found = likeliest(of(a=words), "", "Crédit de TVA, formulaire 3519 : suivi")
    assert found is not None and found.score == 8
    assert found.because == ("3519", "crédit de TVA")


def test_what_a_mail_quotes_and_its_signature_say_nothing() -> None:
    text = "Bonjour,\nMon IBAN a changé.\n\n-- \nCabinet Déficit\n> Le délai de paiement\n"
    assert own_words(text) == "Bonjour,\nMon IBAN a changé.\n"
    assert own_words("> tout est cité") == "> tout est cité"
    assert own_words("> cité\nMerci pour l'avis\n> encore") == "Merci pour l'avis"
    found = likeliest(MOTIFS, "", text)
    assert found is not None and found.code == "acces.iban"


def test_no_word_is_written_twice_and_each_can_be_found() -> None:
    for motif in MOTIFS.items:
        for word, weight in motif.keywords.items():
            assert fold(word) and (weight.subject > 0) == (weight.body > 0), (motif.code, word)
            assert abs(weight.body) <= 10, (motif.code, word)


TABLE: dict[str, Any] = {
    "guess": {"subject": 2, "threshold": 4, "margin": 1},
    "family": [{"id": "x", "label": "X", "skill": "x"}],
    "motif": [{"code": "x.a", "number": 1, "label": "A", "keywords": {"mot": 3, "autre": [1, -2]}}],
}


def test_weights_are_read_as_they_are_written() -> None:
    [motif] = read_motifs(TABLE).items
    assert motif.keywords == {"mot": Weight(6, 3), "autre": Weight(1, -2)} and motif.words == ("mot",)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"keywords": {"mot": "fort"}}, "fort"),
        ({"keywords": {"mot": [1, 2, 3]}}, "deux"),
        ({"level": 4}, "level"),
    ],
)
def test_a_fault_of_the_file_is_named(change: dict[str, Any], words: str) -> None:
    motif = TABLE["motif"][0] | change
    with pytest.raises(DataError, match=words):
        read_motifs(TABLE | {"motif": [motif]})
    with pytest.raises(DataError, match="guess"):
        read_motifs({"family": [], "motif": []})
