"""The figures of `scripts/bench answers`. Processor time, as the machine has other work."""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from figures import Figure

from ccpro_desk.answers.find import AnswerIndex
from ccpro_desk.answers.library import Library, load_library
from ccpro_desk.answers.render import RenderContext, render
from ccpro_desk.answers.synonyms import load_synonyms
from ccpro_desk.domain.guessing import guess
from ccpro_desk.domain.motifs import fold
from ccpro_desk.reference.motifs import load_motifs
from scripts.lib.bench.answers.library import ANSWERS, grown
from tests.answers.recall import measure as measure_recall
from tests.answers.recall import read_queries

_DAY = date(2026, 11, 24)
_EVERY, _SHOWN = 5, 12
_BARE = "SELECT rowid FROM bare WHERE bare MATCH ? ORDER BY rank LIMIT 12"


def measure(rounds: int) -> Iterator[Figure]:
    shipped = load_library()
    yield from _recall(shipped)
    yield _rendering(shipped, rounds)
    library = grown(shipped)
    began = time.process_time()
    index = AnswerIndex(library, load_motifs(), load_synonyms(), lambda: _DAY)
    built = time.process_time() - began
    yield from _searches(index, _bare(library), rounds, f"index built in {built:.1f} s")
    yield _suggestions(index, rounds)


def _recall(shipped: Library) -> Iterator[Figure]:
    index = AnswerIndex(shipped, load_motifs(), load_synonyms(), lambda: _DAY)
    for held_out, part in ((True, "held out"), (False, "of the tuning")):
        found = measure_recall(index, (q for q in read_queries() if q.held_out is held_out))
        measured = f"{found.count} queries, MRR {found.mrr:.2f}"
        yield Figure(f"recall@3, queries {part}", found.recall, "", 0.9, measured, at_least=True)


def _rendering(shipped: Library, rounds: int) -> Figure:
    context = RenderContext(today=_DAY, usager_name="SARL FOURNIL", siren="732829320")
    valid = [answer for answer in shipped.answers.values() if answer.valid_on(_DAY)]
    made = [(answer, channel) for answer in valid for channel in answer.variants]
    jobs = [lambda a=answer, c=channel: render(a, c.value, context) for answer, channel in made]
    return _within("an answer's text made", _timed(jobs, rounds), 2, f"{len(jobs)} texts")


def _searches(index: AnswerIndex, bare: sqlite3.Connection, rounds: int, built: str) -> Iterator[Figure]:
    typed = [query.text[:n] for query in read_queries()[::_EVERY] for n in range(2, len(query.text) + 1, 2)]
    typed = [text for text in typed if fold(text)]
    mine, theirs = [], []
    for text in typed:  # one after the other: both see the same machine
        mine += _timed([lambda t=text: index.search(t, limit=_SHOWN)], rounds)
        theirs += _timed([lambda t=text: bare.execute(_BARE, (_words(t),)).fetchall()], rounds)
    found = f"{len(typed)} beginnings of queries, {built}"
    yield _within(f"search as typed among {ANSWERS}", mine, 10, found)
    floor = f"bare FTS5 {1000 * _p95(theirs):.1f} ms"
    yield Figure("the same, against the bare query, p95", _p95(mine) / _p95(theirs), "× bare", 1.5, floor)


def _suggestions(index: AnswerIndex, rounds: int) -> Figure:
    """As an e-mail is opened: what it is about, then what fits."""
    motifs = index.motifs

    def suggested(text: str) -> None:
        index.search("", motifs=guess(motifs, text, f"Bonjour,\n{text}\nMerci."), channel="mail", limit=3)

    jobs = [lambda t=query.text: suggested(t) for query in read_queries()]
    return _within("an e-mail's three suggestions", _timed(jobs, rounds), 30, f"among {ANSWERS}")


def _bare(library: Library) -> sqlite3.Connection:
    """What SQLite alone makes of the same texts: no stems, no synonyms, no typos, no contact."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE bare USING fts5(title, about, refs, body, prefix='1 2 3')")
    motifs = {motif.code: motif for motif in load_motifs().items}
    for answer in library.answers.values():
        about = " ".join(
            [*answer.taxes, *(w for code in answer.motifs for w in (motifs[code].label, *motifs[code].words))]
        )
        refs = " ".join([answer.id, *(reference.ref for reference in answer.references)])
        body = " ".join(variant.text for variant in answer.variants.values())
        db.execute("INSERT INTO bare VALUES (?, ?, ?, ?)", (answer.title, about, refs, body))
    return db


def _words(typed: str) -> str:
    *whole, begun = fold(typed).split()
    return " AND ".join([*(f'"{word}"' for word in whole), f'"{begun}" *'])


def _timed(jobs: Iterable[Callable[[], object]], rounds: int) -> list[float]:
    """The best of some rounds of each."""
    return [min(_once(job) for _ in range(rounds)) for job in jobs]


def _once(job: Callable[[], object]) -> float:
    began = time.process_time()
    job()
    return time.process_time() - began


def _within(name: str, seconds: list[float], limit_ms: float, what: str) -> Figure:
    measured = f"median {1000 * statistics.median(seconds):.2f} ms, {what}"
    return Figure(f"{name}, p95", 1000 * _p95(seconds), "ms", limit_ms, measured)


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[94]
