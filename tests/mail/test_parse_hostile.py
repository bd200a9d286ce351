"""Bad input: each has a clear result, and nothing gets through that a terminal would obey."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccpro_desk.connectors.mail.model import MailRefused, Unforeseen
from ccpro_desk.connectors.mail.parse import parse
from ccpro_desk.domain.text import is_clean
from tests.mail.made import NOW, multipart, raw, read

TRAP = (
    "[/x] [@click=app.quit]ici[/]\n\x1b[31mrouge\x1b[0m \x1b]52;c;Y2Vzdcnpbmk=\x07\x9b2J\x00nul\n"
    "\u202e4202-FRUS\u202c \u2066fin\u2069 in\u200bvisible"
)


def test_traps_become_plain_text() -> None:
    mail = read(TRAP, Content_Type="text/plain; charset=utf-8", Subject=f"=?utf-8?B?{_b64(TRAP)}?=")
    assert mail.text == "[/x] [@click=app.quit]ici[/]\nrouge nul\n4202-FRUS fin invisible"
    assert mail.subject == "[/x] [@click=app.quit]ici[/] rouge nul 4202-FRUS fin invisible"


def _b64(text: str) -> str:
    import base64

    return base64.b64encode(text.encode()).decode()


def test_html_traps_too() -> None:
    text = read("<p>a&#27;[31mb&#x202e;c&#0;d\x9b2Je</p>", Content_Type="text/html; charset=utf-8").text
    assert is_clean(text)
    assert "\x1b" not in text


def test_lone_surrogates() -> None:
    mail = read(b"a\xed\xa0\x80b", Content_Type="text/plain; charset=utf-8")
    assert is_clean(mail.text)
    mail.text.encode("utf-8")


@pytest.mark.parametrize(
    "content", [b"", b"\r\n \r\n", b"\x89PNG\r\n\x1a\n" + bytes(500), b"ceci n'est pas un courriel"]
)
def test_what_is_no_mail_is_refused(content: bytes) -> None:
    with pytest.raises(MailRefused) as refused:
        parse(content, now=NOW)
    assert str(refused.value)


def test_ten_thousand_recipients() -> None:
    everybody = ",\r\n ".join(f"personne{n}@x.example" for n in range(10_000))
    assert read(To=everybody, Cc=everybody).recipient == "personne0@x.example"


def test_twenty_megabytes() -> None:
    part = b"Content-Type: application/pdf; name=gros.pdf\r\n\r\n" + b"x" * 20_000_000
    mail = parse(multipart("mixed", part), now=NOW)
    assert len(mail.attachments[0].content) == 20_000_000


def test_too_many_parts() -> None:
    with pytest.raises(MailRefused, match="500 parties"):
        parse(multipart("mixed", *["Content-Type: text/plain\r\n\r\nx"] * 600), now=NOW)


@pytest.mark.parametrize("depth", [60, 450, 5_000])
def test_too_deep(depth: int) -> None:
    body = b"".join(
        f'--B{n}\r\nContent-Type: multipart/mixed; boundary="B{n + 1}"\r\n\r\n'.encode() for n in range(depth)
    )
    with pytest.raises(MailRefused, match=r"niveaux|parties"):
        parse(raw(body, Content_Type='multipart/mixed; boundary="B0"'), now=NOW)


def test_mails_in_mails_in_mails() -> None:
    content = raw("fond")
    for _ in range(60):
        content = raw(content, Content_Type="message/rfc822")
    with pytest.raises(MailRefused, match="niveaux"):
        parse(content, now=NOW)


@pytest.mark.parametrize(
    "type_",
    [
        "text",
        "/",
        ";;;",
        "text/plain; charset",
        'text/plain; charset="',
        "text/plain; charset*=bogus'fr'%ZZ",
        "multipart/mixed; boundary*0*=''%",
        'application/x; name*999999999999999999999="x"',
        "=?utf-8?Q?text/plain?=",
        "text/plain; " + "a=b; " * 5_000,
        "text/plain(" * 50,
        "text/plain; charset=a\x00b",
    ],
)
def test_hostile_content_types(type_: str) -> None:
    mail = read(b"\xe9t\xe9", Content_Type=type_)
    assert mail.external_id == "<un@fournil.example>"


def test_a_header_cannot_bring_another_one() -> None:
    mail = read(Subject="a\r\n b", From="=?utf-8?Q?X=0D=0ABcc=3A_y?= <k@x.example>")
    assert "\n" not in mail.subject + (mail.sender_name or "")


HEADERS = st.sampled_from(
    [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "References",
        "In-Reply-To",
        "Content-Type",
        "Received",
        "Content-Disposition",
        "Content-Transfer-Encoding",
        "Auto-Submitted",
        "Precedence",
        "Reply-To",
        "X-Y",
    ]
)
VALUES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [
            b'multipart/mixed; boundary="B"',
            b"multipart/alternative; boundary=B",
            b"message/rfc822",
            b"text/html",
            b"text/plain; charset=utf-16",
            b"base64",
            b"quoted-printable",
            b"x-uuencode",
            b'attachment; filename="\xe9"',
            b"multipart/report; boundary=B",
            b"=?utf-8?B?w6k=?=",
            b"<a@b>",
            b"Wed, 18 Nov 2026 14:50:12 +0100",
        ]
    ),
)
PIECES = st.lists(
    st.one_of(
        st.tuples(HEADERS.map(str.encode), VALUES).map(lambda pair: pair[0] + b": " + pair[1] + b"\r\n"),
        st.sampled_from([b"\r\n", b"\n", b"--B\r\n", b"--B--\r\n", b"begin 644 x\r\n", b"> ", b"-- \r\n"]),
        st.binary(max_size=80),
    ),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(PIECES)
def test_parse_raises_nothing_but_its_refusal(pieces: list[bytes]) -> None:
    try:
        mail = parse(b"From: a@b.example\r\n" + b"".join(pieces), now=NOW)
    except MailRefused as refusal:
        assert not isinstance(refusal, Unforeseen), refusal.__cause__
        return
    told = (mail.subject, mail.text, mail.sender_name or "", mail.sender_address or "", mail.recipient or "")
    assert all(is_clean(text) for text in told)
    assert all(is_clean(a.name) and a.name for a in mail.attachments)
    assert is_clean(mail.external_id + mail.thread_id)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_at_all(content: bytes) -> None:
    try:
        parse(content, now=NOW)
    except MailRefused as refusal:
        assert not isinstance(refusal, Unforeseen), refusal.__cause__
        assert str(refusal)


def test_a_reader_s_own_fault_is_a_refusal_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ccpro_desk.connectors.mail.parse.gather", lambda tree: 1 / 0)
    with pytest.raises(Unforeseen, match="ZeroDivisionError"):
        read()
