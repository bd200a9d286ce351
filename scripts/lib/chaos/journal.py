"""What simulated desks write down: one line of JSON a thing, whole or cut off by a SIGKILL.

`ask` before commands go over the wire, `told` once they are answered, `heard` for what the feed said.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = dict[str, Any]


class Writer:
    """The journal of one process of desks; started again it knows what was under way."""

    def __init__(self, path: Path) -> None:
        self.pending: dict[int, list[Json]] = {}
        """By agent, what was asked and not answered."""
        self.cursors: dict[int, str] = {}
        """By agent, how far the feed was heard."""
        for said in lines(path):
            self._replay(said)
        self._file = path.open("ab", buffering=0)
        if path.stat().st_size:
            self._file.write(b"\n")

    def _replay(self, said: Json) -> None:
        agent = said["agent"]
        if "ask" in said:
            self.pending[agent] = said["ask"]
        elif "told" in said:
            self.pending.pop(agent, None)
        else:
            self.cursors[agent] = said["at"]

    def ask(self, agent: int, commands: list[Json]) -> None:
        self._write({"agent": agent, "ask": commands})

    def told(self, agent: int, results: list[Json]) -> None:
        kept = [{name: result.get(name) for name in ("id", "status", "code")} for result in results]
        self._write({"agent": agent, "told": kept})

    def heard(self, agent: int, position: str, event: str | None = None) -> None:
        """`event`: its JSON; none for where the hearing begins and for a sign of life."""
        self.cursors[agent] = position
        about = json.loads(event)["id"] if event else None
        self._write({"agent": agent, "at": position, "heard": about})

    def _write(self, said: Json) -> None:
        self._file.write(json.dumps(said).encode() + b"\n")


@dataclass
class Said:
    """All that the journals of a folder say."""

    notes: set[str] = field(default_factory=set)
    """The ids of all notes that were asked for."""
    applied: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    answers: Counter[str] = field(default_factory=Counter)
    """How often each status and code was answered."""
    since: dict[int, str] = field(default_factory=dict)
    """By following agent, the position where the hearing began."""
    heard: dict[int, list[str]] = field(default_factory=dict)
    """By following agent, the events in the order in which they came."""


def read(folder: Path) -> Said:
    said = Said()
    for path in sorted(folder.glob("*.journal")):
        for line in lines(path):
            _note(said, line)
    return said


def _note(said: Said, line: Json) -> None:
    said.notes |= {c["id"] for c in line.get("ask", ()) if c["type"] == "contact.note"}
    for result in line.get("told", ()):
        (said.refused if result["status"] == "refused" else said.applied).add(result["id"])
        said.answers[" ".join(filter(None, (result["status"], result["code"])))] += 1
    if "at" in line:
        said.since.setdefault(line["agent"], line["at"])
        heard = said.heard.setdefault(line["agent"], [])
        if line["heard"]:
            heard.append(line["heard"])


def lines(path: Path) -> Iterator[Json]:
    """The whole lines of a journal: what was cut off was never sent."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            said = json.loads(line)
        except ValueError:
            continue
        yield said
