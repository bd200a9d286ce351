"""Bytes to text, whatever the charset declared: many clients declare a wrong one, some an unknown one."""

from __future__ import annotations

import base64
import binascii
import codecs
import re

from charset_normalizer import from_bytes

_SAMPLE = 20_000
"""Bytes that a guess reads."""
_UNSAFE = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "utf-7"})
"""Codecs that are no charset of a mail, or that hide ASCII from filters (UTF-7)."""
_SINGLE_BYTE = re.compile(r"ascii|iso8859-|cp125\d|latin|cp437|cp850|mac-roman")
_WESTERN = frozenset("àâäçéèêëîïôöùûüÿœæñáíóúÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆÑ€£§°²³µ·«»“”‘’„…–—•½¼¾©®™ºª×¿¡\xa0\xad")
_GUESSES = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1256", "cp850", "mac_roman", "koi8_r"),
    *("utf_16", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
]
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")


def decode(data: bytes, declared: str | None = None) -> str:
    """`data` as text: as declared when that works, else UTF-8, else the likeliest charset. Never fails."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    codec = _codec(declared)
    for name in _tries(codec):
        try:
            return data.decode(name).removeprefix("\ufeff")
        except (UnicodeError, LookupError):
            continue  # LookupError: a codec that is no text encoding
    return _guess(data)


def decode_header(raw: str) -> str:
    """A header's text: raw 8-bit bytes rescued, encoded-words decoded (RFC 2047), even badly cut ones."""
    joined = _BETWEEN_WORDS.sub(r"\1", rescue(raw))
    parts: list[str] = []
    pending, charset, at = b"", "", 0
    for word in _WORD.finditer(joined):
        same = word.start() == at and word[1].lower() == charset
        if not same:
            parts += [decode(pending, charset), joined[at : word.start()]]
            pending = b""
        pending, charset, at = pending + _word_bytes(word), word[1].lower(), word.end()
    parts += [decode(pending, charset), joined[at:]]
    return "".join(parts)


def rescue(raw: str) -> str:
    """A header as `email` keeps it: 8-bit bytes, which it holds as lone surrogates, become text."""
    try:
        return decode(raw.encode("ascii", "surrogateescape"))
    except UnicodeEncodeError:
        return raw


def _tries(codec: str | None) -> list[str]:
    if codec is None:
        return ["utf-8"]
    if codec == "ascii":
        return ["ascii", "utf-8"]
    if codec == "iso8859-1":
        return ["utf-8", "cp1252"]
    if _SINGLE_BYTE.match(codec):
        # A text that is valid UTF-8 with accents is practically never anything else.
        return ["utf-8", codec]
    return [codec, "utf-8"]


def _codec(declared: str | None) -> str | None:
    try:
        name = codecs.lookup((declared or "").strip("\"' ").split("*")[0]).name
        b"".decode(name)
    except (LookupError, ValueError, UnicodeError):
        return None
    return None if name.replace("-", "_") in _UNSAFE or name in _UNSAFE else name


def _guess(data: bytes) -> str:
    western = data.decode("cp1252", "replace")
    if all(char in _WESTERN for char in set(western) if char > "\x7f"):
        return western
    best = from_bytes(data[:_SAMPLE], cp_isolation=_GUESSES).best()
    return data.decode(best.encoding, "replace") if best else western


def _word_bytes(word: re.Match[str]) -> bytes:
    payload = word[3].encode("utf-8", "replace")
    if word[2] in "bB":
        return _base64(payload)
    return binascii.a2b_qp(payload, header=True)


def _base64(payload: bytes) -> bytes:
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", payload)
    if len(kept) % 4 == 1:
        kept = kept[:-1]
    return base64.b64decode(kept + b"=" * (-len(kept) % 4))
