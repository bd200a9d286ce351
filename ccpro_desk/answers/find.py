"""Finding an answer as one types: SQLite FTS5 in memory over folded and stemmed words.

What an answer is called, is about and refers to is looked through first; whole texts only where that finds
too little. So what thousands of answers have in common costs little.
"""

from __future__ import annotations

import heapq
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from ccpro_desk.answers.asking import Asking
from ccpro_desk.answers.excerpts import excerpt, without_expressions
from ccpro_desk.answers.fitting import Fit
from ccpro_desk.answers.library import Library, load_library
from ccpro_desk.answers.model import Answer, Channel
from ccpro_desk.answers.synonyms import Synonyms, load_synonyms
from ccpro_desk.answers.vocabulary import Vocabulary
from ccpro_desk.answers.words import forms
from ccpro_desk.domain.motifs import Motifs, fold
from ccpro_desk.reference.faults import ContentError
from ccpro_desk.reference.motifs import load_motifs

_TABLES = {
    "head": ("title, motif, others, refs, codes", "6.0, 4.0, 1.0, 5.0, 0.0"),
    "whole": ("title, motif, others, refs, body", "6.0, 4.0, 1.0, 5.0, 1.0"),
}
"""Columns and weights: title, first motif and taxes, other motifs, references and id; codes, or the text."""
_MOST = 60
"""Rows of one look: a screen of them, and what no longer may be given on this day."""
_EVERY, _HEADS = 0.3, 0.5
"""What is added, at most, for a text that has all the words, and for heads that do.

Against 1 for the best head that has some of them: who names everything in passing is not looked for.
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer found."""

    answer: Answer
    score: float
    """Higher is better; only comparable within one search."""
    excerpt: str


def today_in_paris() -> date:
    return datetime.now(ZoneInfo("Europe/Paris")).date()


