"""The first line on the screen, while the rest of the workstation is still being read from the disk.

A third of a second of nothing looks like a command that was not understood. The line stands where the
workstation then draws its own first one, on the terminal's other page, so that nothing jumps.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

TITLE = "CC Pros Desk"
_OTHER_PAGE, _FORMER_PAGE = "\x1b[?1049h\x1b[?25l\x1b[2J\x1b[H", "\x1b[?25h\x1b[?1049l"


@contextmanager
def opening(title: str) -> Iterator[None]:
    """Says what is opening; when it does not open, the terminal is as it was, for the reason to be read.

    Textual draws on the standard error, and so does this.
    """
    if not sys.stderr.isatty():
        yield
        return
    _write(f"{_OTHER_PAGE} {title} · ouverture…")
    try:
        yield
    except BaseException:
        _write(_FORMER_PAGE)
        raise


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
