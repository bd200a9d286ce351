"""What came with a contact is read in a process of its own, whatever it is made to do."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO

import pytest

from ccpro_desk.desk.attached import extract
from ccpro_desk.desk.attached.extract import read
from ccpro_desk.desk.attached.kinds import Kind, disagrees, kind_of
from tests.support import pdfs

LAUNCH = b"/OpenAction << /S /Launch /Win << /F (cmd.exe) >> >>"
SCRIPT = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
ESCAPED = b"/OpenAction << /S /Java#53cript /J#53 (app.alert\\(1\\)) >>"


def office(part: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(part, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", Kind.EMPTY),
        (pdfs.saying("Bonjour"), Kind.PDF),
        (b"\x89PNG\r\n\x1a\n....", Kind.PNG),
        (b"MZ\x90\x00", Kind.PROGRAM),
        (b"MZ Boulangerie, facture 12", Kind.TEXT),
        (b"MZ\x90\x00%PDF-1.7", Kind.PROGRAM),
        (b"#!/bin/sh\nrm -rf ~", Kind.PROGRAM),
        (b"\x7fELF\x02", Kind.PROGRAM),
        (office("word/document.xml"), Kind.OFFICE),
        (office("facture.txt"), Kind.ARCHIVE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OFFICE),
        (b"<!DOCTYPE html><p>Bonjour", Kind.HTML),
        ("Montant : 1 234 €".encode("cp1252"), Kind.TEXT),
        (bytes(range(256)), Kind.UNKNOWN),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, kind: Kind) -> None:
    assert kind_of(content) is kind


def test_a_name_that_says_something_else_is_told() -> None:
    assert disagrees("facture.pdf", Kind.PROGRAM) and disagrees("avis.pdf.exe", Kind.PDF)
    assert not disagrees("Avis.PDF", Kind.PDF) and not disagrees("releve.csv", Kind.TEXT)


async def test_the_text_of_an_honest_pdf_is_shown_and_it_may_be_opened() -> None:
    found = await read("avis.pdf", pdfs.saying("Montant : 1 234,50 €, à payer"))
    assert "Montant : 1 234,50 €, à payer" in found.text and "page 1" in found.text
    assert found.why_closed == "" and found.notes == ()


async def test_a_text_and_a_page_are_shown_and_never_opened() -> None:
    text = await read("note.txt", "Où en est ma demande\x1b[31m ?".encode("cp1252"))
    assert text.text == "Où en est ma demande ?" and "peut être un programme" in text.why_closed
    page = await read("a.html", b"<html><style>p{}</style><p>Bonjour</p><script>alert(1)</script>")
    assert page.text == "Bonjour" and page.why_closed


@pytest.mark.parametrize("catalog", [LAUNCH, SCRIPT, ESCAPED])
async def test_a_pdf_that_acts_shows_its_text_and_is_not_opened(catalog: bytes) -> None:
    found = await read("avis.pdf", pdfs.saying("Bonjour", catalog=catalog))
    assert "Bonjour" in found.text and "un programme ou un autre fichier" in found.why_closed


async def test_a_script_packed_into_a_stream_is_found() -> None:
    packed = pdfs.packed_script()
    assert b"JavaScript" not in packed
    assert "un programme ou un autre fichier" in (await read("avis.pdf", packed)).why_closed


@pytest.mark.parametrize(
    "content",
    [
        pdfs.bomb(),
        pdfs.laughs(),
        pdfs.saying("Bonjour")[:-200],
        b"%PDF-1.7\n" + os.urandom(20_000),
        b"%PDF-1.7\n" + b"[" * 200_000,
        pdfs.pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"}),
        pdfs.pdf({1: b"1 0 R"}),
    ],
    ids=["bomb", "laughs", "cut", "noise", "nested", "loop of pages", "loop"],
)
async def test_a_hostile_pdf_ends_in_a_sentence(content: bytes) -> None:
    found = await read("avis.pdf", content)
    assert found.kind is Kind.PDF and len(found.text) < 500_000
    assert found.notes or found.why_closed or "Bonjour" in found.text or "ha" in found.text


FOR_EVER = "child._read = lambda *_: exec('while True: pass'); sys.exit(child.main(10**9, 1))"
ASLEEP = "import time; time.sleep(600)"
TALKATIVE = "exec('while True: sys.stdout.write(chr(32) * 65536)')"


@pytest.mark.parametrize(
    ("code", "notes"),
    [(FOR_EVER, "seul le début"), (ASLEEP, "limites permises"), (TALKATIVE, "limites permises")],
    ids=["for ever", "asleep", "talkative"],
)
async def test_one_that_never_ends_is_stopped(code: str, notes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "PATIENCE_S", 0.5 if code is ASLEEP else 30)
    start = "import sys; from ccpro_desk.desk.attached import child; "
    monkeypatch.setattr(extract, "_CHILD", (extract._CHILD[0], "-c", start + code))
    found = await read("avis.pdf", pdfs.saying("Bonjour"))
    assert any(notes in note for note in found.notes) and "pas pu être vérifié" in found.why_closed


async def test_one_that_wants_all_the_memory_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "MEMORY", 40 * 1024 * 1024)
    found = await read("avis.pdf", pdfs.saying("Bonjour"))
    assert "Bonjour" not in found.text and found.why_closed


async def test_the_process_writes_no_file_and_knows_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCPRO_PASSWORD", "secret")
    code = "import os, resource; from ccpro_desk.desk.attached import child; child._limit(10**9, 5);"
    code += "print('CCPRO_PASSWORD' in os.environ, resource.getrlimit(resource.RLIMIT_FSIZE))"
    monkeypatch.setattr(extract, "_CHILD", (extract._CHILD[0], "-c", code))
    monkeypatch.setattr(extract, "_parsed", lambda told: {"raw": told})
    assert await extract._said(b"") == {"raw": b"False (0, 0)\n"}
