"""The demonstration mails: varied as an inbox is, harmless to the outside, and described one by one."""

from __future__ import annotations

import email
import re
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

import pytest

from ccpro_desk.reference.motifs import load_motifs

Index = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def parsed(mails: dict[str, bytes]) -> dict[str, EmailMessage]:
    return {name: email.message_from_bytes(raw, policy=default) for name, raw in mails.items()}


def _part(message: EmailMessage, suffix: str) -> bytes:
    """The content of the attachment whose name ends in `suffix`."""
    part = next(p for p in message.walk() if (p.get_filename() or "").endswith(suffix))
    return cast(bytes, part.get_payload(decode=True))


def test_there_are_enough_and_the_index_is_complete(mails: dict[str, bytes], index: Index) -> None:
    assert len(mails) >= 26
    assert list(index) == list(mails)


def test_each_parses_without_defect(parsed: dict[str, EmailMessage]) -> None:
    for name, message in parsed.items():
        assert not [d for part in message.walk() for d in part.defects], name
        assert message["From"] and message["Date"] and message["Message-ID"], name


def test_message_ids_differ(parsed: dict[str, EmailMessage]) -> None:
    assert len({str(m["Message-ID"]) for m in parsed.values()}) == len(parsed)


def test_they_come_in_order_of_date(parsed: dict[str, EmailMessage]) -> None:
    dates = [cast(datetime, m["Date"].datetime) for m in parsed.values()]
    assert dates == sorted(dates)
    assert (dates[0].date().isoformat(), dates[-1].date().isoformat()) == ("2026-11-18", "2026-11-23")


def test_charsets_and_transfer_encodings_vary(parsed: dict[str, EmailMessage]) -> None:
    parts = [p for m in parsed.values() for p in m.walk() if p.get_content_maintype() == "text"]
    assert {p.get_content_charset() for p in parts} >= {"utf-8", "iso-8859-1", "iso-8859-15", "windows-1252"}
    assert {p["Content-Transfer-Encoding"] for p in parts} >= {"quoted-printable", "base64", "8bit", "7bit"}


def test_two_declare_a_charset_that_is_not_theirs(mails: dict[str, bytes]) -> None:
    with pytest.raises(UnicodeDecodeError):
        mails["11-majoration-colere.eml"].decode("utf-8")
    assert b"charset=us-ascii" in mails["05-facture-electronique-taxi.eml"]
    assert not mails["05-facture-electronique-taxi.eml"].isascii()


def test_the_first_is_the_mock_ups(parsed: dict[str, EmailMessage], index: Index) -> None:
    name, message = next(iter(parsed.items()))
    assert index[name]["siren"] == "732829320"
    assert message["Subject"] == "Remboursement de TVA"
    body = message.get_body(("plain",))
    assert body is not None
    assert "une demande de remboursement le 3 octobre et nous n'avons" in body.get_content()
    assert round(len(_part(message, "demande.pdf")) / 1000) == 84


@pytest.mark.parametrize("name", ["00-remboursement-tva.eml", "28-cfe-cessation-suite.eml"])
def test_the_pdfs_have_a_true_cross_reference_table(parsed: dict[str, EmailMessage], name: str) -> None:
    data = _part(parsed[name], ".pdf")
    start = int(data.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert data.startswith(b"%PDF-1.") and data[start:].startswith(b"xref\n")
    offsets = [int(row) for row in re.findall(rb"(\d{10}) 00000 n", data[start:])]
    assert offsets
    for number, offset in enumerate(offsets, 1):
        assert data[offset:].startswith(b"%d 0 obj" % number)


def test_attachments_are_what_they_claim(parsed: dict[str, EmailMessage]) -> None:
    assert _part(parsed["08-changement-iban.eml"], ".png").startswith(b"\x89PNG\r\n\x1a\n")
    assert _part(parsed["07-delai-de-paiement.eml"], ".xlsx").startswith(b"PK\x03\x04")


def test_the_second_of_the_thread_answers_the_first(parsed: dict[str, EmailMessage], index: Index) -> None:
    appended = [name for name, entry in index.items() if entry["kind"] == "appended"]
    assert appended == ["28-cfe-cessation-suite.eml"]
    assert parsed[appended[0]]["In-Reply-To"] == parsed["24-cfe-cessation.eml"]["Message-ID"]


def test_automatic_mail_says_so(parsed: dict[str, EmailMessage], index: Index) -> None:
    automatic = {name for name, entry in index.items() if entry["kind"] in ("auto", "bounce")}
    assert {name for name, m in parsed.items() if m["Auto-Submitted"]} == automatic
    assert {index[name]["kind"] for name in automatic} == {"auto", "bounce"}


def test_one_is_a_trap_for_terminals(mails: dict[str, bytes]) -> None:
    raw = mails["29-texte-piege.eml"]
    assert b"[/x]" in raw and b"\x1b[31m" in raw and b"\x1b]52;" in raw
    assert "\u202e" in raw.decode("utf-8")


def test_senders_are_known_and_motifs_published(
    parsed: dict[str, EmailMessage], index: Index, usagers: list[dict[str, Any]]
) -> None:
    known = {c["value"]: u["siren"] for u in usagers for c in u["contacts"]}
    codes = load_motifs().codes
    for name, entry in index.items():
        if entry["kind"] == "bounce":
            continue
        sender = parsed[name]["From"].addresses[0].addr_spec
        assert known.get(sender, "") == entry["siren"], name
        assert entry["motif"] in codes or entry["kind"] == "auto", name


def test_motifs_are_spread(index: Index) -> None:
    assert len({entry["motif"] for entry in index.values() if entry["motif"]}) >= 18


def test_one_concerns_another_centre(index: Index, usagers: list[dict[str, Any]]) -> None:
    department = {u["siren"]: u["department"] for u in usagers}
    assert "33" in {department[entry["siren"]] for entry in index.values() if entry["siren"]}


def test_nobody_real_can_be_written_to_or_called(parsed: dict[str, EmailMessage]) -> None:
    fictional = re.compile(r"(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d")
    numbers: list[str] = []
    for name, message in parsed.items():
        texts = [p.get_content() for p in message.walk() if p.get_content_maintype() == "text"]
        written = "\n".join([*map(str, message.values()), *texts])
        domains = re.findall(r"[\w.+=-]+@([\w.-]+\w)", written)
        assert domains and all(d.endswith(".example") for d in domains), (name, domains)
        numbers += re.findall(r"(?<!\d)(?<!\d )0\d(?: \d\d){4}(?! ?\d)", written)
    assert len(numbers) >= 5
    assert all(fictional.fullmatch(number) for number in numbers), numbers
