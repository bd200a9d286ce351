"""The terminal: its size, its characters, what tmux and byobu do to keys."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

from ccpro_desk.desk.checkup.finding import Finding, bad, good, poor

COLUMNS, ROWS = 80, 24
STOLEN = "Le terminal, le bureau ou byobu s'en sert : à libérer dans leurs raccourcis."
"""What to do about function keys that do not arrive."""
SLOWEST_ESCAPE_MS = 50
"""Above, Échap is late and may take the next letter with it (tmux's own default was 500)."""


def check() -> Iterator[Finding]:
    yield _kind()
    yield _size()
    yield _characters()
    yield from multiplexers()


def multiplexers() -> Iterator[Finding]:
    """What stands between the terminal and the workstation, if anything does; waits for tmux to answer."""
    if os.environ.get("TMUX"):
        yield _tmux()
    if os.environ.get("BYOBU_BACKEND"):
        yield _byobu()


def _kind() -> Finding:
    term = os.environ.get("TERM", "")
    if not sys.stdout.isatty():
        return poor(
            "terminal", "Terminal", "aucun : la sortie va ailleurs", "Lancez le poste dans un terminal."
        )
    if term in ("", "dumb"):
        return bad("terminal", "Terminal", f"TERM={term or 'absent'}", "Essayez : export TERM=xterm-256color")
    return good("terminal", "Terminal", term)


def _size() -> Finding:
    size = shutil.get_terminal_size()
    found = f"{size.columns} × {size.lines}"
    if size.columns < COLUMNS or size.lines < ROWS:
        return poor(
            "size",
            "Taille",
            found,
            f"Agrandissez la fenêtre : {COLUMNS} × {ROWS} au moins, 120 × 40 au mieux.",
        )
    return good("size", "Taille", found)


def _characters() -> Finding:
    encoding = (sys.stdout.encoding or "").lower()
    if encoding.replace("-", "") != "utf8":
        return bad("characters", "Accents", encoding or "inconnu", "Choisissez UTF-8 : export LC_ALL=C.UTF-8")
    return good("characters", "Accents", "UTF-8")


def _tmux() -> Finding:
    try:
        shown = subprocess.run(
            ["tmux", "show-options", "-sv", "escape-time"],
            capture_output=True,
            text=True,
            timeout=5,
            check=True,
        )
        delay = int(shown.stdout.strip())
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        return poor(
            "tmux", "tmux", f"réglage illisible ({type(error).__name__})", "Vérifiez escape-time dans tmux."
        )
    if delay > SLOWEST_ESCAPE_MS:
        return poor(
            "tmux",
            "tmux",
            f"escape-time {delay} ms : Échap tarde et peut avaler la lettre suivante",
            "Ajoutez à ~/.tmux.conf : set -sg escape-time 10",
        )
    return good("tmux", "tmux", f"escape-time {delay} ms")


def _byobu() -> Finding:
    return poor(
        "byobu",
        "byobu",
        "il prend F2 à F9 pour lui",
        "Maj+F12 les lui retire ; sinon lancez le poste hors de byobu.",
    )
