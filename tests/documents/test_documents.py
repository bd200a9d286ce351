"""What is given to people: the same words on the screen and on paper, whoever wrote them."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from pypdf import PdfReader

from ccpro_desk.documents.compose import Given, compose
from ccpro_desk.documents.errors import NoTypesetter
from ccpro_desk.documents.kinds import Kind, Source, kind_of, kinds_for, load_kinds, read_kinds
from ccpro_desk.documents.matters import Known, facts_of
from ccpro_desk.documents.model import Document, Item, Row
from ccpro_desk.documents.pdf import pdf, set_pdf
from ccpro_desk.documents.plain import plain
from ccpro_desk.domain.appointments.detail import AppointmentDetail
from ccpro_desk.domain.appointments.modes import Mode
from ccpro_desk.domain.matter import MatterKind
from ccpro_desk.domain.referral.detail import Exchange, ReferralDetail, Said
from ccpro_desk.domain.referral.haste import Haste
from ccpro_desk.reference import DataError
from ccpro_desk.reference.acts import load_acts
from ccpro_desk.reference.offices import load_offices
from ccpro_desk.reference.purposes import load_purposes
from tests.domain.matters import an_act

HOSTILE = '#eval("1+1") ] } \\ $x$ *gras* <b> @ref // rien `r` #include "/etc/passwd"'
TODAY = date(2026, 11, 24)
KINDS = tuple(load_kinds().values())


def given(**more: object) -> Given:
    """An act of an invented company."""
    base = Given(
        date(2026, 11, 24),
        "CC Pros Lons-le-Saunier",
        "7F3A9C21",
        "Cessation d'activité",
        "le 24 novembre 2026 à 15 h 30",
        usager="SARL FOURNIL DES BROTTEAUX",
        siren="732829320",
        address=("12 rue de la Part-Dieu", "69006 Lyon"),
        agent="Camille Agent",
        rows=(Row("Date de cessation", "20 novembre 2026", "déclaré"),),
        asked=(Item("Procès-verbal de l'assemblée"),),
        dates={"date": date(2026, 11, 20)},
        text="Bonjour,\n\nVoici notre réponse.",
    )
    return replace(base, **more)  # type: ignore[arg-type]


def pages(document: Document) -> list[str]:
    """The words of each page, as a reader that speaks finds them; blanks put together."""
    read = PdfReader(io.BytesIO(set_pdf(document)))
    return [" ".join(page.extract_text().replace("\u200b", "").split()) for page in read.pages]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_every_kind_is_an_accessible_pdf_with_the_words_of_its_preview(kind: Kind) -> None:
    document = compose(kind, given())
    content = set_pdf(document)
    assert b"pdfuaid:part" in content and b"/StructTreeRoot" in content
    root = PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert root["/Lang"] == "fr" and root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    on_paper, on_screen = " ".join(pages(document)), plain(document)
    for words in ("CC Pros Lons-le-Saunier", "732 829 320", "7F3A9C21", "24 novembre 2026"):
        assert words in on_paper and words in on_screen.replace("\u00a0", " ")
    for row in (*document.references, *(row for section in document.sections for row in section.rows)):
        assert " ".join(row.value.split()) in on_paper and row.value in on_screen


def test_hostile_words_are_only_words() -> None:
    document = compose(
        kind_of("receipt"),
        given(usager=HOSTILE, about=HOSTILE, rows=(Row(HOSTILE, HOSTILE, HOSTILE),), asked=(Item(HOSTILE),)),
    )
    on_paper = "".join("".join(pages(document)).split())
    assert on_paper.count("".join(HOSTILE.split())) >= 5, "on paper as it was written"
    assert "root:" not in on_paper


def test_what_acts_or_has_no_letter_here_is_shown_as_a_box() -> None:
    document = compose(kind_of("receipt"), given(usager="\x1b[31mSARL 日本\u202e É\x07", text=""))
    assert "SARL □□ É" in plain(document) and "SARL □□ É" in pages(document)[0]


def test_long_names_and_forty_lines_flow_on_over_numbered_pages() -> None:
    rows = tuple(Row(f"Rubrique {n}", "mot " * 60) for n in range(40))
    read = pages(compose(kind_of("request"), given(usager="A" * 300, rows=rows)))
    assert len(read) > 1
    assert all(f"Page {n} / {len(read)}" in page for n, page in enumerate(read, 1))
    assert all(f"Rubrique {n}" in " ".join(read) for n in range(40)) and "A" * 20 in read[0]


def test_a_checklist_counts_from_the_date_that_was_declared() -> None:
    told = plain(compose(kind_of("cessation"), given())).replace("\u00a0", " ")
    assert "CA3" in told and "au plus tard le 20 décembre 2026" in told, "30 days"
    assert "au plus tard le 19 janvier 2027" in told, "60 days"
    created = plain(compose(kind_of("creation"), given(dates={"date": date(2026, 12, 31)})))
    assert "avant le 1er janvier 2027" in created.replace("\u00a0", " ")
    assert "au plus tard" not in plain(compose(kind_of("cessation"), given(dates={})))


def test_each_act_has_its_documents() -> None:
    acts = {act.id: act for act in load_acts()}
    for act in acts.values():
        assert set(act.produces) <= set(load_kinds()), act.id
        for kind in kinds_for(Source.ACT, act.produces):
            assert all(not step.field or act.field(step.field) for step in kind.steps), act.id
    assert [kind.id for kind in kinds_for(Source.ACT, acts["A24"].produces)] == ["receipt", "cessation"]
    assert [kind.id for kind in kinds_for(Source.ACT, ["documents"], asked=False)] == []
    assert [kind.id for kind in kinds_for(Source.REPLY)] == ["reply"]


def test_an_appointment_and_a_fiche_tell_what_was_agreed() -> None:
    known = Known(load_acts(), load_purposes(), load_offices())
    office = next(iter(known.offices))
    at = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
    base = an_act(kind=MatterKind.APPOINTMENT, state="booked", code="autre", office=office, due_at=at)
    meeting = replace(base, detail=AppointmentDetail(Mode.OFFICE, purpose="Un échéancier"))
    facts = facts_of(meeting, known, TODAY)
    rows = {row.label: row.value for row in facts.rows}
    assert rows["Quand"].replace("\u00a0", " ") == "mardi 1er décembre 2026 à 9 h 30"
    assert rows["Comment"] == "au service" and known.offices[office].name in rows["Service"]
    gone = facts_of(replace(meeting, state="cancelled"), known, TODAY)
    assert gone.rows[0].value == "Annulé", "never a confirmation of what no longer stands"
    asked = Exchange(UUID(int=1), Said.QUESTION, at, "Mme Sie", "Quel exercice ?")
    detail = ReferralDetail("Deux avis pour un local.", Haste.HIGH, date(2026, 12, 4), exchanges=(asked,))
    told = facts_of(replace(base, kind=MatterKind.REFERRAL, state="asked", detail=detail), known, TODAY).rows
    assert [row.value for row in told if row.label in ("Urgence", "Faits")] == [
        "élevée",
        "Deux avis pour un local.",
    ]
    assert told[-1].label == "Question du SIE" and "Mme Sie" in told[-1].mark


def test_no_sentence_of_ours_promises_anything() -> None:
    """The words of a decision: only the administration writes them."""
    for kind in KINDS:
        ours = plain(compose(kind, given(rows=(), asked=(), text=""))).lower()
        assert not any(
            word in ours for word in ("vous avez droit", "est accordé", "sera remboursé", "est acceptée")
        )
        assert kind.reader.value == "sie" or kind.source is not Source.ACT or "à valider" in ours


def test_a_wrong_file_is_told() -> None:
    with pytest.raises(DataError, match=r"letters\.toml"):
        read_kinds({"letter": [{"id": "x", "title": "X", "reader": "personne", "source": "act"}]})
    step = {"text": "x", "source": "y", "field": "date"}
    with pytest.raises(DataError, match="vont ensemble"):
        read_kinds({"letter": [{"id": "x", "title": "X", "reader": "sie", "source": "act", "step": [step]}]})


async def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(NoTypesetter) as problem:
        await pdf(compose(kind_of("reply"), given()))
    assert "ccpro-desk[pdf]" in problem.value.hint
