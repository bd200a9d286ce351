"""The text of a mail, whatever its charset, its coding and its structure."""

from __future__ import annotations

import base64

import pytest

from ccpro_desk.connectors.mail.parse import FULL_TEXT, MAX_TEXT, parse
from tests.mail.made import NOW, multipart, raw, read

FRENCH = "Reçu l’avis à payer : 617 € « dû » hier"


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("utf-8", "utf-8"),
        ("UTF8", "utf-8"),
        ("windows-1252", "cp1252"),
        ("us-ascii", "utf-8"),
        ("us-ascii", "cp1252"),
        ("utf-8", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("x-inconnu", "cp1252"),
        ("x-inconnu", "utf-8"),
        ("unicode_escape", "utf-8"),
        ("base64", "cp1252"),
        ("utf-16", "utf-16"),
        ("", "utf-8"),
    ],
)
def test_charsets_declared_well_and_badly(declared: str, written: str) -> None:
    mail = read(FRENCH.encode(written), Content_Type=f'text/plain; charset="{declared}"')
    assert mail.text == FRENCH


def test_no_content_type_at_all() -> None:
    assert read(FRENCH.encode("cp1252"), MIME_Version=None).text == FRENCH


def test_latin_9_has_its_euro() -> None:
    assert (
        read("10 € dûs".encode("iso-8859-15"), Content_Type="text/plain; charset=iso-8859-15").text
        == "10 € dûs"
    )


def test_other_scripts_survive_an_unknown_charset() -> None:
    cyrillic = "Добрый день, я хотел бы узнать, когда придёт возврат налога на добавленную стоимость."
    assert read(cyrillic.encode("cp1251"), Content_Type="text/plain; charset=x-inconnu").text == cyrillic


@pytest.mark.parametrize("coding", ["base64", "quoted-printable", "8bit", "BASE64", "inconnu"])
def test_transfer_encodings(coding: str) -> None:
    import quopri

    content = FRENCH.encode()
    coded = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(coding.lower())
    mail = read(
        coded(content) if coded else content,
        Content_Type="text/plain; charset=utf-8",
        Content_Transfer_Encoding=coding,
    )
    assert mail.text.strip() == FRENCH


def test_broken_base64_still_says_something() -> None:
    mail = read(b"Qm9uam91ciBNYWRhbWU=*!\r\nQ", Content_Transfer_Encoding="base64")
    assert "Bonjour Madame" in mail.text


def test_html_only_becomes_text_without_script_or_remote_content() -> None:
    html = (
        "<html><head><title>T</title><style>p{color:red}</style></head><body><p>Bonjour&nbsp;Madame,</p>"
        "<script>alert(1)</script><img src='http://pisteur.example/x.png' alt='logo'>"
        "<table><tr><td>TVA</td><td>612 €</td></tr></table><ul><li>un</li><li>deux</li></ul></body></html>"
    )
    text = read(html, Content_Type="text/html; charset=utf-8").text
    assert "Bonjour Madame," in text
    assert "TVA  612 €" in text
    assert "* un" in text
    for absent in ("alert", "color", "pisteur", "<"):
        assert absent not in text


def test_html_that_no_parser_lays_out_keeps_its_words() -> None:
    assert "perdu" in read("<div>" * 5_000 + "perdu", Content_Type="text/html").text


def test_a_gmail_quotation_in_html_is_marked() -> None:
    html = (
        '<div>Merci de me répondre.</div><div class="gmail_quote">Le lun. 16 nov. 2026, X &lt;x@y.example&gt; a écrit :<br>'
        '<blockquote class="gmail_quote">Ancien texte<br>sur deux lignes</blockquote></div>'
    )
    mail = read(html, Content_Type="text/html; charset=utf-8")
    assert "> Ancien texte\n> sur deux lignes" in mail.text
    assert mail.body.fresh == "Merci de me répondre."


