"""`ccpro-desk`: the workstation, its demo, its answers, its doctor."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ccpro_desk import __version__
from ccpro_desk.cli.deferred import UNTIL_USED, defer
from ccpro_desk.cli.errors import USAGE, CommandError, tell
from ccpro_desk.cli.opening import TITLE, opening

if TYPE_CHECKING:
    from ccpro_desk.desk.preferences import ConfigFolder

REMEMBERED = "central"
"""The file of a profile that holds the address it last worked for."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if _is_workstation(words):
        gc.disable()  # nothing made by a start is garbage; the application enables it once it has started
        defer(*UNTIL_USED)
    args = _parser(words).parse_args(words)
    try:
        code: int = args.run(args)
    except CommandError as error:
        return tell(error)
    except KeyboardInterrupt:
        return 130
    return code


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ccpro-desk", description="Le poste d'un agent d'un centre de contact des professionnels."
    )
    parser.add_argument("--version", action="version", version=f"ccpro-desk {__version__}")
    _add_central(parser)
    parser.set_defaults(run=_workstation)
    commands = parser.add_subparsers(metavar="commande", title="commandes")
    from ccpro_desk.cli import demo, doctor

    demo.add_parser(commands)
    doctor.add_parser(commands, _add_central)
    if not _is_workstation(words):  # the answers are slow to import, and a workstation opens at once
        from ccpro_desk.cli import acts, answers, calendar, keys

        answers.add_parser(commands)
        acts.add_parser(commands)
        calendar.add_parser(commands)
        keys.add_parser(commands)
    return parser


def _is_workstation(words: Sequence[str]) -> bool:
    return not words or words[0] == "demo" or words[0].startswith(("--central", "--profile"))


def _add_central(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--central", metavar="URL", help="adresse du centre : http://…, https://… ou unix:CHEMIN"
    )
    parser.add_argument("--profile", metavar="NOM", default="default", help="réglages et données de ce nom")


def _workstation(args: argparse.Namespace) -> int:
    profile = profile_dir(args.profile)
    central = central_of(args)
    if not sys.stdout.isatty():
        raise CommandError("Le poste demande un terminal.", "Ouvrez-le dans une fenêtre de terminal.", USAGE)
    from ccpro_desk.cli.embedded.places import private_dir, write_private

    private_dir(profile)
    write_private(profile / REMEMBERED, central + "\n")
    return _open(central, profile, args.profile)


def _open(central: str, profile: Path, name: str) -> int:
    """Finds the keys while Textual is being imported: the system's keyring is slow."""
    from concurrent.futures import ThreadPoolExecutor

    from ccpro_desk.desk.keys import find_keys
    from ccpro_desk.desk.settings import DeskSettings

    settings = DeskSettings(central=central, state_dir=profile)
    with ThreadPoolExecutor(1, "keys") as pool:
        keys = pool.submit(find_keys, settings)
        with opening(TITLE):
            from ccpro_desk.app import run as open_workstation
            from ccpro_desk.desk.desk import Desk
        return open_workstation(lambda: Desk.open(settings, keys.result()), config=config_of(name))


def profile_dir(name: str) -> Path:
    """Where a profile keeps its things. Raises `CommandError` for a name that is no name."""
    from ccpro_desk.cli.embedded.places import state_home

    if name == "demo":
        raise _no_profile(name)
    return state_home() / "ccpro-desk" / _profile(name)


def config_of(name: str) -> ConfigFolder:
    """Where a profile has its own files, the demo too. Raises `CommandError` for a name that is no name."""
    from ccpro_desk.desk.preferences import config_folder

    return config_folder(_profile(name))


def _profile(name: str) -> str:
    if not name.replace("-", "").replace("_", "").isalnum():
        raise _no_profile(name)
    return name


def _no_profile(name: str) -> CommandError:
    return CommandError(
        f"« {name} » ne peut pas nommer un profil.", "Employez des lettres et des chiffres.", USAGE
    )


def central_of(args: argparse.Namespace) -> str:
    """The central asked for, else the environment's, else the one this profile last worked for."""
    remembered = profile_dir(args.profile) / REMEMBERED
    given = args.central or os.environ.get("CCPRO_CENTRAL")
    if not given and remembered.exists():
        given = remembered.read_text(encoding="utf-8").strip()
    if not given:
        raise CommandError(
            "Aucun centre n'est indiqué.", "Ajoutez --central URL, ou essayez « ccpro-desk demo ».", USAGE
        )
    if not given.startswith(("http://", "https://", "unix:")):
        raise CommandError(
            f"« {given} » n'est pas l'adresse d'un centre.",
            "Écrivez http://…, https://… ou unix:CHEMIN.",
            USAGE,
        )
    return str(given)


if __name__ == "__main__":
    sys.exit(main())
