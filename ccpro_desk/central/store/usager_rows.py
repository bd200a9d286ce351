"""Usagers ↔ rows: a document with the first page of each long list, further pages, the words of a search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from pydantic_core import to_json

from ccpro_desk.central.store.rows import Row, decoded, encoded, moment
from ccpro_desk.central.store.values import StoredUsager
from ccpro_desk.domain.delivery import Delivery, Document, Known
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.near_words import is_spelled, spelling_keys
from ccpro_desk.domain.usager import LONG_LISTS, PAGE, Usager, expected_first
from ccpro_desk.domain.usager_words import folded, words_of
from ccpro_desk.wire.codec import adapter


def stored_usager(row: Row) -> StoredUsager:
    usager: Usager = adapter(Usager).validate_json(encoded(row["document"]))
    return StoredUsager(usager, moment(row["as_of"]), dict(decoded(row["totals"]) or {}))


def document_of(delivery: Delivery) -> dict[str, Any]:
    """The usager as JSON values, its obligations in the order in which they are read."""
    usager = delivery.usager
    if len(usager.obligations) > 1:
        usager = replace(usager, obligations=tuple(expected_first(usager.obligations)))
    document: dict[str, Any] = adapter(Usager).dump_python(usager, mode="json", exclude_defaults=True)
    return document


def known_usagers(read: Mapping[str, Sequence[Row]]) -> dict[str, Known]:
    """Whole documents by SIREN, their lists put together again."""
    found = {row["siren"]: row for row in read["documents"]}
    documents = {siren: decoded(row["document"]) for siren, row in found.items()}
    for row in read["pages"]:
        documents[row["siren"]][row["name"]] += decoded(row["items"])
    return {
        siren: Known(documents[siren], moment(row["as_of"]).astimezone(PARIS).date())
        for siren, row in found.items()
    }


def usager_row(document: Document, delivery: Delivery, now: datetime) -> dict[str, Any]:
    """The row of `usager`; what a search needs stands beside the document."""
    as_of = datetime.combine(delivery.as_of, time(), PARIS) if delivery.as_of else now
    head = {name: items[:PAGE] if name in LONG_LISTS else items for name, items in document.items()}
    totals = {name: len(document.get(name, ())) for name in LONG_LISTS}
    return {
        "siren": document["siren"],
        "name": document["name"],
        "folded": folded(document["name"]),
        "department": document.get("department", ""),
        "city": city_of(document),
        "state": document.get("state", "A"),
        "as_of": as_of,
        "words": words_of(document),
        "totals": {name: total for name, total in totals.items() if total > PAGE} or None,
        "document": to_json(head).decode(),
    }


def city_of(document: Document) -> str:
    city: str = document.get("city") or document.get("address", {}).get("city", "")
    return city


def pages_of(document: Document) -> Iterator[dict[str, Any]]:
    """The pages that the document's row does not hold."""
    for name in LONG_LISTS:
        items = document.get(name, ())
        for start in range(PAGE, len(items), PAGE):
            yield {
                "siren": document["siren"],
                "name": name,
                "page": start // PAGE + 1,
                "items": to_json(items[start : start + PAGE]).decode(),
            }


def spelled(words: Iterable[str]) -> list[dict[str, str]]:
    """The rows by which each of `words` is found when it is misspelled."""
    return [{"key": key, "word": word} for word in words for key in spelling_keys(word)]


class Vocabulary:
    """Words that the database has already: most of them come again and again. Of a bounded size."""

    _MOST = 100_000

    def __init__(self) -> None:
        self._known: set[str] = set()

    def new(self, texts: Iterable[str]) -> list[str]:
        """Those of `texts` that may be new, each once."""
        found = {word for text in texts for word in text.split() if is_spelled(word)} - self._known
        return sorted(found)

    def add(self, words: Iterable[str]) -> None:
        if len(self._known) > self._MOST:
            self._known.clear()
        self._known.update(words)
