"""HTML to plain text: nothing is fetched, nothing runs, scripts and styles are dropped."""

from __future__ import annotations

import html
import re

from inscriptis import Inscriptis  # type: ignore[import-untyped]
from inscriptis.css_profiles import STRICT_CSS_PROFILE  # type: ignore[import-untyped]
from inscriptis.model.config import ParserConfig  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]
from lxml.html import (  # type: ignore[import-untyped]
    HtmlElement,
    HTMLParser,
    document_fromstring,
)

_MAX = 4_000_000
"""Characters of HTML that are read."""
_DROPPED = ("script", "style", "template", "noscript", "head", "title", "object", "embed", "iframe", "svg")
_QUOTES = "//blockquote[@type='cite' or contains(@class, 'gmail_quote') or contains(@class, 'cite')]"
_TAG = re.compile(r"<(script|style|head)\b.*?</\1\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")


def to_text(source: str) -> str:
    """The text that `source` shows. Quotations come with `> `."""
    source = source[:_MAX].replace("\x00", "")
    if not source.strip():
        return ""
    try:
        text = _lay_out(document_fromstring(source.encode("utf-8", "replace"), parser=_parser()))
    except (etree.LxmlError, ValueError, RecursionError, LookupError, AssertionError, TypeError):
        text = ""
    return _tidy(text) or _tidy(html.unescape(_TAG.sub(" ", source)))


def _parser() -> HTMLParser:
    return HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)


def _lay_out(tree: HtmlElement) -> str:
    etree.strip_elements(tree, *_DROPPED, with_tail=False)
    for quote in reversed(tree.xpath(_QUOTES)):
        _mark(quote)
    return _render(tree)


def _mark(quote: HtmlElement) -> None:
    text = _tidy(_render(quote))
    for child in list(quote):
        quote.remove(child)
    quote.tag = "pre"
    quote.attrib.clear()
    quote.text = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _render(tree: HtmlElement) -> str:
    return str(Inscriptis(tree, ParserConfig(css=STRICT_CSS_PROFILE)).get_text())


def _tidy(text: str) -> str:
    lines = (line.rstrip() for line in text.replace("\u00a0\n", "\n").split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
