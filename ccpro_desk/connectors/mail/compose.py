"""An outbox item to the message that goes out: threaded, UTF-8, its headers impossible to break out of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from typing import Any

from ccpro_desk.connectors.mail.headers import MESSAGE_ID
from ccpro_desk.connectors.mail.model import MailAttachment
from ccpro_desk.connectors.mail.names import safe_name
from ccpro_desk.domain.text import clean
from ccpro_desk.wire.views import OutboxItem

_IDS = frozenset({"message-id", "in-reply-to", "references"})
_RE = re.compile(r"^(?:re|ré|rép)\s?:", re.IGNORECASE)
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")
_METHOD = re.compile(r";\s*method=([A-Za-z]{1,20})(?:;|$)")
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_MAX_SUBJECT = 500
_MAX_REFERENCES = 20
"""The first message and the last ones: enough to thread, short enough for every server."""
NO_SUBJECT = "Votre message"


class CannotCompose(Exception):
    """No correct mail can be made of this item; `str()` is a French sentence for the agent."""


class OutgoingPolicy(EmailPolicy):
    """SMTP's form, but Message-IDs are folded between each other and never encoded."""

    def fold(self, name: str, value: str) -> Any:
        return _fold_ids(name, value) if name.lower() in _IDS else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in _IDS:
            return _fold_ids(name, value).encode("ascii")
        return super().fold_binary(name, value)


OUTGOING = OutgoingPolicy(linesep="\r\n", cte_type="7bit")


def compose(item: OutboxItem, attachments: Sequence[MailAttachment], now: datetime) -> EmailMessage:
    """The mail of a reply. Raises `CannotCompose`."""
    message = EmailMessage(policy=OUTGOING)
    message["From"] = _address(*parseaddr(clean(item.sender, keep_newlines=False)), "expéditeur")
    message["To"] = _address(item.to.name or "", item.to.address, "destinataire")
    message["Subject"] = _line(item.subject) if item.notice else reply_subject(item.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = _id(item.message_id, "Message-ID")
    answered = _id(item.in_reply_to, "In-Reply-To") if item.in_reply_to else None
    references = _references(item.references, answered)
    if answered:
        message["In-Reply-To"] = answered
    if references:
        message["References"] = " ".join(references)
    message["Content-Language"] = "fr"
    message.set_content(f"{clean(item.text).rstrip()}\n", charset="utf-8", cte="quoted-printable")
    for number, attachment in enumerate(attachments, 1):
        _attach(message, attachment, number)
    return message


def reply_subject(subject: str) -> str:
    """« Re: » once, whatever the client's own habit was."""
    line = _line(subject)
    return line if _RE.match(line) else f"Re: {line}"


def _line(subject: str) -> str:
    return clean(subject, keep_newlines=False)[:_MAX_SUBJECT] or NO_SUBJECT


def _attach(message: EmailMessage, attachment: MailAttachment, number: int) -> None:
    type_ = attachment.type.partition(";")[0].strip().lower()
    if not _TYPE.fullmatch(type_) or type_.startswith(("message/", "multipart/")):
        type_ = "application/octet-stream"
    main, _, sub = type_.partition("/")
    name = safe_name(attachment.name, type_, number)
    message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=name)
    if type_ == "text/calendar":
        _say_method(message, attachment)


def _say_method(message: EmailMessage, attachment: MailAttachment) -> None:
    """What a calendar is to do with the file (RFC 6047, 2.4), in the part's type too."""
    part = list(message.iter_attachments())[-1]
    method = _METHOD.search(attachment.type)
    part.set_param("charset", "utf-8")
    if method:
        part.set_param("method", method[1].upper())


def _references(references: Sequence[str], answered: str | None) -> list[str]:
    found = [MESSAGE_ID.fullmatch(_bracketed(reference)) for reference in references]
    ids = list(dict.fromkeys(match[0] for match in found if match))
    if answered:
        ids = [*(i for i in ids if i != answered), answered]
    return ids if len(ids) <= _MAX_REFERENCES else [ids[0], *ids[1 - _MAX_REFERENCES :]]


def _id(raw: str, what: str) -> str:
    found = MESSAGE_ID.fullmatch(_bracketed(raw))
    if not found:
        raise CannotCompose(f"{what} inutilisable : {clean(raw, keep_newlines=False)[:80]!r}.")
    return found[0]


def _bracketed(raw: str) -> str:
    return raw if raw.startswith("<") else f"<{raw}>"


def _address(name: str, spec: str, who: str) -> Address:
    """An address header's value. A domain with accents goes in its ASCII form; a local part cannot."""
    local, _, domain = spec.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
        if not (_LOCAL.fullmatch(local) and _DOMAIN.fullmatch(ascii_domain)):
            raise ValueError(spec)
        shown = clean(name, keep_newlines=False)[:200]
        return Address(display_name=shown, username=local, domain=ascii_domain)
    except (ValueError, IndexError) as error:
        shown = clean(spec, keep_newlines=False)[:80]
        raise CannotCompose(f"L'adresse du {who} est inutilisable : « {shown} ».") from error


def _fold_ids(name: str, value: str) -> str:
    return f"{name}: " + "\r\n ".join(MESSAGE_ID.findall(str(value))) + "\r\n"
