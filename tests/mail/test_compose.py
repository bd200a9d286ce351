"""Replies as mail: threaded, readable by any client, closed to injection."""

from __future__ import annotations

from email import policy
from email.parser import BytesParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccpro_desk.connectors.mail.compose import CannotCompose, compose, reply_subject
from ccpro_desk.connectors.mail.model import MailAttachment
from ccpro_desk.connectors.mail.parse import parse
from ccpro_desk.domain.text import clean
from ccpro_desk.wire.views import OutboxItem, Recipient
from tests.mail.central import reply
from tests.mail.made import NOW

NAMES = {"From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Content-Language"}
NAMES |= {"MIME-Version", "Content-Type", "Content-Transfer-Encoding"}


def written(item: OutboxItem, *attachments: MailAttachment) -> bytes:
    return compose(item, attachments, NOW).as_bytes()


def test_what_is_composed_is_read_back() -> None:
    files = (
        MailAttachment("reçu n° 4 – problème.pdf", "application/pdf", b"%PDF\x00\xff"),
        MailAttachment("échéances.csv", "text/csv", "dû;à\n".encode("latin-1")),
        MailAttachment("message.eml", "message/rfc822", b"From: a\r\n\r\nb"),
    )
    item = reply(text="Madame,\n\n« 612 € » – reçu.\n> cité\n" + "long " * 400 + "\n.\nFrom ici\n")
    mail = parse(written(item, *files), now=NOW)
    assert mail.text.strip() == item.text.strip()
    assert mail.subject == "Re: Dépôt de la 2502"
    assert (mail.external_id, mail.thread_id, mail.in_reply_to) == (
        item.message_id,
        "<racine@x.example>",
        "<un@x.example>",
    )
    assert [(a.name, a.content) for a in mail.attachments] == [(f.name, f.content) for f in files]
    assert mail.received_at == NOW


def test_the_bytes_go_through_any_server() -> None:
    content = written(reply(text="é" * 5_000, references=tuple(f"<{n:060}@x.example>" for n in range(60))))
    assert content.isascii()
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_a_letter_of_the_centrals_own_keeps_its_subject_and_its_calendar_says_what_to_do() -> None:
    type_ = "text/calendar; method=CANCEL; charset=utf-8"
    file = MailAttachment("rendez-vous.ics", type_, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    item = reply(subject="Votre rendez-vous est annulé", notice=True)
    message = BytesParser(policy=policy.default).parsebytes(written(item, file))
    assert message["Subject"] == "Votre rendez-vous est annulé"
    [part] = message.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    said = part["Content-Type"].params
    assert (said["method"], said["charset"]) == ("CANCEL", "utf-8")
    assert part.get_payload(decode=True) == file.content


def test_long_message_ids_are_never_encoded() -> None:
    long = f"<{'a' * 150}@outlook.example>"
    content = written(reply(message_id=long, in_reply_to=long, references=(long,)))
    message = BytesParser(policy=policy.compat32).parsebytes(content)
    for name in ("Message-ID", "In-Reply-To", "References"):
        assert message[name].strip() == long


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("CFE", "Re: CFE"),
        ("Re: CFE", "Re: CFE"),
        ("RE : CFE", "RE : CFE"),
        ("TR: CFE", "Re: TR: CFE"),
        ("Référence 12", "Re: Référence 12"),
        ("", "Re: Votre message"),
    ],
)
def test_subjects(subject: str, expected: str) -> None:
    assert reply_subject(subject) == expected


@pytest.mark.parametrize(
    "changed",
    [
        {"to": Recipient("")},
        {"to": Recipient("personne")},
        {"to": Recipient("a@x.example\r\nBcc: b@y.example")},
        {"to": Recipient("a b@x.example")},
        {"to": Recipient("é@x.example")},
        {"to": Recipient("a@" + "x" * 300)},
        {"sender": ""},
        {"message_id": "<a>\r\nBcc: b@y.example"},
        {"message_id": ""},
        {"in_reply_to": "<a b>"},
    ],
)
def test_what_cannot_be_sent_is_said(changed: dict[str, object]) -> None:
    try:
        content = written(reply(**changed))
    except CannotCompose as fault:
        assert str(fault)
        return
    assert b"\r\nBcc" not in content
    pytest.fail("composed all the same")


def test_a_domain_with_accents_goes_in_ascii() -> None:
    assert b"a@xn--caf-dma.example" in written(reply(to=Recipient("a@café.example")))


NASTY = st.text(
    st.one_of(st.characters(), st.sampled_from(list("\r\n\x00\x1b:,;<>@\"'()[]=?_ é€\u2028\u202e"))),
    max_size=60,
)


@settings(max_examples=300, deadline=None)
@given(name=NASTY, subject=NASTY, text=NASTY, file=NASTY, reference=NASTY, sender=NASTY)
def test_no_header_can_be_injected(
    name: str, subject: str, text: str, file: str, reference: str, sender: str
) -> None:
    item = reply(
        to=Recipient("k@x.example", name),
        subject=subject,
        text=text,
        references=(reference, "<racine@x.example>"),
        sender=f"{sender} <cc-pros@dgfip.example>",
    )
    try:
        content = written(item, MailAttachment(file, reference, b"x"))
    except CannotCompose:
        return
    message = BytesParser(policy=policy.compat32).parsebytes(content)
    assert set(message.keys()) <= NAMES
    assert len(message.keys()) == len(set(message.keys()))
    assert not message.defects
    mail = parse(content, now=NOW)
    assert mail.recipient == "k@x.example"
    assert len(mail.attachments) == 1
    assert mail.subject == clean(reply_subject(subject), keep_newlines=False)
