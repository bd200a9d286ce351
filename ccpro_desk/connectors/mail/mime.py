"""The standard library's parser, its modern policy made careful: bounded, never raising on a bad header."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.parser import BytesFeedParser
from email.policy import EmailPolicy, Policy
from typing import Any, cast

from ccpro_desk.connectors.mail.decode import decode_header, rescue
from ccpro_desk.connectors.mail.model import MailRefused

MAX_PARTS = 500
MAX_DEPTH = 50
_MAX_HEADER = 16_000
_MAX_PARAMETERS = 2_000
_CHUNK = 1 << 16
_STRUCTURED = frozenset({"content-type", "content-disposition", "content-transfer-encoding"})
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_TYPE = re.compile(r"[a-z0-9][\w.+!#$&^-]{0,126}/[a-z0-9][\w.+!#$&^-]{0,126}")
_HEADERS = (
    "from",
    "to",
    "date",
    "subject",
    "message-id",
    "received",
    "sender",
    "return-path",
    "content-type",
)


class CarefulPolicy(EmailPolicy):
    """Headers as plain text, but for those that say how a part is coded; none is trusted, none fails."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        line = _FOLD.sub(" ", str(value))
        if name.lower() not in _STRUCTURED:
            return line[:_MAX_HEADER]
        line = rescue(line[:_MAX_PARAMETERS])
        try:
            return super().header_fetch_parse(name, line)
        except Exception:  # the structured parser raises all kinds of errors on hostile values
            return line


def read_tree(data: bytes) -> EmailMessage:
    """The parts of a mail. Raises `MailRefused` for what is no mail, or has too many parts or levels."""
    count = 0

    def part(*args: Any, **kwargs: Any) -> EmailMessage:
        nonlocal count
        count += 1
        if count > MAX_PARTS:
            raise MailRefused(f"plus de {MAX_PARTS} parties : le message n'est pas ouvert.")
        return EmailMessage(*args, **kwargs)

    policy = cast("Policy[EmailMessage]", CarefulPolicy(message_factory=part))
    parser: BytesFeedParser[EmailMessage] = BytesFeedParser(part, policy=policy)
    try:
        for at in range(0, len(data), _CHUNK):
            parser.feed(data[at : at + _CHUNK])
        tree = parser.close()
    except RecursionError:
        raise MailRefused(_TOO_DEEP) from None
    _check(tree)
    return tree


_TOO_DEEP = f"plus de {MAX_DEPTH} niveaux imbriqués : le message n'est pas ouvert."


def _check(tree: EmailMessage) -> None:
    if not any(name in tree for name in _HEADERS):
        raise MailRefused("ce n'est pas un courriel : aucun en-tête.")
    level: list[EmailMessage] = [tree]
    for _ in range(MAX_DEPTH + 1):
        level = [child for part in level for child in children(part)]
        if not level:
            return
    raise MailRefused(_TOO_DEEP)


def children(part: EmailMessage) -> list[EmailMessage]:
    """The parts inside a part; none for a leaf."""
    payload = part.get_payload() if part.is_multipart() else []
    return [inside for inside in payload if isinstance(inside, EmailMessage)]


def content_type(part: EmailMessage) -> str:
    """`main/sub` in lower case; `application/octet-stream` when it is written wrongly."""
    try:
        found = part.get_content_type().lower()
    except Exception:  # same reason as above
        return "application/octet-stream"
    return found if _TYPE.fullmatch(found) else "application/octet-stream"


def disposition(part: EmailMessage) -> str:
    """`inline`, `attachment`, or nothing."""
    return str(part.get("content-disposition") or "").split(";")[0].strip().lower()


def parameter(part: EmailMessage, header: str, name: str) -> str | None:
    """A parameter of a structured header, decoded (RFC 2231 and, wrongly but often, encoded-words)."""
    value = part.get(header)
    try:
        params = getattr(value, "params", None)
        found = params.get(name) if params is not None else part.get_param(name, header=header)
    except Exception:  # same reason as above
        return None
    if isinstance(found, tuple):
        found = found[2]
    return decode_header(found) if isinstance(found, str) else None


def raw_content(part: EmailMessage) -> bytes:
    """A leaf's bytes, its transfer encoding undone; what cannot be undone stays as it is."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def text_header(message: EmailMessage, name: str) -> str:
    """A header as raw text, empty when there is none."""
    return str(message.get(name) or "")
