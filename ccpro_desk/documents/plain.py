"""A document as text for a terminal: the same words, in the same order, as its PDF."""

from __future__ import annotations

from collections.abc import Iterator

from ccpro_desk.answers.french import long_date
from ccpro_desk.documents.model import Document, Item, Row, Section


def plain(document: Document) -> str:
    """Lines are not folded: whoever shows them knows how wide they may be."""
    return "\n".join(_lines(document)).rstrip() + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield document.centre
    yield f"Le {long_date(document.on)}"
    yield from _block(document.addressee)
    yield from _block([document.title.upper()])
    yield from _block([_row(row) for row in document.references])
    for section in document.sections:
        yield from _block(list(_section(section)))
    for paragraph in (*document.closing, *(["\n".join(document.signature)] if document.signature else [])):
        yield from _block([paragraph])
    yield from _block([document.mention] if document.mention else [])


def _block(lines: list[str] | tuple[str, ...]) -> Iterator[str]:
    if lines:
        yield ""
        yield from lines


def _section(section: Section) -> Iterator[str]:
    if section.title:
        yield section.title
    for n, paragraph in enumerate(section.paragraphs):
        if n:
            yield ""
        yield paragraph
    yield from (f"  {_row(row)}" for row in section.rows)
    yield from (f"  {'[ ]' if section.boxes else '-'} {_item(item)}" for item in section.items)


def _row(row: Row) -> str:
    return f"{row.label} : {row.value}" + (f" ({row.mark})" if row.mark else "")


def _item(item: Item) -> str:
    until = f" — {item.by}" if item.by else ""
    return f"{item.text}{until}" + (f" ({item.mark})" if item.mark else "")
