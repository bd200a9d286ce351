"""One API process over a bench database, and runs of agents against it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scripts.lib import town
from scripts.lib.cluster import Cluster

DATABASE = "bench"
LOAD = Path(__file__).parent / "load.py"


def fill(cluster: Cluster, contacts: int, **settings: Any) -> None:
    """The bench's database from nothing."""
    for statement in town.statements(contacts, **settings):
        cluster.primary.sql(statement, DATABASE)


@contextmanager
def served(cluster: Cluster, *arguments: str) -> Iterator[Path]:
    """The socket of a central that is ready."""
    socket = cluster.home / f"{DATABASE}.s"
    words = ["serve", "--database", cluster.url(DATABASE), "--uds", str(socket), *arguments]
    log = (cluster.home / "central.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", "ccpro_desk.cli.central", *words], stdout=subprocess.PIPE, stderr=log
    )
    try:
        assert process.stdout is not None
        if process.stdout.readline() != b"ready\n":
            raise RuntimeError((cluster.home / "central.log").read_text()[-2000:])
        agents(socket, 1, 20, 0, first=1_900)
        yield socket
    finally:
        process.terminate()
        process.wait()
        log.close()


def agents(socket: Path, seconds: float, count: int, think_ms: float, *, first: int = 0) -> dict[str, Any]:
    """What `count` agents saw. Raises `RuntimeError` when one of them was refused."""
    words = [str(LOAD), str(socket), str(seconds), str(count), str(think_ms), str(first)]
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    seen: dict[str, Any] = json.loads(done.stdout)
    if seen["errors"]:
        raise RuntimeError(f"refused: {seen['errors']}")
    return seen