@dataclass
class AnswerIndex:
    """The index of a library; built in any thread, searched from any."""

    library: Library
    motifs: Motifs
    synonyms: Synonyms = field(default_factory=Synonyms)
    today: Callable[[], date] = today_in_paris
    """Only answers valid on this day are found."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._answers = tuple(self.library.answers.values())
        self._about: dict[str, list[int]] = defaultdict(list)
        for row, answer in enumerate(self._answers):
            for word in dict.fromkeys((*answer.motifs, *answer.taxes)):
                self._about[word].append(row)
        self._db = Database(sqlite3.connect(":memory:", check_same_thread=False))
        for table, (columns, weights) in _TABLES.items():
            self._db.execute(f"CREATE VIRTUAL TABLE {table} USING fts5({columns}, prefix='1 2 3')")
            ranked = f"INSERT INTO {table} ({table}, rank) VALUES ('rank', 'bm25({weights})')"  # noqa: S608
            self._db.execute(ranked)
        self._fill()
        self._db.execute("CREATE VIRTUAL TABLE word USING fts5vocab(whole, row)")
        self._asking = Asking(Vocabulary(row["term"] for row in self._db.table("word").rows), self.synonyms)

    def close(self) -> None:
        self._db.close()

    def search(
        self,
        query: str,
        *,
        motifs: Sequence[str] = (),
        taxes: Sequence[str] = (),
        channel: str | None = None,
        standing: Iterable[str] = (),
        used: Mapping[str, int] = MappingProxyType({}),
        limit: int = 12,
    ) -> list[Hit]:
        """The answers for `query`, best first, what fits the contact higher; suggestions when it is empty."""
        spoken = Channel.of_contact(channel) if channel else None
        fit = Fit(tuple(motifs), frozenset(taxes), spoken, frozenset(standing), used)
        groups = self._asking.groups(query)
        found = self._found(groups, fit, limit) if groups else dict.fromkeys(self._suggested(fit, limit), 0.0)
        return self._hits(found, fit, limit, fold(query).split())

    def _fill(self) -> None:
        for answer in self._answers:
            heads, body = self._heads(answer), " ".join(forms(_text(answer)))
            codes = " ".join(map(_token, answer.motifs))
            self._db.execute("INSERT INTO head VALUES (?, ?, ?, ?, ?)", (*heads, codes))
            self._db.execute("INSERT INTO whole VALUES (?, ?, ?, ?, ?)", (*heads, body))

    def _heads(self, answer: Answer) -> list[str]:
        known = [motif for code in answer.motifs if (motif := self.motifs.get(code))]
        about = " ".join([*answer.taxes, *(word for m in known[:1] for word in (m.label, *m.words))])
        others = " ".join(motif.label for motif in known[1:])
        refs = " ".join([answer.id, *(r.ref for r in answer.references)])
        return [_once(text) for text in (answer.title, about, others, refs)]

    def _found(self, groups: list[str], fit: Fit, limit: int) -> dict[int, float]:
        """Row → score."""
        every = " AND ".join(groups)
        heads = self._scores("head", every)
        if len(heads) >= limit:
            found = (self._fitting(every, fit) if len(heads) == _MOST else {}) | heads
            return {row: score * (1 + _EVERY + _HEADS) for row, score in found.items()}
        whole, wide = self._scores("whole", every), heads
        if len(whole) < limit and len(groups) > 1:
            wide = self._wide(" OR ".join(groups), limit)
        return {
            row: wide.get(row, 0) + _EVERY * whole.get(row, 0) + _HEADS * heads.get(row, 0)
            for row in whole | wide
        }

    def _wide(self, some: str, limit: int) -> dict[int, float]:
        """Those that have some of the words."""
        heads = self._scores("head", some)
        return heads if len(heads) >= limit else self._scores("whole", some)

    def _fitting(self, expression: str, fit: Fit) -> dict[int, float]:
        """Those of the contact's motifs, which the best of very many may have left out."""
        if not fit.motifs:
            return {}
        codes = " OR ".join(f'"{_token(code)}"' for code in fit.motifs)
        return self._scores("head", f"({expression}) AND codes : ({codes})")

    def _scores(self, table: str, expression: str) -> dict[int, float]:
        """Row → score in [0, 1], the best being 1."""
        look = f"SELECT rowid, -rank FROM {table} WHERE {table} MATCH ? ORDER BY rank LIMIT {_MOST}"  # noqa: S608
        with self._lock:
            rows = self._db.execute(look, (expression,)).fetchall()
        best = max((score for _, score in rows), default=0) or 1
        return {row - 1: max(score / best, 0.0) for row, score in rows}

    def _suggested(self, fit: Fit, limit: int) -> Iterable[int]:
        """Rows of the contact's motifs; of its taxes and standing too where these are few; all if none is."""
        if not (fit.motifs or fit.taxes or fit.standing):
            return range(len(self._answers))
        near = {row for code in fit.motifs for row in self._about.get(code, ())}
        if len(near) >= limit:
            return near
        return near.union(*(self._about.get(word, ()) for word in (*fit.taxes, *fit.standing)))

    def _hits(self, found: Mapping[int, float], fit: Fit, limit: int, words: list[str]) -> list[Hit]:
        day = self.today()
        answers = ((self._answers[row], score) for row, score in found.items())
        scored = ((score + fit.boost(answer), answer) for answer, score in answers if answer.valid_on(day))
        best = heapq.nsmallest(limit, scored, key=lambda pair: (-pair[0], pair[1].id))
        return [Hit(answer, round(score, 4), excerpt(answer, fit.channel, words)) for score, answer in best]


@lru_cache(maxsize=1000)
def _once(text: str) -> str:
    """The forms of a head, which many answers have in common."""
    return " ".join(dict.fromkeys(forms(text)))


def _text(answer: Answer) -> str:
    texts = [without_expressions(variant.text, " ") for variant in answer.variants.values()]
    return " ".join([*texts, *(reference.label for reference in answer.references)])


def _token(code: str) -> str:
    """A motif's code as one word."""
    return fold(code).replace(" ", "")


def open_index(today: Callable[[], date] = today_in_paris) -> AnswerIndex:
    """The index of the shipped answers: what a workstation builds in a thread once it is on screen.

    Faulty answers and synonyms are left out; `answers check` tells them.
    """
    try:
        synonyms = load_synonyms()
    except ContentError:
        synonyms = Synonyms()
    return AnswerIndex(load_library(), load_motifs(), synonyms, today)
