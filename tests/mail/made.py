"""Mails made for the tests: the bytes that clients, servers and vandals write."""

from __future__ import annotations

from datetime import UTC, datetime

from ccpro_desk.connectors.mail.model import IncomingMail
from ccpro_desk.connectors.mail.parse import parse

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HEAD = {
    "From": "Karim Benali <contact@fournil.example>",
    "To": "cc-pros@dgfip.example",
    "Subject": "Remboursement",
    "Date": "Wed, 18 Nov 2026 14:50:12 +0100",
    "Message-ID": "<un@fournil.example>",
    "MIME-Version": "1.0",
}


def raw(body: bytes | str = b"Bonjour", **headers: str | None) -> bytes:
    """A mail: `HEAD` with `headers` (underscores stand for hyphens, None takes one out), then `body`."""
    given = {name.replace("_", "-").lower(): value for name, value in headers.items()}
    merged: dict[str, str | None] = {
        name: given.pop(name.lower(), value) for name, value in HEAD.items()
    } | given
    head = "".join(f"{name}: {value}\r\n" for name, value in merged.items() if value is not None)
    content = body if isinstance(body, bytes) else body.encode()
    return head.encode("utf-8", "surrogateescape") + b"\r\n" + content


def read(body: bytes | str = b"Bonjour", **headers: str | None) -> IncomingMail:
    return parse(raw(body, **headers), now=NOW)


def multipart(kind: str, *parts: bytes | str, **headers: str | None) -> bytes:
    """A multipart mail; each part has its own headers, an empty line, and its content."""
    body = b"".join(b"--B\r\n" + (p if isinstance(p, bytes) else p.encode()) + b"\r\n" for p in parts)
    return raw(body + b"--B--\r\n", Content_Type=f'multipart/{kind}; boundary="B"', **headers)
