"""Own words, quotation, signature: as Outlook, Gmail, Apple Mail and people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccpro_desk.connectors.mail.quoting import marked, split_body

GMAIL = """Merci pour votre retour.

Le lun. 16 nov. 2026 à 18:02, CC Pros <cc-pros@dgfip.example> a
écrit :

> Bonjour,
> Quel est votre SIREN ?"""
GMAIL_EN = "Thanks.\n\nOn Mon, Nov 16, 2026 at 6:02 PM CC Pros <c@x.example> wrote:\n\n> Which SIREN?"
OUTLOOK = """Voici le numéro.

De : CC Pros <cc-pros@dgfip.example>
Envoyé : lundi 16 novembre 2026 18:02
À : Karim Benali <k@x.example>
Objet : RE: Remboursement

Bonjour,
Quel est votre SIREN ?"""
OUTLOOK_EN = "See below.\n\n________________________________\nFrom: A <a@x.example>\nSent: Monday\nTo: B\nSubject: C\n\nOld"
ORIGINAL = "Voici.\n\n-----Message d'origine-----\nDe : A\nÀ : B\n\nAncien"
BARE_INTRO = "Voici.\n\nLe 16 nov. 2026 à 18:02, A <a@x.example> a écrit :\nAncien sans chevrons"


@pytest.mark.parametrize(
    ("text", "fresh", "in_quoted"),
    [
        (GMAIL, "Merci pour votre retour.", "a\nécrit :"),
        (GMAIL_EN, "Thanks.", "> Which SIREN?"),
        (OUTLOOK, "Voici le numéro.", "Quel est votre SIREN ?"),
        (OUTLOOK_EN, "See below.", "Old"),
        (ORIGINAL, "Voici.", "Ancien"),
        (BARE_INTRO, "Voici.", "Ancien sans chevrons"),
    ],
)
def test_quotations(text: str, fresh: str, in_quoted: str) -> None:
    body = split_body(text)
    assert body.fresh == fresh
    assert in_quoted in body.quoted


def test_answers_between_quoted_lines_stay_fresh() -> None:
    body = split_body("> Quel SIREN ?\n732 829 320\n> Quelle adresse ?\n14 rue des Brotteaux")
    assert body.fresh == "732 829 320\n14 rue des Brotteaux"
    assert body.quoted == "> Quel SIREN ?\n> Quelle adresse ?"


def test_a_forward_with_nothing_else_is_left_open() -> None:
    text = "---------- Message transféré ---------\nDe : A\nÀ : B\nObjet : C\n\nTexte"
    assert split_body(text).fresh == text
    assert marked(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Le seuil est-il dépassé ? Le client a écrit :\nnon",
        "De : Lyon\nje vais à Paris",
        "Voici mes questions :\n- la TVA\n- la CFE",
        "Le total\n----\n12 €",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert split_body(text).fresh == text


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        ("Bonjour\n-- \nKarim Benali\nSARL", "Karim Benali\nSARL"),
        ("Bonjour\n\nCordialement,\n\nKarim Benali", "Karim Benali"),
        ("Bonjour\nBien à vous\nClaire\nCabinet", "Claire\nCabinet"),
        ("Bonjour\n\nEnvoyé de mon iPhone", "Envoyé de mon iPhone"),
        ("Bonjour\n\nEnvoyé à partir de Outlook pour Android", "Envoyé à partir de Outlook pour Android"),
        ("Hello\n\nSent from my iPhone", "Sent from my iPhone"),
        ("Hello\n\nBest regards,\nJohn", "John"),
        ("Voici.\nMerci\nM. Diallo\n\nDe : A\nEnvoyé : B\nÀ : C\nObjet : D\n\nVieux", "M. Diallo"),
    ],
)
def test_signatures(text: str, signature: str) -> None:
    assert split_body(text).signature == signature


@pytest.mark.parametrize(
    "text",
    [
        "Merci\nMais au fait, quelle est la date limite ?",
        "Cordialement\nK. Benali\nPS : ne m'appelez pas le matin.",
        "Bonjour,\nmerci",
        "Bonjour\n--\n" + "une longue suite\n" * 40,
    ],
)
def test_what_an_agent_must_read_is_no_signature(text: str) -> None:
    assert split_body(text).signature == ""


def test_the_marks_are_those_of_plain_text_mail() -> None:
    text = OUTLOOK.replace("numéro.\n", "numéro.\n\nCordialement,\nKarim\n")
    assert marked(text) == (
        "Voici le numéro.\n\nCordialement,\n-- \nKarim\n\n> De : CC Pros <cc-pros@dgfip.example>\n"
        "> Envoyé : lundi 16 novembre 2026 18:02\n> À : Karim Benali <k@x.example>\n> Objet : RE: Remboursement\n"
        ">\n> Bonjour,\n> Quel est votre SIREN ?"
    )


LINES = st.lists(
    st.sampled_from(
        [
            "Bonjour",
            "",
            "> cité",
            "-- ",
            "--",
            "Cordialement,",
            "Karim",
            "De : A",
            "Envoyé : B",
            "À : C",
            "Objet : D",
            "Le 1er mai, X <a@b> a écrit :",
            "-----Message d'origine-----",
            "Merci",
            "Envoyé de mon iPhone",
            "?",
        ]
    ),
    max_size=30,
).map("\n".join)


@given(st.one_of(LINES, st.text(max_size=300)))
def test_nothing_is_lost_and_everything_is_somewhere(text: str) -> None:
    body = split_body(text)
    kept = "".join("".join((body.fresh, body.quoted, body.signature)).split())
    lost = [line for line in text.split("\n") if line.strip() and line.strip() != "--"]
    assert sorted(kept.replace("--", "")) == sorted("".join("".join(lost).split()).replace("--", ""))
    for line in lost:
        assert line in marked(text)


@given(LINES)
def test_what_is_marked_is_read_back_the_same(text: str) -> None:
    again = split_body(marked(text))
    assert split_body(text).fresh == again.fresh
    assert split_body(text).signature == again.signature


def test_hostile_texts_take_no_time() -> None:
    for piece in ("\n", "> ", "Le ", "-- \n", "De :", "_", "Cordialement\n", "On a wrote\n", "> > \n"):
        split_body(piece * (200_000 // len(piece)))
