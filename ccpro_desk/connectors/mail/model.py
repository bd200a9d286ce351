"""A mail once read: plain values, already cleaned, safe to store and to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ccpro_desk.connectors.mail.quoting import Body


class MailRefused(Exception):
    """These bytes cannot be taken as a mail; `str()` is a French sentence that says why."""


class Unforeseen(MailRefused):
    """A reader failed on these bytes as it should not have: this mail is refused, the rest goes on."""


class Kind(StrEnum):
    """Whether a person wrote it."""

    CONTACT = "contact"
    AUTO = "auto"
    """An automatic reply, a read receipt, a mailing list: never a contact, never answered."""
    BOUNCE = "bounce"
    """A report that one of our messages did not, or not yet, arrive."""


@dataclass(frozen=True, slots=True)
class MailAttachment:
    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a delivery report says of the message that it is about."""

    message_id: str | None
    """Of the original message, with its angle brackets."""
    recipient: str | None
    status: str | None
    """Enhanced status code (RFC 3463), such as `5.1.1`."""
    final: bool
    """False while the other server still tries."""


@dataclass(frozen=True, slots=True)
class IncomingMail:
    external_id: str
    """The Message-ID with its angle brackets, or `sha256:…` of the bytes when there is no usable one."""
    thread_id: str
    """The first message of the conversation: this one, when it answers none."""
    in_reply_to: str | None
    received_at: datetime
    """UTC."""
    subject: str
    sender_name: str | None
    sender_address: str | None
    recipient: str | None
    """The first address that it was sent to."""
    text: str
    """The whole text, marked as `quoting` says."""
    body: Body
    attachments: tuple[MailAttachment, ...]
    siren: str | None
    """The only valid SIREN that the sender names, if there is exactly one."""
    kind: Kind
    notes: tuple[str, ...] = ()
    """What had to be mended, in French, for the import's report."""
    bounce: Bounce | None = None
