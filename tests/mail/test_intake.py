"""The body of `POST /v1/contacts`: strict enough for the contract's own adapter, within its limits."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccpro_desk.connectors.mail.intake import MAX_ATTACHMENT, Settings, body, fit
from ccpro_desk.connectors.mail.model import MailAttachment, MailRefused
from ccpro_desk.connectors.mail.parse import parse
from ccpro_desk.domain.identification import Assurance
from ccpro_desk.wire.codec import dumps
from ccpro_desk.wire.codec import parse as wire_parse
from ccpro_desk.wire.requests import Intake
from tests.mail.made import NOW, read


def as_intake(mail_body: dict[str, object]) -> Intake:
    return wire_parse(Intake, dumps(mail_body))


def test_every_field() -> None:
    mail = read("SIREN 732 829 320", References="<racine@x>", In_Reply_To="<racine@x>")
    mail = replace(mail, attachments=(MailAttachment("é.pdf", "application/pdf", b"%PDF"),))
    intake = as_intake(body(fit(mail), Settings(Assurance.ACCOUNT, "6901", "69")))
    assert (intake.external_id, intake.thread_id, intake.in_reply_to) == (
        "<un@fournil.example>",
        "<racine@x>",
        "<racine@x>",
    )
    assert (intake.siren, intake.department) == ("732829320", "69")
    assert intake.sender.assurance is Assurance.ACCOUNT
    assert intake.called
    assert (intake.called.sie, intake.called.number) == ("6901", "cc-pros@dgfip.example")
    assert base64.b64decode(intake.attachments[0].content_base64) == b"%PDF"


def test_the_barest_mail() -> None:
    sent = body(fit(read(b"", From=None, Subject=None, Date=None, Message_ID=None)), Settings())
    intake = as_intake(sent)
    assert intake.external_id.startswith("sha256:")
    assert intake.sender.address is None
    assert "called" not in sent


def test_an_attachment_over_25_mb_is_named_not_sent() -> None:
    big = MailAttachment("gros.zip", "application/zip", bytes(MAX_ATTACHMENT + 1))
    small = MailAttachment("petit.pdf", "application/pdf", b"%PDF")
    fitted = fit(replace(read(), attachments=(big, small)))
    assert [a.name for a in fitted.attachments] == ["petit.pdf"]
    assert "gros.zip (25,0\xa0Mo)" in fitted.text
    assert fitted.notes


def test_a_mail_over_40_mb_loses_its_largest_attachments_first() -> None:
    attachments = tuple(
        MailAttachment(f"{n}.pdf", "application/pdf", bytes(n * 1_000_000)) for n in (10, 20, 15)
    )
    fitted = fit(replace(read(), attachments=attachments))
    assert [a.name for a in fitted.attachments] == ["10.pdf", "15.pdf"]
    assert "20.pdf" in fitted.text
    assert len(dumps(body(fitted, Settings()))) < 40_000_000


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_whatever_is_read_is_a_right_body(content: bytes) -> None:
    try:
        mail = parse(b"From: a@b.example\r\n" + content, now=NOW)
    except MailRefused:
        return
    as_intake(body(fit(mail), Settings()))


@pytest.mark.parametrize("subject", ["x" * 5_000, "", "[/x]"])
def test_subjects_fit(subject: str) -> None:
    as_intake(body(fit(read(Subject=subject)), Settings()))
