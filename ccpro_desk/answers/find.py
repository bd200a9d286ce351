"""Finding an answer as one types: SQLite FTS5 in memory over folded and stemmed words."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from ccpro_desk.answers.library import Library, load_library
from ccpro_desk.answers.model import Answer, Channel
from ccpro_desk.answers.synonyms import Synonyms, load_synonyms
from ccpro_desk.answers.words import STOP, forms, letters_and_digits, near, stem
from ccpro_desk.domain.motifs import Motifs, fold
from ccpro_desk.reference.faults import ContentError
from ccpro_desk.reference.motifs import load_motifs

_WEIGHTS = "6.0, 4.0, 1.0, 5.0, 1.0"
"""Title, first motif and taxes, other motifs, references and id, text."""
_MATCH = (
    f"SELECT id, -bm25(answer, {_WEIGHTS}) AS score"  # noqa: S608
    " FROM answer WHERE answer MATCH ? ORDER BY rank LIMIT 200"
)
_HEADS = 0.5
"""What is added, at most, for words found in title, first motif or references."""
_MOTIF, _TAX, _CHANNEL = 0.5, 0.15, 0.05
"""What fits the contact, added to a score between 0 and 1."""
_WIDENED = 0.4
"""The share of a score kept when only some of the words are found."""
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_EXCERPT = 110
"""Characters of an excerpt."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer found."""

    answer: Answer
    score: float
    """Higher is better; only comparable within one search."""
    excerpt: str


