"""Real processes: the demo in a pseudo-terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.terminal import Terminal

DEMO = (sys.executable, "-m", "ccpro_desk.cli.desk", "demo")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """`$XDG_STATE_HOME` of the demos of one test."""
    return tmp_path / "state"


@pytest.fixture
def open_demo(state: Path) -> Iterator[Callable[..., Terminal]]:
    """Starts the demo; what still runs at the end of the test is ended."""
    opened: list[Terminal] = []

    def start(*words: str) -> Terminal:
        opened.append(Terminal((*DEMO, *words), {"XDG_STATE_HOME": str(state)}))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.end()
