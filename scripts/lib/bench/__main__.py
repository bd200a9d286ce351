"""`scripts/bench [start|keys|queue|rest|central|calendar|dossier|answers …]`: speed as ratios of one run."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import conversation
import keys
import lists
import rest
import start
from figures import Figure, Series, table
from scene import Scene

FAMILIES = ("start", "keys", "conversation", "queue", "rest", "central", "calendar", "dossier", "answers")
WORKSTATION = FAMILIES[:5]


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument(
        "families", nargs="*", metavar="|".join(FAMILIES), help="by default those of the workstation"
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", type=Path, default=Path("out/bench.json"), metavar="FILE")
    args = parser.parse_args()
    if unknown := set(args.families) - set(FAMILIES):
        parser.error(f"unknown: {', '.join(unknown)}")
    families = args.families or WORKSTATION
    with tempfile.TemporaryDirectory(prefix="ccpro-bench-") as state:
        scene = Scene(Path(state)) if set(families) & set(WORKSTATION) else None
        figures = list(_figures(scene, families, args.rounds))
    print(table(figures))
    args.json.parent.mkdir(parents=True, exist_ok=True)
    values = [_plain(figure) for figure in figures]
    args.json.write_text(
        json.dumps({"figures": values}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    return 0


def _figures(scene: Scene | None, families: tuple[str, ...] | list[str], rounds: int) -> Iterator[Figure]:
    if scene is not None and "start" in families:
        yield from _start(scene, rounds)
    if "keys" in families:
        yield from _keys(max(2, rounds // 2))
    if "conversation" in families:
        yield _conversation(rounds)
    if "rest" in families:
        yield from _rest()
    if "queue" in families:  # last: it fills the demo's queue
        yield from _queue(max(2, rounds // 2))
    if "calendar" in families:
        from tax_year import measure as measure_calendar

        yield from measure_calendar(max(1, rounds // 2))
    if "dossier" in families:
        from scripts.lib.bench.dossier.measure import measure as measure_dossier

        yield from measure_dossier(max(1, rounds // 2))
    if "answers" in families:
        from scripts.lib.bench.answers.measure import measure as measure_answers

        yield from measure_answers(max(1, rounds // 2))
    if "central" in families:
        from scripts.lib.bench.central.measure import measure

        yield from measure(max(1, rounds // 2))


def _start(scene: Scene, rounds: int) -> Iterator[Figure]:
    series = start.measure(scene, rounds)
    empty = series.median("empty")
    for name, title, limit in (
        ("paint", "first paint: the title", 1.5),
        ("usable", "usable: contacts of the local store", 2.0),
        ("ready", "the demo's central ready", 3.5),
    ):
        measured = f"{1000 * series.median(name):.0f} ms, empty {1000 * empty:.0f} ms"
        yield Figure(title, series.ratio(name, "empty"), "× empty", limit, measured)
    yield from _against(series, "posting")
    yield from _against(series, "harlequin")
    print(f"À jour after {1000 * series.median('up to date'):.0f} ms", file=sys.stderr)


def _against(series: Series, program: str) -> Iterator[Figure]:
    """Another application's first paint and first use; nothing where it could not be fetched."""
    if program in series.values:
        for name, title, theirs in (
            ("paint", "first paint", f"{program} paint"),
            ("usable", "usable", program),
        ):
            measured = f"{1000 * series.median(name):.0f} ms, {program} {1000 * series.median(theirs):.0f} ms"
            yield Figure(title, series.ratio(name, theirs), f"× {program}", 1, measured)


def _keys(rounds: int) -> Iterator[Figure]:
    series = keys.measure(rounds)
    for name, part in (("p50", 0.50), ("p95", 0.95)):
        mine, theirs = (_percentile(series.values[of], part) for of in ("reply", "input"))
        measured = f"{1000 * mine:.1f} ms, Input {1000 * theirs:.1f} ms"
        yield Figure(f"key to first byte in the reply, {name}", mine / theirs, "× Input", 1.6, measured)


def _queue(rounds: int) -> Iterator[Figure]:
    lists.fill()
    series = lists.measure(rounds)
    for suffix, where in (("", ""), (" within", " within the screen")):
        mine, theirs = (series.median(f"{name}{suffix}") for name in ("queue", "table"))
        measured = f"{1000 * mine:.1f} ms, DataTable {1000 * theirs:.1f} ms"
        limit = 1.5 if suffix else 0.5
        title = f"Down in the queue of {lists.WAITING}{where}"
        yield Figure(title, mine / theirs, "× DataTable", limit, measured)
    size, theirs = (series.median(f"{name} bytes") for name in ("queue", "table"))
    measured = f"DataTable {theirs / 1000:.1f} kB"
    yield Figure("to the terminal where nothing scrolls", size / 1000, "kB", 1, measured)


def _percentile(values: list[float], part: float) -> float:
    return statistics.quantiles(values, n=100)[round(100 * part) - 1]


def _conversation(rounds: int) -> Figure:
    series = conversation.measure(rounds)
    measured = f"{1000 * series.median('many'):.1f} and {1000 * series.median('few'):.1f} ms"
    title = f"opening a contact of {conversation.MANY} messages"
    return Figure(title, series.ratio("many", "few"), f"× of {conversation.FEW}", 1.5, measured)


def _rest() -> Iterator[Figure]:
    series = rest.measure(1)
    children = f"its central and sender: {series.median('children'):.0f} MB"
    yield Figure("memory at rest", series.median("memory"), "MB", 90, children)
    yield Figure("processor at rest", series.median("cpu"), "%", 0.5, f"{rest.REST_S:g} s")
    if "posting cpu" in series.values:
        theirs = series.median("posting memory")
        ratio = series.median("memory") / theirs
        yield Figure("memory at rest, against posting", ratio, "× posting", 1.2, f"posting {theirs:.0f} MB")
        theirs = series.median("posting cpu")
        ratio = series.median("cpu") / theirs
        yield Figure("processor at rest, against posting", ratio, "× posting", 1, f"posting {theirs:.2f} %")


def _plain(figure: Figure) -> dict[str, object]:
    return {
        "name": figure.name,
        "value": round(figure.value, 3),
        "unit": figure.unit,
        "limit": figure.limit,
        "ok": figure.ok,
        "measured": figure.measured,
    }


sys.exit(main())
