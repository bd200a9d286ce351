"""The text of a PDF, page by page, and whether it holds what acts: only ever in the limited process."""

from __future__ import annotations

import io
import logging

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

ACTS = frozenset(
    {"/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA", "/SubmitForm"}
    | {"/ImportData", "/GoToE", "/Rendition", "/Movie", "/3D"}
)
"""Names of what runs, sends, or brings another file."""
DEPTH = 40
"""How deep one object is looked into: deeper is no honest document."""


def read(content: bytes, found: dict[str, object], *, most: int, pages: int) -> None:
    """Puts what it finds into `found` as it goes, so that a limit takes nothing back."""
    logging.disable()
    if any(name.encode() in content for name in ACTS):
        found["active"] = True
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        found["note"] = "encrypted"
        return
    _texts(reader, found, most, pages)
    found["active"] = found["active"] or _acts(reader)
    found["checked"] = True


def _texts(reader: PdfReader, found: dict[str, object], most: int, pages: int) -> None:
    text, number = "", len(reader.pages)
    for index in range(min(number, pages)):
        try:
            page = reader.pages[index].extract_text() or ""
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, NotImplementedError):
            page = ""
        text += f"— page {index + 1} —\n{page.strip()}\n\n"
        found["text"], found["cut"] = text[:most], len(text) > most
        if found["cut"]:
            return
    found["cut"] = number > pages


def _acts(reader: PdfReader) -> bool:
    """Whether any object, also one packed into a stream, holds one of `ACTS`."""
    numbers = {(number, generation) for generation, table in reader.xref.items() for number in table}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    return any(_holds(reader, number, generation) for number, generation in sorted(numbers))


def _holds(reader: PdfReader, number: int, generation: int) -> bool:
    from pypdf.generic import IndirectObject

    try:
        value = reader.get_object(IndirectObject(number, generation, reader))
    except Exception:  # what cannot be parsed here, another reader may understand: not to be trusted
        return True
    return _within(value, DEPTH)


def _within(value: object, depth: int) -> bool:
    if depth == 0:
        return True
    if isinstance(value, DictionaryObject):
        return any(key in ACTS or _within(dict.get(value, key), depth - 1) for key in value)
    if isinstance(value, ArrayObject):
        return any(_within(item, depth - 1) for item in list.__iter__(value))
    return isinstance(value, NameObject) and value in ACTS
