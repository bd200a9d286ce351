"""Who, when, in answer to what: the headers of a mail as checked values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256

from ccpro_desk.connectors.mail.decode import decode_header, rescue
from ccpro_desk.connectors.mail.mime import text_header
from ccpro_desk.domain.text import clean

MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,200}>")
"""Printable ASCII between angle brackets. RFC 5322 wants an `@` in it; not every program obeys."""
_ADDRESS = re.compile(r"[^\s<>@,;:\"()\\\[\]]{1,64}@[^\s<>@,;:\"()\\\[\]]{1,255}")
_MAX_SUBJECT = 500
_MAX_NAME = 200
_MAX_ADDRESSES = 2_000
"""Characters read of a list of addresses: only the first one counts, and some lists have 10,000."""
_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(hours=1)
"""How far a sender's clock may run ahead."""
_BEHIND = timedelta(days=7)
"""How much older than its reception a mail may say it is."""


@dataclass(frozen=True, slots=True)
class Person:
    name: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Thread:
    """Message-IDs, with their angle brackets."""

    own: str | None
    in_reply_to: str | None
    references: tuple[str, ...]

    def root(self, external_id: str) -> str:
        """The first message of the conversation."""
        return next(iter(self.references), None) or self.in_reply_to or external_id


def subject(message: EmailMessage) -> str:
    return clean(decode_header(text_header(message, "subject")), keep_newlines=False)[:_MAX_SUBJECT]


def person(message: EmailMessage, header: str) -> Person:
    """The first person of an address header; what is no address is kept as a name."""
    raw = clean(rescue(text_header(message, header)), keep_newlines=False)[:_MAX_ADDRESSES]
    pairs = [pair for pair in getaddresses([raw]) if any(pair)]
    name, address = pairs[0] if pairs else ("", "")
    if not _ADDRESS.fullmatch(address):
        found = _ADDRESS.search(raw)
        name, address = (name or raw, found[0] if found else "")
    shown = clean(decode_header(name), keep_newlines=False)[:_MAX_NAME]
    safe = clean(address, keep_newlines=False)
    return Person(shown if shown != safe and shown else None, safe if _ADDRESS.fullmatch(safe) else None)


def thread(message: EmailMessage) -> Thread:
    """How the mail hangs together with others."""
    own = MESSAGE_ID.fullmatch(text_header(message, "message-id").strip())
    answered = MESSAGE_ID.findall(text_header(message, "in-reply-to"))
    references = tuple(MESSAGE_ID.findall(text_header(message, "references")))
    last = answered[0] if answered else (references[-1] if references else None)
    return Thread(own[0] if own else None, last, references)


def external_id(thread_: Thread, data: bytes) -> str:
    """What the central knows this mail by: the same for the same mail, always."""
    return thread_.own or f"sha256:{sha256(data).hexdigest()}"


def received_at(message: EmailMessage, now: datetime) -> tuple[datetime, str | None]:
    """When it was sent, and a note when its own date could not be used."""
    sent = _date(text_header(message, "date"))
    arrived = _date(text_header(message, "received").rpartition(";")[2])
    if arrived and not _possible(arrived, now):
        arrived = None
    if sent and _possible(sent, now) and not (arrived and sent < arrived - _BEHIND):
        return sent, None
    fault = "date impossible" if sent else "sans date lisible"
    if arrived:
        return arrived, f"{fault} : celle de la réception est prise"
    return now, f"{fault} : l'heure de l'import est prise"


def _possible(at: datetime, now: datetime) -> bool:
    return _EARLIEST <= at <= now + _AHEAD


def _date(raw: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(raw.strip()[:100])
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
