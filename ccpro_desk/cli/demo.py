"""`ccpro-desk demo`: the workstation as `agent1`, over a central of its own with invented e-mails."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from ccpro_desk.cli.embedded.home import DemoHome, demo_dir
from ccpro_desk.cli.embedded.processes import Processes, prepare
from ccpro_desk.cli.errors import tell
from ccpro_desk.cli.opening import TITLE, opening

LOGIN = "agent1"


def add_parser(subparsers: Any) -> None:
    demo: argparse.ArgumentParser = subparsers.add_parser(
        "demo", help="la démonstration : un poste, son centre et des courriels inventés"
    )
    demo.add_argument("--fresh", action="store_true", help="repartir de zéro")
    demo.add_argument(
        "--tour", type=Path, metavar="DOSSIER", help="jouer une vacation sans terminal et la vérifier"
    )
    demo.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.tour or not (sys.stdin.isatty() and sys.stdout.isatty()):
        from ccpro_desk.cli.tour import play

        return play(args.tour or Path("out"))
    home = DemoHome(demo_dir(), fresh=args.fresh)
    try:
        return _work(home)
    finally:
        home.close()


def _work(home: DemoHome) -> int:
    if not home.is_prepared:
        print("Préparation de la démonstration, une seule fois…", file=sys.stderr, flush=True)
        prepare(home, LOGIN)
    processes = Processes(home)  # before anything of Textual is imported: both start together
    try:
        code = _open_workstation(home)
    finally:
        processes.end()
    return tell(processes.trouble) if processes.trouble else code


def _open_workstation(home: DemoHome) -> int:
    with opening(TITLE):
        from ccpro_desk.app import run as open_workstation
        from ccpro_desk.cli.embedded.workstation import WORD, opener
        from ccpro_desk.desk.preferences import config_folder
    return open_workstation(opener(home, LOGIN), word=WORD, config=config_folder("demo"))
