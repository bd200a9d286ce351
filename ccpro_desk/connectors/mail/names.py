"""Names and types of attachments, made safe to show and to write to a disk."""

from __future__ import annotations

import mimetypes
import re

from ccpro_desk.domain.text import clean

_MAX = 150
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "text/vcard": ".vcf",
}


def safe_name(raw: str | None, type_: str, number: int) -> str:
    """The attachment's own name without paths or controls, else one made of its type and `number`."""
    name = clean(raw or "", keep_newlines=False).replace("\\", "/").rpartition("/")[2]
    name = _FORBIDDEN.sub("_", name).strip(" .")
    if not name:
        return f"piece-jointe-{number}{_extension(type_)}"
    if len(name) > _MAX:
        stem, dot, ending = name.rpartition(".")
        name = stem[: _MAX - 11] + dot + ending[:10] if stem else name[:_MAX]
    return name


def readable_size(size: int) -> str:
    """Bytes as a French reader expects them."""
    for unit, step in (("Mo", 1_000_000), ("ko", 1_000)):
        if size >= step:
            return f"{size / step:.1f}".replace(".", ",") + f"\u00a0{unit}"
    return f"{size}\u00a0octets"


def _extension(type_: str) -> str:
    return _EXTENSIONS.get(type_) or mimetypes.guess_extension(type_) or ".bin"