def test_alternative_prefers_plain_text_unless_it_says_nothing() -> None:
    plain = "Content-Type: text/plain; charset=utf-8\r\n\r\nEn clair"
    html = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>En HTML</p>"
    empty = "Content-Type: text/plain\r\n\r\n  \r\n"
    assert parse(multipart("alternative", plain, html), now=NOW).text.strip() == "En clair"
    assert parse(multipart("alternative", empty, html), now=NOW).text.strip() == "En HTML"


def test_related_and_mixed_texts_follow_each_other() -> None:
    one = "Content-Type: text/plain\r\n\r\nAvant"
    image = (
        "Content-Type: image/png\r\nContent-ID: <i@x>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0="
    )
    two = "Content-Type: text/plain\r\n\r\nApres"
    mail = parse(multipart("mixed", one, image, two), now=NOW)
    assert mail.text.split() == ["Avant", "Apres"]
    assert [(a.name, a.type) for a in mail.attachments] == [("piece-jointe-1.png", "image/png")]


def test_a_mail_in_a_mail_is_kept_and_shown_quoted() -> None:
    inner = raw("Texte de la cliente", Subject="=?utf-8?Q?d=C3=A9ficit?=", Message_ID="<int@x.example>")
    outer = multipart(
        "mixed",
        "Content-Type: text/plain\r\n\r\nVoir ci-joint.",
        b"Content-Type: message/rfc822\r\n\r\n" + inner,
    )
    mail = parse(outer, now=NOW)
    (attachment,) = mail.attachments
    assert (attachment.name, attachment.type) == ("déficit.eml", "message/rfc822")
    assert parse(attachment.content, now=NOW).external_id == "<int@x.example>"
    assert "> Texte de la cliente" in mail.text
    assert "> Objet\xa0: déficit" in mail.text
    assert mail.body.fresh == "Voir ci-joint."


def test_an_empty_mail_is_a_mail() -> None:
    mail = read(b"", Subject=None)
    assert (mail.subject, mail.text, mail.attachments) == ("", "", ())


def test_a_multipart_without_parts_is_read_as_text() -> None:
    assert "Bonjour" in read("Bonjour", Content_Type="multipart/mixed").text
    assert "Bonjour" in read("Bonjour", Content_Type='multipart/mixed; boundary="absent"').text


def test_a_very_long_text_comes_whole_as_a_file() -> None:
    mail = read("mot " * MAX_TEXT)
    assert len(mail.text) < MAX_TEXT + 200
    assert mail.attachments[-1].name == FULL_TEXT
    assert len(mail.attachments[-1].content) >= 4 * MAX_TEXT - 1


@pytest.mark.parametrize(
    ("raw_subject", "subject"),
    [
        ("=?utf-8?Q?Re=C3=A7u?=", "Reçu"),
        ("=?iso-8859-1?Q?Re=E7u?= =?iso-8859-1?Q?_hier?=", "Reçu hier"),
        ("=?utf-8?B?w6k=?= et =?utf-8?B?w6A=?=", "é et à"),
        ("=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=", "café"),
        ("=?x-inconnu?Q?Re=E7u?=", "Reçu"),
        ("=?utf-8?B?w6k?=", "é"),
        ("=?utf-8?Q?pas fini", "=?utf-8?Q?pas fini"),
        ("Reçu en clair", "Reçu en clair"),
        ("=?utf-8?Q?deux=0D=0ABcc:_x@y.example?=", "deux Bcc: x@y.example"),
        ("plié\r\n\tsur deux lignes", "plié sur deux lignes"),
    ],
)
def test_subjects(raw_subject: str, subject: str) -> None:
    assert read(Subject=raw_subject).subject == subject


def test_a_subject_of_raw_latin_bytes() -> None:
    content = raw(Subject="X").replace(b"Subject: X", "Subject: Reçu à Vénissieux".encode("latin-1"))
    assert parse(content, now=NOW).subject == "Reçu à Vénissieux"
