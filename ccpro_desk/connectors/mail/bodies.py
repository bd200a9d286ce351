"""The text that a mail's reader sees, and the files that come with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from email import policy
from email.generator import BytesGenerator
from email.message import EmailMessage
from io import BytesIO

from ccpro_desk.connectors.mail import headers, html
from ccpro_desk.connectors.mail.decode import decode, decode_header
from ccpro_desk.connectors.mail.mime import (
    children,
    content_type,
    disposition,
    parameter,
    raw_content,
    text_header,
)
from ccpro_desk.connectors.mail.model import MailAttachment
from ccpro_desk.connectors.mail.names import safe_name
from ccpro_desk.domain.text import clean

_TEXTS = ("text/plain", "text/html")


@dataclass(slots=True)
class Gathered:
    """What the parts of a mail hold, in their order."""

    texts: list[str] = field(default_factory=list)
    attachments: list[MailAttachment] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The texts one after the other, cleaned."""
        return clean("\n\n".join(text.strip("\r\n") for text in self.texts if text.strip()))


def gather(tree: EmailMessage) -> Gathered:
    """All texts and attachments of a mail whose depth is already bounded."""
    found = Gathered()
    _gather(tree, found)
    return found


def _gather(part: EmailMessage, found: Gathered) -> None:
    type_ = content_type(part)
    inside = children(part)
    if type_ == "message/rfc822" and inside:
        _take_message(inside[0], part, found)
    elif type_ == "multipart/alternative" and inside:
        _take_best(inside, found)
    elif inside:
        for child in inside:
            _gather(child, found)
    elif _is_text(part, type_):
        found.texts.append(_text_of(part, type_))
    else:
        _attach(part, type_, found, raw_content(part))


def _is_text(part: EmailMessage, type_: str) -> bool:
    if disposition(part) == "attachment" or _file_name(part):
        return False
    # A multipart that turned out to have no parts is read as the text that it is.
    return type_ in _TEXTS or type_.startswith("multipart/")


def _text_of(part: EmailMessage, type_: str) -> str:
    text = decode(raw_content(part), parameter(part, "content-type", "charset"))
    return html.to_text(text) if type_ == "text/html" else text


def _take_best(choices: list[EmailMessage], found: Gathered) -> None:
    """Of the same content in several forms: the plain text if it says anything, else the richest."""
    each = []
    for choice in choices:
        gathered = Gathered()
        _gather(choice, gathered)
        found.attachments += gathered.attachments
        each.append((content_type(choice) == "text/plain", gathered))
    plain = [g for is_plain, g in each if is_plain and g.text.strip()]
    other = [g for is_plain, g in reversed(each) if not is_plain and g.text.strip()]
    found.texts += next(iter(plain + other), Gathered()).texts


def _take_message(inner: EmailMessage, part: EmailMessage, found: Gathered) -> None:
    """A mail in a mail: kept whole as a file, its text shown as a quotation."""
    name = _file_name(part) or f"{headers.subject(inner) or 'message'}.eml"
    found.attachments.append(
        MailAttachment(
            safe_name(name, "message/rfc822", len(found.attachments) + 1), "message/rfc822", _bytes(inner)
        )
    )
    nested = Gathered()
    _gather(inner, nested)
    shown = f"{_head(inner)}\n\n{nested.text}".rstrip()
    found.texts.append("\n".join(f"> {line}".rstrip() for line in shown.split("\n")))


def _head(inner: EmailMessage) -> str:
    labels = (("De", "from"), ("Date", "date"), ("À", "to"), ("Objet", "subject"))
    values = [(label, text_header(inner, name)[:500]) for label, name in labels]
    return "\n".join(
        f"{label}\u00a0: {clean(decode_header(value), keep_newlines=False)}"
        for label, value in values
        if value
    )


def _bytes(inner: EmailMessage) -> bytes:
    """The nested mail as it came, as far as the parser keeps it."""
    written = BytesIO()
    attempts: tuple[Callable[[], object], ...] = (
        lambda: BytesGenerator(written, mangle_from_=False, policy=policy.compat32).flatten(inner),
        lambda: written.write(str(inner.get_payload()).encode("utf-8", "replace")),
    )
    for attempt in attempts:
        written.seek(0)
        written.truncate()
        try:
            attempt()
            break
        except Exception:  # noqa: S112 - the generator raises all kinds of errors on malformed parts
            continue
    return written.getvalue()


def _file_name(part: EmailMessage) -> str | None:
    return parameter(part, "content-disposition", "filename") or parameter(part, "content-type", "name")


def _attach(part: EmailMessage, type_: str, found: Gathered, content: bytes) -> None:
    if not content and not _file_name(part):
        return
    name = safe_name(_file_name(part), type_, len(found.attachments) + 1)
    found.attachments.append(MailAttachment(name, type_, content))
