"""The shipped content: complete, sourced, and in shape."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ccpro_desk.answers.check import Content, check
from ccpro_desk.answers.library import Library
from ccpro_desk.answers.model import Channel
from ccpro_desk.answers.parameters import load_parameters
from ccpro_desk.answers.render import RenderContext, render
from ccpro_desk.answers.synonyms import load_synonyms
from ccpro_desk.domain.guessing import guess
from ccpro_desk.domain.motifs import OTHER, fold
from ccpro_desk.reference.identification import load_checks
from ccpro_desk.reference.motifs import load_motifs

TODAY = date(2026, 11, 23)


def test_the_58_motifs_stand_in_order_with_unique_codes_and_short_labels() -> None:
    motifs = load_motifs()
    assert [m.number for m in motifs.items] == [*range(1, 59), 0]
    assert motifs.items[-1].code == OTHER
    assert len(motifs.codes) == len(motifs.items)
    families = {family.id for family in motifs.families}
    for motif in motifs.items:
        assert re.fullmatch(r"[a-z]+\.[a-z0-9_]+", motif.code)
        assert motif.family in families
        assert 0 < len(motif.label) <= 45
        folded = [fold(word) for word in motif.keywords]
        assert len(set(folded)) == len(folded) and all(folded)


def test_every_family_asks_for_a_known_skill() -> None:
    skills = {family.skill for family in load_motifs().families}
    assert skills == {"general", "acces", "tva", "benefices", "locaux", "paiement", "vie"}


@pytest.mark.parametrize(
    ("subject", "text", "code"),
    [
        ("Remboursement de TVA", "Nous voudrions déposer un formulaire 3519.", "tva.remboursement"),
        ("Demande", "Où en est ma demande de remboursement de crédit de TVA ?", "tva.etat_remboursement"),
        ("CFE", "Je ne trouve pas mon avis de CFE sur le site.", "cfe.avis"),
        ("code d'activation", "Toujours rien au courrier.", "acces.activation"),
        ("Difficultés de trésorerie", "Serait-il possible d'échelonner ?", "paiement.delai"),
        ("Facturation électronique", "Suis-je concerné ?", "tva.facture_electronique"),
        ("Attestation de régularité fiscale", "Pour un marché public.", "benefices.attestation"),
        ("Changement de RIB", "Voici notre nouvel IBAN.", "acces.iban"),
    ],
)
def test_a_message_points_to_its_motif(subject: str, text: str, code: str) -> None:
    assert guess(load_motifs(), subject, text)[0] == code


def test_the_identity_checks_are_those_of_the_contract() -> None:
    codes = [check.code for check in load_checks().items]
    assert " ".join(codes) == "siren name address director vat amount notice iban4 callback mandate"


def test_the_whole_library_passes_its_check(library: Library) -> None:
    content = Content(library, load_motifs(), load_parameters(), TODAY)
    assert [str(fault) for fault in check(content)] == []


def test_the_library_still_passes_when_the_law_has_changed(library: Library) -> None:
    content = Content(library, load_motifs(), load_parameters(), date(2027, 1, 2))
    assert [str(fault) for fault in check(content) if not fault.warning] == []


def test_there_are_answers_in_every_channel(library: Library) -> None:
    assert len(library) >= 14
    for answer in library.answers.values():
        assert set(answer.channels) == set(Channel)
        assert answer.sources and (answer.references or answer.phrase)


def test_an_answer_is_never_approved_by_nobody(library: Library) -> None:
    assert {answer.status.value for answer in library.answers.values()} == {"à valider par le référent"}


def test_every_mail_is_polite_and_typeset(library: Library) -> None:
    for answer in (a for a in library.answers.values() if not a.phrase):
        text = render(answer, "mail", RenderContext(max(TODAY, answer.valid_from))).text
        assert text.startswith("Bonjour,\n\n")
        assert text.endswith("Bien cordialement,\nVotre centre de contact des professionnels")
        assert re.search(r" [:;!?»%€]|« ", text) is None, answer.id


def test_every_parameter_says_where_it_comes_from() -> None:
    for values in load_parameters().by_id.values():
        assert all(value.source and value.article and value.text for value in values)


def test_synonyms_are_read() -> None:
    pieces = load_synonyms().split(["remb", "tva", "2026"])
    assert [phrase for phrase, _ in pieces] == [("remb", "tva"), ("2026",)]
    assert ("remboursement", "de", "tva") in pieces[0][1]


def test_phrases_are_short_and_belong_to_no_matter(library: Library) -> None:
    phrases = [answer for answer in library.answers.values() if answer.phrase]
    assert len(phrases) == 12
    for answer in phrases:
        assert answer.file.startswith("answers/phrases/")
        assert answer.motifs == ("autre.autre",) and answer.level == 0
        for channel, variant in answer.variants.items():
            assert len(variant.text) < (250 if channel is Channel.CHAT else 450), (answer.id, channel)


@pytest.mark.parametrize(
    ("never", "why"),
    [
        ("4805", "the private persons' form"),
        ("809 401 401", "the private persons' telephone"),
        ("1er février", "sources differ on the last day of the option for the « réel »"),
        ("vous avez droit", "the SIE decides"),
    ],
)
def test_what_the_trade_file_forbids_is_not_said(library: Library, never: str, why: str) -> None:
    for answer in library.answers.values():
        for channel in answer.channels:
            text = render(answer, channel, RenderContext(max(TODAY, answer.valid_from))).text
            assert never not in text.replace("\u00a0", " ").lower(), (answer.id, why)
