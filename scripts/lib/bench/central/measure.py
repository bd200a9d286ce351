"""The figures of `scripts/bench central`: each against its peer in the same run, on one PostgreSQL."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from figures import Figure, Series

from scripts.lib import town
from scripts.lib.bench.central import feeds
from scripts.lib.bench.central.served import DATABASE, agents, fill, served
from scripts.lib.cluster import Cluster, cluster

HERE = Path(__file__).parent
FLOOR = (HERE / "floor.sql").read_text(encoding="utf-8")
SECONDS = 8
_CONTACTS = 120_000
_ONE, _FIVE = '["general"]', town.SKILLS
_NOWHERE = "''"
_NATIONAL = "'national'"


def measure(rounds: int) -> Iterator[Figure]:
    with cluster() as made:
        made.primary.sql(f"create database {DATABASE}")
        asyncio.run(town.migrate(made.url(DATABASE)))
        series = Series()
        for _ in range(rounds):
            _round(made, series)
        mine, floor = series.median("cycles"), series.median("floor")
        measured = f"{mine:.0f}/s, pgbench {floor:.0f}/s"
        ratio = series.ratio("cycles", "floor")
        yield Figure("next + close, 100 agents, one process", ratio, "× pgbench", 0.25, measured, True)
        for name, value in _peers(made).items():
            yield Figure(f"the same against {name}", mine / value, f"× {name}", 1, f"{value:.0f}/s", True)
        yield _think(made)
        yield _depth(made)
        yield _keys(made)
        yield _feeds(made)


def _round(made: Cluster, series: Series) -> None:
    fill(made, _CONTACTS, skills='["tva"]')
    floor = made.pgbench(FLOOR, SECONDS, 8, DATABASE)
    fill(made, _CONTACTS, skills='["tva"]')
    with served(made) as socket:
        series.add({"floor": floor, "cycles": agents(socket, SECONDS, 100, 0)["cycles_s"]})


def _peers(made: Cluster) -> dict[str, float]:
    """Jobs a second of job queues whose jobs do nothing; none where they are not installed."""
    found = {}
    for name in ("procrastinate", "pgqueuer"):
        made.primary.sql(f"create database {name}")
        words = [sys.executable, str(HERE / "peers" / f"{name}_jobs.py"), made.url(name)]
        path = os.environ.get("CCPRO_BENCH_PEERS", "")
        done = subprocess.run(
            words, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}, check=False
        )
        if done.returncode:
            print(f"{name}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
            continue
        found[name] = float(json.loads(done.stdout.splitlines()[-1])["jobs_s"])
    return found


def _think(made: Cluster) -> Figure:
    fill(made, _CONTACTS)
    with served(made) as socket:
        seen = agents(socket, SECONDS, 500, 1_000)
    measured = f"{seen['cycles_s']:.0f} cycles/s, p50 of next {seen['next_p50']:.1f} ms"
    return Figure("500 agents, 1 s of thought: p99", seen["both_p99"], "ms", 20, measured)


def _next_ms(made: Cluster, contacts: int, **settings: str) -> float:
    """The median of `next` for four agents, one after the other each."""
    fill(made, contacts, **settings)
    with served(made) as socket:
        return float(agents(socket, SECONDS / 2, 4, 0)["next_p50"])


def _depth(made: Cluster) -> Figure:
    few, many = _next_ms(made, 10_000), _next_ms(made, 1_000_000)
    return Figure("next, 1,000,000 waiting", many / few, "× 10,000", 1.3, f"{many:.2f} and {few:.2f} ms")


def _keys(made: Cluster) -> Figure:
    settings = {"pool": _NATIONAL, "centre": _NOWHERE}
    one = _next_ms(made, 50_000, skills=_ONE, **settings)
    five = _next_ms(made, 50_000, skills=_FIVE, **settings)
    return Figure("next, five keys", five / one, "× one key", 1.5, f"{five:.2f} and {one:.2f} ms")


def _feeds(made: Cluster) -> Figure:
    fill(made, 20_000, centre="'c' || i / 50", pool="'c' || i % 40")
    with served(made) as socket:
        seen = asyncio.run(feeds.measure(socket))
    measured = f"p50 {seen.p50:.0f} ms, {seen.delivered} of {seen.due} delivered, {seen.open} feeds"
    value = seen.p99 if seen.delivered == seen.due else float("inf")
    return Figure("an event to a centre's 50 agents: p99", value, "ms", 100, measured)
