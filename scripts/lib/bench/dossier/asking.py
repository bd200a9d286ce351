"""A served central, asked by one agent after the other's answer: searches, and files opened."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from ccpro_desk.central.accounts import make_demo_accounts
from ccpro_desk.central.store import open_store
from scripts.lib.bench.dossier.people import queries

_PASSWORD = "un mot de passe de banc"
_WHY = "Mesure de la vitesse d'ouverture d'un dossier."
_WITHIN_S = 60.0
EACH = 40
"""Searches of each kind."""


@contextmanager
def caller(url: str, home: Path) -> Iterator[httpx.Client]:
    """An agent of a central that serves `url`."""
    asyncio.run(_accounts(url))
    socket = home / "bench.s"
    words = [sys.executable, "-m", "ccpro_desk.cli.central", "serve", "--database", url, "--uds", str(socket)]
    with (home / "central.log").open("ab") as log:
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log)
    try:
        assert process.stdout is not None
        if process.stdout.readline() != b"ready\n":
            raise RuntimeError((home / "central.log").read_text()[-2000:])
        transport = httpx.HTTPTransport(uds=str(socket))
        with httpx.Client(transport=transport, base_url="http://central", timeout=_WITHIN_S) as client:
            signed = client.post("/v1/sessions", json={"login": "agent1", "password": _PASSWORD})
            client.headers["Authorization"] = f"Bearer {signed.raise_for_status().json()['token']}"
            yield client
    finally:
        process.terminate()
        process.wait()


async def _accounts(url: str) -> None:
    store = await open_store(url)
    await make_demo_accounts(store, _PASSWORD)
    await store.close()


def searched(client: httpx.Client, usagers: int) -> tuple[float, str]:
    """The p95 of all searches in ms, and the slowest kind."""
    took: dict[str, list[float]] = defaultdict(list)
    list(_timed(client, usagers, 3))
    for kind, ms in _timed(client, usagers, EACH):
        took[kind].append(ms)
    everything = [ms for one in took.values() for ms in one]
    slowest = max(took, key=lambda kind: _p95(took[kind]))
    middle = statistics.median(everything)
    return _p95(everything), f"p50 {middle:.1f} ms; slowest: {slowest}, p95 {_p95(took[slowest]):.1f} ms"


def _timed(client: httpx.Client, usagers: int, each: int) -> Iterator[tuple[str, float]]:
    for kind, query in queries(usagers, each):
        started = time.perf_counter()
        found = client.get("/v1/usagers", params={"q": query}).raise_for_status().json()
        yield kind, 1000 * (time.perf_counter() - started)
        assert found["items"], (kind, query)


def opened(client: httpx.Client, siren: str) -> float:
    """Milliseconds until a file and its timeline are there, as the screen asks for them."""
    asked: dict[str, Any] = {"reason": _WHY}
    started = time.perf_counter()
    client.get(f"/v1/usagers/{siren}", params=asked).raise_for_status()
    client.get(f"/v1/usagers/{siren}/timeline", params=asked).raise_for_status()
    return 1000 * (time.perf_counter() - started)


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[94]
