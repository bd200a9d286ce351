"""`ccpro-desk acts check|show`: the catalogue of acts from the shell."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ccpro_desk.cli.talk import print_json
from ccpro_desk.domain.acts.catalogue import Act, Catalogue
from ccpro_desk.reference import data_dir
from ccpro_desk.reference.acts import FOLDER, read_acts
from ccpro_desk.reference.faults import ContentError, Fault

DONE, FAILED, USAGE = 0, 1, 2
_WAYS = {True: "une autre personne valide", False: "sans validation"}


def add_parser(subparsers: Any) -> None:
    """Adds `acts` and its commands."""
    acts: argparse.ArgumentParser = subparsers.add_parser("acts", help="le catalogue des actes")
    acts.set_defaults(run=run)
    commands = acts.add_subparsers(dest="acts_command", required=True, metavar="commande")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="sortie lisible par un programme")
    shared.add_argument("--data", type=Path, metavar="DOSSIER", help="un autre dossier d'actes")
    commands.add_parser("check", parents=[shared], help="contrôler tous les actes")
    show = commands.add_parser("show", parents=[shared], help="lire un acte")
    show.add_argument("id", help="par exemple A05")


def run(args: argparse.Namespace) -> int:
    """Runs one of the commands; returns the exit code."""
    folder: Path = args.data or data_dir() / FOLDER
    if not folder.is_dir():
        return _tell(f"Le dossier {folder} n'existe pas.", "Vérifiez --data.", USAGE)
    try:
        acts = read_acts(folder)
    except ContentError as error:
        return _faulty(error.faults, args.json)
    return _show(acts, args.id, args.json) if args.acts_command == "show" else _checked(acts, args.json)


def _checked(acts: Catalogue, as_json: bool) -> int:
    to_confirm = sum(basis.to_confirm for act in acts for basis in act.bases)
    if as_json:
        print_json({"acts": len(acts.items), "to_confirm": to_confirm, "faults": []})
    else:
        print(f"{len(acts.items)} actes, aucune erreur ; {to_confirm} bases à valider.")
    return DONE


def _faulty(faults: tuple[Fault, ...], as_json: bool) -> int:
    if as_json:
        found = [{"file": f.file, "line": f.line, "what": f.what, "mend": f.mend} for f in faults]
        print_json({"faults": found})
    else:
        for fault in faults:
            print(fault, file=sys.stderr)
    count = "1 erreur" if len(faults) == 1 else f"{len(faults)} erreurs"
    return _tell(f"{count} dans le catalogue des actes.", "Corrigez ces lignes, puis recommencez.")


def _show(acts: Catalogue, act_id: str, as_json: bool) -> int:
    act = acts.get(act_id.upper())
    if act is None:
        return _tell(f"Aucun acte ne s'appelle {act_id}.", f"Ils vont de A01 à {acts.items[-1].id}.", USAGE)
    if as_json:
        print_json(
            {"id": act.id, "title": act.title, "level": act.level, "fields": [f.id for f in act.fields]}
        )
    else:
        print("\n".join(_lines(act)))
    return DONE


def _lines(act: Act) -> Iterator[str]:
    yield f"{act.id} · {act.title} · niveau {act.level} · {_WAYS[act.four_eyes]}"
    yield act.summary
    for field in act.fields:
        yield f"  {field.label} ({field.type}{'' if field.required else ', facultatif'})"
    for title, texts in (
        ("Refusé quand", [condition.reason for condition in act.conditions]),
        ("Pièces", act.documents),
        ("Au SIE", act.to_sie),
        ("À dire", act.advice),
        ("Base", [f"{b.text} [{b.source}]{' à valider' if b.to_confirm else ''}" for b in act.bases]),
    ):
        if texts:
            yield f"{title} :"
            yield from (f"  {text}" for text in texts)


def _tell(line: str, hint: str, code: int = FAILED) -> int:
    print(line, file=sys.stderr)
    print(hint, file=sys.stderr)
    return code
