"""`ccpro-central acts export --outbox DIR`: recorded acts for the services that apply them, as a process."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ccpro_desk.cli.errors import DONE, CommandError
from ccpro_desk.cli.mail import FOLLOW_PATIENCE_S, client_of

if TYPE_CHECKING:
    from ccpro_desk.connectors.acts.export import Exported, Exporter

_OUTCOMES = {
    "sent": ("transmis", "transmis"),
    "found": ("écrit auparavant et signalé", "écrits auparavant et signalés"),
    "elsewhere": ("repris par un autre export", "repris par un autre export"),
    "failed": ("non transmis", "non transmis"),
}


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `acts` with its command to `ccpro-central`'s parser."""
    acts = subparsers.add_parser("acts", help="les actes vers les applications de gestion")
    commands = acts.add_subparsers(dest="acts_command", required=True, metavar="COMMANDE")
    export = commands.add_parser("export", help="écrit les actes enregistrés, chacun une fois")
    export.add_argument(
        "--outbox", required=True, type=Path, metavar="DOSSIER", help="un fichier .ndjson par acte"
    )
    export.add_argument("--follow", action="store_true", help="continue jusqu'à SIGTERM ou Ctrl+C")
    export.add_argument("--central", required=True, metavar="URL", help="http(s)://… ou unix:CHEMIN")
    export.add_argument("--login", required=True, metavar="IDENTIFIANT")
    export.add_argument("--json", action="store_true", help="le compte rendu en JSON")
    export.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Runs what `add_parser` parsed; returns the exit code. Raises `CommandError`."""
    return asyncio.run(_export(args))


async def _export(args: argparse.Namespace) -> int:
    from ccpro_desk.connectors.acts.export import Exporter
    from ccpro_desk.connectors.errors import CentralError
    from ccpro_desk.connectors.writing import CannotWrite

    async with client_of(args, patience_s=FOLLOW_PATIENCE_S if args.follow else 30.0) as client:
        exporter = Exporter(client, args.outbox)
        try:
            exporter.prepare()
            await (_follow(exporter) if args.follow else exporter.drain())
        except CannotWrite as error:
            raise CommandError(str(error), "Vérifiez le dossier et la place libre, puis relancez.") from error
        except CentralError as error:
            raise CommandError(str(error), error.hint or "Relancez la commande.") from error
        finally:
            _summary(exporter.exported, args.json)
    if failures := len(exporter.exported.failures):
        raise CommandError(f"Actes non transmis\u00a0: {failures}.", "Le compte rendu dit pourquoi.")
    return DONE


async def _follow(exporter: Exporter) -> None:
    from ccpro_desk.cli.following import until_told

    await until_told(
        lambda stop: exporter.follow(stop, lambda trouble: print(trouble, file=sys.stderr, flush=True))
    )


def _summary(done: Exported, as_json: bool) -> None:
    failures = [{"act": str(act_id), "why": why} for act_id, why in done.failures]
    if as_json:
        print(json.dumps({"counts": dict(done.counts), "failures": failures}, ensure_ascii=False, indent=2))
        return
    for failure in failures:
        print(f"{failure['act']}\u00a0: non transmis — {failure['why']}")
    told = [f"{count} {_OUTCOMES[name][count > 1]}" for name, count in done.counts.items()]
    print(f"Actes\u00a0: {', '.join(told) or 'rien à transmettre'}.")
