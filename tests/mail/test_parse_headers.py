"""Who, when, in which thread; attachments' names; and what is no person's mail."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ccpro_desk.connectors.mail.model import Kind
from ccpro_desk.connectors.mail.parse import parse
from tests.mail.made import NOW, multipart, raw, read

RECEIVED = "from a by b; Thu, 19 Nov 2026 10:00:00 +0100"


@pytest.mark.parametrize(
    ("header", "name", "address"),
    [
        ("Karim Benali <k@x.example>", "Karim Benali", "k@x.example"),
        ('"Benali, Karim" <k@x.example>', "Benali, Karim", "k@x.example"),
        ("=?utf-8?Q?G=C3=A9rard?= <g@x.example>", "Gérard", "g@x.example"),
        ("k@x.example", None, "k@x.example"),
        ('"k@x.example" <k@x.example>', None, "k@x.example"),
        ("un@x.example, deux@x.example", None, "un@x.example"),
        ("Personne", "Personne", None),
        ('"[/b] [@click=app.quit]" <k@x.example>', "[/b] [@click=app.quit]", "k@x.example"),
        ("\x1b[31mRouge\x1b[0m <k@x.example>", "Rouge", "k@x.example"),
        ("", None, None),
    ],
)
def test_senders(header: str, name: str | None, address: str | None) -> None:
    mail = read(From=header)
    assert (mail.sender_name, mail.sender_address) == (name, address)


def test_another_address_for_the_answer_is_told_to_the_agent() -> None:
    mail = read(Reply_To="ailleurs@x.example")
    assert mail.sender_address == "contact@fournil.example"
    assert "ailleurs@x.example" in mail.text
    assert "réponse" not in read(Reply_To="contact@fournil.example").text


def test_threads() -> None:
    alone = read()
    assert (alone.external_id, alone.thread_id, alone.in_reply_to) == (
        "<un@fournil.example>",
        "<un@fournil.example>",
        None,
    )
    later = read(References="<racine@x> <deux@x>\r\n <trois@x>", In_Reply_To="<trois@x>")
    assert (later.thread_id, later.in_reply_to) == ("<racine@x>", "<trois@x>")
    bare = read(In_Reply_To="Votre message du 3 <deux@x>")
    assert (bare.thread_id, bare.in_reply_to) == ("<deux@x>", "<deux@x>")
    cut = read(References="<racine@x> <deux@x>")
    assert (cut.thread_id, cut.in_reply_to) == ("<racine@x>", "<deux@x>")


@pytest.mark.parametrize("own", [None, "", "sans chevrons", "<>", "<a b@c>", f"<{'x' * 300}@y>", "<é@x>"])
def test_without_a_usable_message_id_the_bytes_name_the_mail(own: str | None) -> None:
    mail = read(Message_ID=own)
    assert mail.external_id.startswith("sha256:")
    assert mail.external_id == read(Message_ID=own).external_id
    assert mail.external_id != read("Autre", Message_ID=own).external_id
    assert any("Message-ID" in note for note in mail.notes)


@pytest.mark.parametrize(
    ("date", "received", "expected", "noted"),
    [
        ("Wed, 18 Nov 2026 14:50:12 +0100", None, datetime(2026, 11, 18, 13, 50, 12, tzinfo=UTC), False),
        ("Wed, 18 Nov 2026 14:50:12", None, datetime(2026, 11, 18, 14, 50, 12, tzinfo=UTC), False),
        (None, RECEIVED, datetime(2026, 11, 19, 9, 0, tzinfo=UTC), True),
        (None, None, NOW, True),
        ("hier soir", None, NOW, True),
        ("Wed, 18 Nov 2126 14:50:12 +0100", RECEIVED, datetime(2026, 11, 19, 9, 0, tzinfo=UTC), True),
        ("Wed, 18 Nov 1970 14:50:12 +0100", RECEIVED, datetime(2026, 11, 19, 9, 0, tzinfo=UTC), True),
        ("Mon, 01 Jun 2026 14:50:12 +0100", RECEIVED, datetime(2026, 11, 19, 9, 0, tzinfo=UTC), True),
        ("Wed, 99 Nov 2026 99:50:12 +9999", None, NOW, True),
        ("Wed, 18 Nov 99999999999 14:50:12 +0100", None, NOW, True),
    ],
)
def test_dates(date: str | None, received: str | None, expected: datetime, noted: bool) -> None:
    mail = read(Date=date, Received=received)
    assert mail.received_at == expected
    assert bool(mail.notes) is noted


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ('Content-Disposition: attachment; filename="avis.pdf"', "avis.pdf"),
        ("Content-Disposition: attachment; filename*=UTF-8''r%C3%A9c%C3%A9piss%C3%A9.pdf", "récépissé.pdf"),
        ('Content-Disposition: attachment; filename*0="long"; filename*1="ue.pdf"', "longue.pdf"),
        ('Content-Disposition: attachment; filename="=?utf-8?Q?re=C3=A7u.pdf?="', "reçu.pdf"),
        ('Content-Disposition: attachment; filename="../../etc/passwd"', "passwd"),
        ('Content-Disposition: attachment; filename="C:\\\\tmp\\\\a.pdf"', "a.pdf"),
        ('Content-Disposition: attachment; filename="a\x07b\x1b[31m.pdf"', "ab.pdf"),
        ('Content-Disposition: attachment; filename="fdp.\u202eexe"', "fdp.exe"),
        ('Content-Disposition: attachment; filename=".."', "piece-jointe-1.pdf"),
        ("Content-Disposition: attachment", "piece-jointe-1.pdf"),
        ("Content-Disposition: inline", "piece-jointe-1.pdf"),
        ('Content-Disposition: attachment; filename="reçu.pdf"', "reçu.pdf"),
    ],
)
def test_names_of_attachments(headers: str, name: str) -> None:
    content = multipart("mixed", f"Content-Type: application/pdf\r\n{headers}\r\n\r\n%PDF")
    (attachment,) = parse(content, now=NOW).attachments
    assert (attachment.name, attachment.type, attachment.content) == (name, "application/pdf", b"%PDF")


def test_a_very_long_name_keeps_its_ending() -> None:
    content = multipart("mixed", f'Content-Type: application/pdf; name="{"n" * 400}.pdf"\r\n\r\n%PDF')
    (attachment,) = parse(content, now=NOW).attachments
    assert len(attachment.name) <= 150
    assert attachment.name.endswith(".pdf")


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Auto-Submitted": "auto-generated; owner-email=x"},
        {"X-Autoreply": "yes"},
        {"Precedence": "bulk"},
        {"Precedence": "list"},
        {"List-Id": "<infos.example>"},
        {"Return-Path": "<>"},
        {"Subject": "Réponse automatique : absente"},
        {"Subject": "Automatic reply: out"},
        {"From": "MAILER-DAEMON@mx.example"},
        {"Content-Type": 'multipart/report; report-type=disposition-notification; boundary="B"'},
    ],
)
def test_what_no_person_wrote(headers: dict[str, str]) -> None:
    assert read(**headers).kind is Kind.AUTO


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Auto-Submitted": "no"},
        {"Return-Path": "<k@x.example>"},
        {"Subject": "RE: Réponse automatique : absente"},
        {"Subject": "Autoentrepreneur : quelle réponse ?"},
        {"Precedence": "first-class"},
    ],
)
def test_what_a_person_wrote(headers: dict[str, str]) -> None:
    assert read(**headers).kind is Kind.CONTACT


def bounce_of(action: str, status: str = "5.1.1") -> bytes:
    report = (
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; parti@x.example\r\nAction: {action}\r\nStatus: {status}\r\n"
    )
    original = (
        "Content-Type: text/rfc822-headers\r\n\r\nSubject: Re: X\r\nMessage-ID: <notre@dgfip.example>\r\n"
    )
    return multipart("report", "Content-Type: text/plain\r\n\r\nNon remis.", report, original)


def test_bounces_say_what_they_are_about() -> None:
    mail = parse(bounce_of("failed"), now=NOW)
    assert mail.kind is Kind.BOUNCE
    assert mail.bounce
    assert (mail.bounce.message_id, mail.bounce.recipient) == ("<notre@dgfip.example>", "parti@x.example")
    assert (mail.bounce.status, mail.bounce.final) == ("5.1.1", True)


def test_a_delay_is_not_final() -> None:
    bounce = parse(bounce_of("delayed", "4.4.1"), now=NOW).bounce
    assert bounce
    assert not bounce.final


def test_a_bounce_without_report_is_known_by_its_sender() -> None:
    content = raw("User unknown", From="Mail <MAILER-DAEMON@mx.example>", Return_Path="<>")
    assert parse(content, now=NOW).kind is Kind.BOUNCE
