"""An `IncomingMail` to the body of `POST /v1/contacts`."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ccpro_desk.connectors.mail.model import IncomingMail, MailAttachment
from ccpro_desk.connectors.mail.names import readable_size
from ccpro_desk.domain.identification import Assurance
from ccpro_desk.domain.values import Channel

MAX_ATTACHMENT = 25_000_000
"""Bytes of one attachment (contract)."""
MAX_BODY = 39_000_000
"""Bytes of base64 in one body: the contract's 40 MB, less the text and its JSON."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What whoever imports knows of all these mails."""

    assurance: Assurance = Assurance.NONE
    """`ACCOUNT` for messages of the authenticated online space."""
    sie: str | None = None
    """The SIE whose mailbox it is."""
    department: str | None = None


def fit(mail: IncomingMail) -> IncomingMail:
    """`mail` within the contract's limits: what is too big is left out, largest first, and named."""
    dropped = [a for a in mail.attachments if len(a.content) > MAX_ATTACHMENT]
    kept = [a for a in mail.attachments if len(a.content) <= MAX_ATTACHMENT]
    while kept and sum(_encoded(a) for a in kept) > MAX_BODY:
        largest = max(kept, key=_encoded)
        kept.remove(largest)
        dropped.append(largest)
    if not dropped:
        return mail
    text = f"{mail.text}\n\n{_named(dropped)}".lstrip("\n")
    note = f"{len(dropped)} pièce(s) jointe(s) trop grosse(s), nommée(s) dans le texte"
    return replace(mail, text=text, attachments=tuple(kept), notes=(*mail.notes, note))


def body(mail: IncomingMail, settings: Settings) -> dict[str, Any]:
    """The JSON of a mail that `fit` made fit; what is not known is absent."""
    known = {
        "channel": Channel.MAIL.value,
        "external_id": mail.external_id,
        "received_at": mail.received_at.isoformat(),
        "subject": mail.subject,
        "body": mail.text,
        "sender": _sender(mail, settings.assurance),
        "called": _called(mail, settings.sie),
        "siren": mail.siren,
        "department": settings.department,
        "thread_id": mail.thread_id,
        "in_reply_to": mail.in_reply_to,
        "attachments": [_attachment(a) for a in mail.attachments] or None,
    }
    return {name: value for name, value in known.items() if value is not None}


def _sender(mail: IncomingMail, assurance: Assurance) -> dict[str, str]:
    known = {"name": mail.sender_name, "address": mail.sender_address, "assurance": assurance.value}
    return {name: value for name, value in known.items() if value}


def _called(mail: IncomingMail, sie: str | None) -> dict[str, str] | None:
    """A mailbox stands where a telephone has its line."""
    return {"number": mail.recipient or "", "sie": sie} if sie else None


def _attachment(attachment: MailAttachment) -> dict[str, str]:
    content = base64.b64encode(attachment.content).decode("ascii")
    return {"name": attachment.name, "type": attachment.type, "content_base64": content}


def _encoded(attachment: MailAttachment) -> int:
    return 4 * (len(attachment.content) + 2) // 3


def _named(dropped: Sequence[MailAttachment]) -> str:
    return "\n".join(
        f"[Pièce jointe trop grosse, non transmise : {a.name} ({readable_size(len(a.content))}).]"
        for a in dropped
    )
