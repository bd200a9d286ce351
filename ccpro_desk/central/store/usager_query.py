"""How a search of usagers is put to either engine, and how well what is found fits.

Queries are written as FTS5 reads them (`fournil* AND (lion OR lyon)`); words are folded, so that AND and OR,
in capitals, are never theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ccpro_desk.central.store.rows import Row
from ccpro_desk.central.store.usager_port import Hit
from ccpro_desk.domain.near_words import is_near
from ccpro_desk.domain.usager_words import Wanted, has_all, is_beginning

EXACT, NUMBERED, NAMED, IN_NAME, ANYWHERE, NEAR = "012345"
"""The ranks: an identifier; the beginning of a SIREN, of a name; words of the name; words of the address too;
words near to those asked for."""
MOST = 200
"""Hits by words that are looked at: who finds more had better ask for one word more."""
_ALTERNATIVES = 12


def text_query(words: Sequence[str], near: Mapping[str, Sequence[str]] | None = None) -> str:
    """All of `words`, or words that begin so; any of those near to it may stand for each."""
    return " AND ".join(_any((_term(word), *(near or {}).get(word, ()))) for word in words)


def whole_query(words: Sequence[str]) -> str:
    """All of `words`; only the last one, which may not be typed to its end, as a beginning.

    Whole words cost an index much less: of a beginning it puts together all that begins so.
    """
    *whole, last = words
    return " AND ".join([*whole, _term(last)])


def _term(word: str) -> str:
    return f"{word}*" if is_beginning(word) else word


def _any(terms: Sequence[str]) -> str:
    return f"({' OR '.join(terms)})" if len(terms) > 1 else terms[0]


def near_of(words: Sequence[str], known: Iterable[str]) -> dict[str, list[str]]:
    """By word, those of `known` that are near to it; without words that have none."""
    candidates = sorted(known)
    found = {
        word: [other for other in candidates if other != word and is_near(word, other)] for word in words
    }
    return {word: others[:_ALTERNATIVES] for word, others in found.items() if others}


def hit_of(row: Row, rank: str) -> Hit:
    return Hit(rank, row["siren"], row["name"], row["city"], row["state"])


def ranked(found: Iterable[Row], asked: Wanted) -> list[Hit]:
    """Hits by words, without those that were found by the beginning of their name or SIREN."""
    hits = []
    for row in found:
        begins = row["folded"].startswith(asked.name)
        numbered = bool(asked.digits) and row["siren"].startswith(asked.digits)
        if not begins and not numbered:
            rank = IN_NAME if has_all(asked.words, row["folded"]) else ANYWHERE
            hits.append(hit_of(row, rank + row["folded"]))
    return hits
