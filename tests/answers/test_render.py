"""Rendering: strict, dated, typeset, with visible gaps, and harmless."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccpro_desk.answers.blanks import find_gaps
from ccpro_desk.answers.filling import BlankError, filled
from ccpro_desk.answers.library import Library
from ccpro_desk.answers.model import Blank, BlankType, Channel
from ccpro_desk.answers.parameters import Parameter, Parameters
from ccpro_desk.answers.read import parse_answer
from ccpro_desk.answers.render import RenderContext, RenderError, render
from ccpro_desk.answers.template import TemplateError, compiled

TODAY = date(2026, 11, 23)
CONTEXT = RenderContext(TODAY, usager_name="SARL DUPONT", siren="732829320")


def test_an_unfilled_blank_stays_as_a_gap(good: str) -> None:
    rendered = render(parse_answer(good, "x.md"), "mail", CONTEXT)
    [(start, end, label)] = rendered.gaps
    assert (rendered.text[start:end], label) == ("⟦période⟧", "période")
    assert (rendered.id, rendered.version, rendered.channel) == ("TVA-900", 3, Channel.MAIL)
    assert rendered.references_line == "CGI, art. 287 · CIBS, art. L 216-1"


def test_a_filled_blank_leaves_no_gap(good: str) -> None:
    rendered = render(parse_answer(good, "x.md"), "mail", CONTEXT, {"periode": "2026-T3"})
    assert rendered.gaps == ()
    assert "de 3e\u00a0trimestre 2026 est attendue entre le 15 et le 24\u00a0: merci\u00a0!" in rendered.text


def test_what_is_not_known_of_the_usager_is_a_gap(good: str) -> None:
    answer = parse_answer(good, "x.md")
    unknown = render(answer, "phone", RenderContext(TODAY), {"periode": "mars 2026"})
    assert [label for _, _, label in unknown.gaps] == ["nom de l'entreprise"]
    assert "de SARL DUPONT." in render(answer, "phone", CONTEXT, {"periode": "mars 2026"}).text


def test_a_callback_is_spoken_and_a_missing_channel_is_written(good: str) -> None:
    answer = parse_answer(good, "x.md")
    assert render(answer, "callback", CONTEXT).channel is Channel.PHONE
    assert render(answer, "chat", CONTEXT).channel is Channel.MAIL


def test_an_unknown_word_stops_the_rendering_with_its_line(good: str) -> None:
    answer = parse_answer(good.replace("usager.name", "usager.iban"), "x.md")
    with pytest.raises(RenderError, match=r"x\.md:3"):
        render(answer, "phone", CONTEXT)


def test_a_value_for_an_unknown_blank_is_refused(good: str) -> None:
    with pytest.raises(BlankError, match="montant"):
        render(parse_answer(good, "x.md"), "mail", CONTEXT, {"montant": "3"})


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in '123' %}x{% endfor %}",
        "{% set x = 1 %}",
        "{{ 'a' * 1000000000 }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'x' %}",
        "{{ usager.name|upper }}",
        "{{ [1, 2] }}",
        "{{ usager['name'] }}",
        "{{ usager.name",
        "x" * 20_001,
    ],
)
def test_what_could_grow_or_run_is_refused_before_it_runs(source: str) -> None:
    with pytest.raises(TemplateError):
        compiled(source)


def test_python_cannot_be_reached_from_a_template(good: str) -> None:
    answer = parse_answer(good.replace("usager.name", "usager.__class__.__mro__"), "x.md")
    with pytest.raises(RenderError):
        render(answer, "phone", CONTEXT)


@given(st.text(max_size=60))
def test_hostile_names_are_only_text(name: str) -> None:
    answer = parse_answer(HOSTILE, "x.md")
    context = RenderContext(TODAY, usager_name="{{parameter}}{%for%}⟦x⟧\x1b]52;c;x\x07" + name)
    rendered = render(answer, "mail", context)
    assert rendered.gaps == ()
    assert rendered.text.startswith("{{parameter}}{%for%}x")
    assert "\x1b" not in rendered.text and "\n" not in rendered.text


HOSTILE = """+++
id = "TVA-901"
title = "x"
motifs = ["tva.date"]
taxes = []
channels = ["mail"]
level = 0
sources = ["S1"]
author = "x"
version = 1
valid_from = 2026-01-01
review = 2027-01-01
status = "brouillon"
+++
## mail
{{ usager.name }}
"""


def test_a_parameter_follows_the_day_and_the_year() -> None:
    def value(euros: int, start: date, end: date | None) -> Parameter:
        return Parameter("seuil", "Seuil", euros * 100, "cents", start, "S0", "CGI 1", end)

    parameters = Parameters.of(
        [value(760, date(2026, 1, 1), date(2026, 12, 31)), value(1_000_000, date(2027, 1, 1), None)]
    )
    answer = parse_answer(HOSTILE.replace("{{ usager.name }}", '{{ parameter("seuil") }}'), "x.md")
    fixed = parse_answer(HOSTILE.replace("{{ usager.name }}", '{{ parameter("seuil", 2026) }}'), "x.md")
    after = RenderContext(date(2027, 1, 1), parameters=parameters)
    assert render(answer, "mail", RenderContext(TODAY, parameters=parameters)).text == "760\u00a0€"
    assert render(answer, "mail", after).text == "1\u00a0000\u00a0000\u00a0€"
    assert render(fixed, "mail", after).text == "760\u00a0€"
    with pytest.raises(RenderError, match="seuil"):
        render(answer, "mail", RenderContext(date(2025, 1, 1), parameters=parameters))


@pytest.mark.parametrize(
    ("kind", "typed", "text"),
    [
        (BlankType.DATE, "1/10/2026", "1er\u00a0octobre 2026"),
        (BlankType.DATE, "2026-10-03", "3\u00a0octobre 2026"),
        (BlankType.MONEY, "1234,5 €", "1\u00a0234,50\u00a0€"),
        (BlankType.MONEY, "760", "760\u00a0€"),
        (BlankType.PERIOD, "2026-10", "octobre 2026"),
        (BlankType.PERIOD, "le mois d'octobre", "le mois d'octobre"),
        (BlankType.SIREN, "732829320", "732\u00a0829\u00a0320"),
        (BlankType.SIRET, "732 829 320 00074", "732\u00a0829\u00a0320\u00a000074"),
        (BlankType.VAT, "fr44732829320", "FR44732829320"),
        (BlankType.CHOICE, "mensuel", "mensuel"),
        (BlankType.TEXT, "  une ligne\nou deux ", "une ligne ou deux"),
    ],
)
def test_what_is_typed_in_a_blank_is_set_in_french(kind: BlankType, typed: str, text: str) -> None:
    assert filled(Blank("b", kind, "Champ", ("mensuel", "annuel")), typed) == text


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (BlankType.DATE, "31/02/2026"),
        (BlankType.MONEY, "beaucoup"),
        (BlankType.SIREN, "732829321"),
        (BlankType.SIRET, "123"),
        (BlankType.VAT, "FR00732829320"),
        (BlankType.CHOICE, "jamais"),
        (BlankType.TEXT, " \u200b "),
    ],
)
def test_a_wrong_value_is_refused_in_french(kind: BlankType, typed: str) -> None:
    with pytest.raises(BlankError, match=r"Champ|incorrect"):
        filled(Blank("b", kind, "Champ", ("mensuel",)), typed)


def test_gaps_are_found_with_their_places_even_when_half_erased() -> None:
    text = "Du ⟦début⟧ au ⟦fin⟧, soit ⟦"
    assert find_gaps(text) == [(3, 10, "début"), (14, 19, "fin"), (26, 27, "")]
    assert find_gaps("Rien à remplir [ici] « ni là ».") == []


@given(st.text(alphabet="ab⟦⟧\n ", max_size=40))
def test_no_gap_mark_escapes(text: str) -> None:
    rest = text
    for start, end, _ in reversed(find_gaps(text)):
        rest = rest[:start] + rest[end:]
    assert "⟦" not in rest and "⟧" not in rest


def test_every_shipped_answer_renders_for_a_known_and_an_unknown_usager(library: Library) -> None:
    for answer in library.answers.values():
        for channel in Channel:
            day = max(TODAY, answer.valid_from)
            assert render(answer, channel, replace(CONTEXT, today=day)).text
            assert render(answer, channel, RenderContext(day)).text
