"""What a file is, by its content: a name and a declared type are what the sender says."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath


class Kind(StrEnum):
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    GIF = "gif"
    TIFF = "tiff"
    TEXT = "text"
    HTML = "html"
    OFFICE = "office"
    """A word processor's or spreadsheet's file: it may hold macros."""
    ARCHIVE = "archive"
    PROGRAM = "program"
    EMPTY = "empty"
    UNKNOWN = "unknown"


SUFFIXES = {Kind.PDF: ".pdf", Kind.PNG: ".png", Kind.JPEG: ".jpg", Kind.GIF: ".gif", Kind.TIFF: ".tif"}
"""What a viewer may be started for, and how its copy's name ends: nothing that can hold a program."""
READABLE = frozenset({Kind.PDF, Kind.TEXT, Kind.HTML})
"""What has a text to show."""
WORDS = {
    Kind.PDF: "document PDF",
    Kind.PNG: "image PNG",
    Kind.JPEG: "image JPEG",
    Kind.GIF: "image GIF",
    Kind.TIFF: "image TIFF",
    Kind.TEXT: "texte",
    Kind.HTML: "page HTML",
    Kind.OFFICE: "document bureautique",
    Kind.ARCHIVE: "archive",
    Kind.PROGRAM: "programme",
    Kind.EMPTY: "fichier vide",
    Kind.UNKNOWN: "fichier d'un type inconnu",
}
_OFFICE = {".doc", ".docx", ".docm", ".dot", ".rtf", ".xls", ".xlsx", ".xlsm", ".ppt", ".pptx", ".pptm"}
_OFFICE |= {".odt", ".ods", ".odp", ".odg"}
_ENDS = {
    Kind.PDF: {".pdf"},
    Kind.PNG: {".png"},
    Kind.JPEG: {".jpg", ".jpeg", ".jpe", ".jfif"},
    Kind.GIF: {".gif"},
    Kind.TIFF: {".tif", ".tiff"},
    Kind.TEXT: {".txt", ".csv", ".tsv", ".log", ".eml", ".xml", ".json", ".md", ".ics", ".vcf", ""},
    Kind.HTML: {".html", ".htm"},
    Kind.OFFICE: _OFFICE,
    Kind.ARCHIVE: {".zip", ".gz", ".7z", ".rar", ".tar", ".bz2", ".xz"},
}
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"\x7fELF", Kind.PROGRAM),
    (b"\xca\xfe\xba\xbe", Kind.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Kind.PROGRAM),
    (b"#!", Kind.PROGRAM),
    (b"{\\rtf", Kind.OFFICE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OFFICE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"Rar!", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"BZh", Kind.ARCHIVE),
    (b"\xfd7zXZ\x00", Kind.ARCHIVE),
)
_OFFICE_WITHIN = (
    b"word/",
    b"xl/",
    b"ppt/",
    b"mimetypeapplication/vnd.oasis.opendocument",
    b"[Content_Types].xml",
)
_LOOKED_AT = 4_096


def kind_of(content: bytes) -> Kind:
    """What `content` is, whatever it is called."""
    head = content[:_LOOKED_AT]
    if not content:
        return Kind.EMPTY
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return Kind.OFFICE if any(name in head for name in _OFFICE_WITHIN) else Kind.ARCHIVE
    if head.startswith(b"MZ") and b"\0" in head:
        return Kind.PROGRAM
    return Kind.PDF if b"%PDF-" in head[:1_024] else _text(head)


def disagrees(name: str, kind: Kind) -> bool:
    """Whether the end of the file's name says something else than its content."""
    end = PurePath(name).suffix.lower()
    said = next((k for k, ends in _ENDS.items() if end in ends), Kind.UNKNOWN)
    return said is not kind


def _text(head: bytes) -> Kind:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Kind.TEXT
    controls = sum(1 for byte in head if byte < 9 or 13 < byte < 27)
    if controls * 50 > len(head):
        return Kind.UNKNOWN
    lead = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    return Kind.HTML if lead.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) else Kind.TEXT
