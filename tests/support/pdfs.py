"""Small PDFs written by hand, honest and hostile."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def pdf(objects: Mapping[int, bytes], root: int = 1) -> bytes:
    """A file of these objects with its table, as a writer makes it."""
    out, at = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        at[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % at.get(number, 0)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, table)
    return bytes(out)


def stream(content: bytes, head: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(content), content)


def flated(content: bytes, head: bytes = b"") -> bytes:
    return stream(zlib.compress(content, 9), b"/Filter /FlateDecode " + head)


def page(content: bytes, *, catalog: bytes = b"", more: Mapping[int, bytes] | None = None) -> bytes:
    """One page whose content stream is object 4."""
    resources = b"<< /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >>"
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources %s >>"
            % resources,
            4: content,
            5: FONT,
            **(more or {}),
        }
    )


def words(text: str) -> bytes:
    return b"BT /F 12 Tf 50 700 Td (%s) Tj ET" % text.encode("cp1252")


def saying(text: str, **more: bytes) -> bytes:
    return page(stream(words(text)), **more)


def bomb() -> bytes:
    """A gigabyte of spaces, packed twice: a few kilobytes."""
    inner = zlib.compress(b" " * 1_000_000_000, 9)
    packed = zlib.compress(inner, 9)
    return page(stream(packed, b"/Filter [/FlateDecode /FlateDecode]"))


def laughs(levels: int = 12) -> bytes:
    """Forms that draw the next one ten times: 10^levels times one word."""
    more = {}
    for level in range(levels):
        number, inner = 6 + level, 7 + level
        head = (
            b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X %d 0 R >> >>" % inner
        )
        more[number] = stream(b"/X Do " * 10, head)
    last = b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /Font << /F 5 0 R >> >>"
    more[6 + levels] = stream(words("ha"), last)
    return page(stream(b"/X Do " * 10), more=more)


def packed_script() -> bytes:
    """A script in an object stream: nothing of it can be read in the file's bytes."""
    script = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
    head = b"6 0 "
    holder = flated(head + script, b"/Type /ObjStm /N 1 /First %d " % len(head))
    plain = {
        1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>",
        4: stream(b""),
        7: holder,
    }
    out, at = bytearray(b"%PDF-1.7\n"), {}
    for number, body in plain.items():
        at[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    rows = [
        (0, 0, 255),
        *((1, at[n], 0) for n in (1, 2, 3, 4)),
        (0, 0, 0),
        (2, 7, 0),
        (1, at[7], 0),
        (1, table, 0),
    ]
    entries = b"".join(
        bytes([kind]) + place.to_bytes(4, "big") + bytes([index]) for kind, place, index in rows
    )
    xref = flated(entries, b"/Type /XRef /Size %d /W [1 4 1] /Root 1 0 R " % len(rows))
    out += b"8 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (xref, table)
    return bytes(out)