@dataclass(frozen=True, slots=True)
class _Contact:
    motifs: tuple[str, ...]
    taxes: frozenset[str]
    channel: Channel | None

    def boost(self, answer: Answer) -> float:
        rank = next((n for n, code in enumerate(self.motifs) if code in answer.motifs), None)
        motif = (
            _MOTIF / (1 + rank / 2) * (1 if answer.motifs[0] == self.motifs[rank] else 0.7)
            if rank is not None
            else 0
        )
        tax = _TAX if self.taxes & set(answer.taxes) else 0
        return motif + tax + (_CHANNEL if self.channel in answer.channels else 0)


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
        self._db = Database(sqlite3.connect(":memory:", check_same_thread=False))
        self._db.execute(
            "CREATE VIRTUAL TABLE answer USING fts5(title, motif, others, refs, body, id UNINDEXED)"
        )
        self._db.table("answer").insert_all(self._row(answer) for answer in self.library.answers.values())
        self._db.execute("CREATE VIRTUAL TABLE word USING fts5vocab(answer, row)")
        self._words = frozenset(row["term"] for row in self._db.table("word").rows)

    def close(self) -> None:
        self._db.close()

    def search(
        self,
        query: str,
        *,
        motifs: Sequence[str] = (),
        taxes: Sequence[str] = (),
        channel: str | None = None,
        limit: int = 12,
    ) -> list[Hit]:
        """The answers for `query`, best first, what fits the contact higher; suggestions when it is empty."""
        contact = _Contact(tuple(motifs), frozenset(taxes), Channel.of_contact(channel) if channel else None)
        groups = self._groups(query)
        if not groups:
            return self._suggest(contact, limit)
        found = self._match(" AND ".join(groups))
        if len(found) < limit and len(groups) > 1:
            wide = self._match(" OR ".join(groups))
            found = {code: score * _WIDENED for code, score in wide.items()} | found
        return self._hits(found, contact, limit, fold(query).split())

    def _row(self, answer: Answer) -> dict[str, str]:
        known = [motif for code in answer.motifs if (motif := self.motifs.get(code))]
        about = " ".join([*answer.taxes, *(word for m in known[:1] for word in (m.label, *m.words))])
        others = " ".join(motif.label for motif in known[1:])
        refs = " ".join([answer.id, *(r.ref for r in answer.references)])
        texts = [_EXPRESSION.sub(" ", variant.text) for variant in answer.variants.values()]
        body = " ".join([*texts, *(r.label for r in answer.references)])
        heads = {"title": answer.title, "motif": about, "others": others, "refs": refs}
        words = {column: " ".join(dict.fromkeys(forms(text))) for column, text in heads.items()}
        return {**words, "body": " ".join(forms(body)), "id": answer.id}

    def _groups(self, query: str) -> list[str]:
        """One FTS5 expression a phrase of the query, all its ways joined by OR."""
        pieces = self.synonyms.split(fold(query).split())
        telling = [piece for piece in pieces if piece[1] or not STOP.issuperset(piece[0])] or pieces
        return [self._group(phrase, ways) for phrase, ways in telling]

    def _group(self, phrase: tuple[str, ...], ways: Iterable[tuple[str, ...]]) -> str:
        spoken = [
            self._phrase(phrase),
            *(self._phrase(tuple(w for w in way if w not in STOP)) for way in ways),
        ]
        return f"({' OR '.join(spoken)})"

    def _phrase(self, words: tuple[str, ...]) -> str:
        return f"({' AND '.join(self._word(word) for word in words)})"

    def _word(self, word: str) -> str:
        ways = [f'"{word}" *', f'"{stem(word)}"']
        if len(pieces := letters_and_digits(word)) > 1:
            ways.append("(" + " AND ".join(f'"{piece}"' for piece in pieces) + ")")
        if not self._knows(word):
            ways += [f'"{other}"' for other in near(word, self._words)]
        return f"({' OR '.join(ways)})"

    def _knows(self, word: str) -> bool:
        return (
            word in self._words or stem(word) in self._words or any(w.startswith(word) for w in self._words)
        )

    def _match(self, expression: str) -> dict[str, float]:
        """Answer id → score, the best text having 1; what is found in the heads counts more."""
        heads = self._scores(f"{{title motif refs}} : ({expression})")
        return {code: score + _HEADS * heads.get(code, 0) for code, score in self._scores(expression).items()}

    def _scores(self, expression: str) -> dict[str, float]:
        """Answer id → score in [0, 1], the best being 1."""
        with self._lock:
            rows = list(self._db.query(_MATCH, (expression,)))
        best = max((row["score"] for row in rows), default=0) or 1
        return {row["id"]: max(row["score"] / best, 0.0) for row in rows}

    def _suggest(self, contact: _Contact, limit: int) -> list[Hit]:
        if not contact.motifs and not contact.taxes:
            return self._hits(dict.fromkeys(self.library.answers, 0.0), contact, limit, [])
        fitting = {
            answer.id: 0.0
            for answer in self.library.answers.values()
            if set(contact.motifs) & set(answer.motifs) or contact.taxes & set(answer.taxes)
        }
        return self._hits(fitting, contact, limit, [])

    def _hits(self, found: dict[str, float], contact: _Contact, limit: int, words: list[str]) -> list[Hit]:
        day = self.today()
        answers = [(self.library.answers[code], score) for code, score in found.items()]
        scored = [
            (score + contact.boost(answer), answer) for answer, score in answers if answer.valid_on(day)
        ]
        scored.sort(key=lambda pair: (-pair[0], pair[1].id))
        return [
            Hit(answer, round(score, 4), excerpt(answer, contact.channel, words))
            for score, answer in scored[:limit]
        ]


def excerpt(answer: Answer, channel: Channel | None, words: Sequence[str]) -> str:
    """One line of the text for `channel`: the first with a word looked for, or the first that tells."""
    _, variant = answer.variant(channel or Channel.MAIL)
    lines = [line.strip("- ").strip() for line in _EXPRESSION.sub("…", variant.text).splitlines()]
    telling = [line for line in lines if len(line) > 30] or [line for line in lines if line]
    stems = {stem(word) for word in words if word not in STOP}
    chosen = next((line for line in telling if stems & set(forms(line))), telling[0])
    return chosen if len(chosen) <= _EXCERPT else f"{chosen[: _EXCERPT - 1].rsplit(' ', 1)[0]}…"


def open_index(today: Callable[[], date] = today_in_paris) -> AnswerIndex:
    """The index of the shipped answers: what a workstation builds in a thread once it is on screen.

    Faulty answers and synonyms are left out; `answers check` tells them.
    """
    try:
        synonyms = load_synonyms()
    except ContentError:
        synonyms = Synonyms()
    return AnswerIndex(load_library(), load_motifs(), synonyms, today)
