"""How well answers are found: labelled queries, and the shares of them that succeed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ccpro_desk.answers.find import AnswerIndex

FILE = Path(__file__).with_name("queries.toml")
SHOWN = 3
"""A success is an answer among so many."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A query, and the motifs that it is about."""

    text: str
    motifs: frozenset[str]
    held_out: bool
    """Not used for tuning."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Over `count` queries."""

    count: int
    recall: float
    """The share whose answer is among the first `SHOWN`."""
    mrr: float
    """The mean of 1 / the rank of the first right answer."""
    missed: tuple[str, ...]


def read_queries(path: Path = FILE) -> list[Labelled]:
    parts = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Labelled(row["text"], frozenset(row["motifs"]), part == "held_out")
        for part, rows in parts.items()
        for row in rows
    ]


def measure(index: AnswerIndex, queries: Iterable[Labelled]) -> Measure:
    """Over the queries that an answer of today's library is about."""
    today = index.today()
    covered = {m for a in index.library.answers.values() if a.valid_on(today) for m in a.motifs}
    told = [query for query in queries if query.motifs & covered]
    ranks = {query.text: _rank(index, query) for query in told}
    return Measure(
        len(told),
        sum(1 for rank in ranks.values() if 0 < rank <= SHOWN) / len(told),
        sum(1 / rank for rank in ranks.values() if rank) / len(told),
        tuple(text for text, rank in ranks.items() if not 0 < rank <= SHOWN),
    )


def _rank(index: AnswerIndex, query: Labelled) -> int:
    """Of the first right answer, from 1; 0: not found. No contact is known: the words alone are judged."""
    hits = index.search(query.text)
    return next((n for n, hit in enumerate(hits, 1) if query.motifs & set(hit.answer.motifs)), 0)
