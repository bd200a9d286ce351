"""« Appuyez sur F2…F9 »: which function keys reach the workstation, and which another program takes."""

from __future__ import annotations

import os
import select
import sys
import termios
import tty
from collections.abc import Iterator

from ccpro_desk.desk.checkup.finding import Finding, bad, good
from ccpro_desk.desk.checkup.terminal import STOLEN

SEQUENCES: dict[str, tuple[bytes, ...]] = {
    "F2": (b"\x1bOQ", b"\x1b[12~", b"\x1b[[B"),
    "F3": (b"\x1bOR", b"\x1b[13~", b"\x1b[[C"),
    "F4": (b"\x1bOS", b"\x1b[14~", b"\x1b[[D"),
    "F5": (b"\x1b[15~", b"\x1b[[E"),
    "F6": (b"\x1b[17~",),
    "F7": (b"\x1b[18~",),
    "F8": (b"\x1b[19~",),
    "F9": (b"\x1b[20~",),
}
"""What terminals send: xterm's way, then rxvt's and the Linux console's."""
WAIT_S = 10.0
PIECE_S = 0.1


def check() -> Iterator[Finding]:
    """Asks for each key in turn; Entrée passes one over."""
    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        for name, expected in SEQUENCES.items():
            print(f"Appuyez sur {name} (Entrée si rien ne se passe) : ", end="", flush=True)
            got = _read()
            print(flush=True)
            yield _judge(name, got, expected)
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def _judge(name: str, got: bytes, expected: tuple[bytes, ...]) -> Finding:
    id_ = f"key.{name.lower()}"
    if got in expected:
        return good(id_, f"Touche {name}", "reçue")
    other = next((key for key, sent in SEQUENCES.items() if got in sent), None)
    seen = f"le terminal envoie {other}" if other else "elle n'arrive pas"
    return bad(
        id_,
        f"Touche {name}",
        seen,
        STOLEN,
    )


def _read() -> bytes:
    """One key's bytes; empty when none came in time."""
    descriptor = sys.stdin.fileno()
    got = b""
    while select.select([descriptor], [], [], PIECE_S if got else WAIT_S)[0]:
        piece = os.read(descriptor, 32)
        if not piece:
            break
        got += piece
    return got
