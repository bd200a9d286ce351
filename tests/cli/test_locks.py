"""A lock is free once every process that holds it is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ccpro_desk.cli.embedded.locks import lock


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    first = lock(tmp_path / "l")
    assert first is not None
    assert lock(tmp_path / "l") is None
    os.close(first)
    again = lock(tmp_path / "l")
    assert again is not None
    os.close(again)


def test_a_child_keeps_it_until_it_ends(tmp_path: Path) -> None:
    held = lock(tmp_path / "l")
    assert held is not None
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=(held,))
    os.close(held)
    assert lock(tmp_path / "l") is None
    child.communicate(b"\n")
    free = lock(tmp_path / "l", within_s=10)
    assert free is not None
    os.close(free)
