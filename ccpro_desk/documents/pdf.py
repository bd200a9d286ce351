"""A document as a tagged PDF (PDF/A-2a, PDF/UA-1), set by Typst from `data/letters/*.typ`.

Its words reach the templates as JSON in `sys.inputs`: data, never markup. Typst lets go of the interpreter
while it works, so a thread is enough for neither a screen nor an API to wait.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from ccpro_desk.answers.french import long_date
from ccpro_desk.documents.errors import DocumentProblem, NoTypesetter
from ccpro_desk.documents.kinds import kind_of
from ccpro_desk.documents.model import Document
from ccpro_desk.reference import data_dir

if TYPE_CHECKING:
    from typst import Fonts

_PARIS = ZoneInfo("Europe/Paris")
_ENDLESS = re.compile(r"\S{25,}")
"""No French word is this long: without a place to break it, a run of characters leaves the page."""
_BREAK = "\u200b"
"""A zero-width space."""


async def pdf(document: Document) -> bytes:
    """The whole file, made in a thread. Raises `NoTypesetter`, `DocumentProblem`."""
    return await asyncio.to_thread(set_pdf, document)


def set_pdf(document: Document) -> bytes:
    """As `pdf`, here and now."""
    return _set(document, "pdf", pdf_standards=["a-2a", "ua-1"])[0]


def set_pages(document: Document, ppi: float = 80) -> list[bytes]:
    """Each page as a PNG, to be looked at."""
    return _set(document, "png", ppi=ppi)


def _set(document: Document, form: Literal["pdf", "png"], **how: Any) -> list[bytes]:
    try:
        import typst
    except ImportError as error:
        raise NoTypesetter from error
    root = data_dir() / "letters"
    told = asdict(document) | {"on": long_date(document.on)}
    words = json.dumps(_breakable(told), ensure_ascii=False)
    try:
        made = typst.compile(
            root / f"{kind_of(document.kind).template}.typ",
            root=root,
            font_paths=_fonts(),
            sys_inputs={"document": words},
            format=form,
            timestamp=datetime.combine(document.on, time(12), _PARIS).astimezone(UTC),
            **how,
        )
    except typst.TypstError as error:
        raise DocumentProblem(
            "Le document n'a pas pu être composé : rien n'est perdu.", "Prévenez l'administrateur."
        ) from error
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]


def _breakable(value: Any) -> Any:
    """The same, with places where an endless run may be broken."""
    match value:
        case str():
            return _ENDLESS.sub(lambda run: _BREAK.join(run[0]), value)
        case dict():
            return {name: _breakable(each) for name, each in value.items()}
        case list() | tuple():
            return [_breakable(each) for each in value]
    return value


@cache
def _fonts() -> Fonts:
    """Those that the library brings: the same pages on every machine."""
    from typst import Fonts

    return Fonts(include_system_fonts=False)
