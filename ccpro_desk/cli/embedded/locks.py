"""Locks that the kernel lifts when their holders are gone."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

STEP_S = 0.02


def lock(path: Path, within_s: float = 0.0) -> int | None:
    """An open file descriptor that holds the lock, or none when others still hold it after `within_s`.

    Children given the descriptor hold the same lock: it is free once the last of them has ended.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + within_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                os.close(descriptor)
                return None
            time.sleep(STEP_S)
        else:
            return descriptor
