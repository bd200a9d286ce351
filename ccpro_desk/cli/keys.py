"""`ccpro-desk keys`: the keys of this profile, what is wrong in its file, and the strip to print."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccpro_desk.cli.errors import DONE, FAILED, CommandError

if TYPE_CHECKING:
    from ccpro_desk.actions import Keymap
    from ccpro_desk.desk.preferences import ConfigFolder
    from ccpro_desk.desk.preferences.flat_toml import Fault


def add_parser(subparsers: Any) -> None:
    keys: argparse.ArgumentParser = subparsers.add_parser(
        "keys", help="les touches : les voir, les vérifier, les imprimer"
    )
    keys.add_argument("--profile", metavar="NOM", default="default", help="les touches de ce profil")
    what = keys.add_subparsers(metavar="quoi", required=True)
    show = what.add_parser("show", help="chaque commande, son nom dans keys.toml et ses touches")
    form = show.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="sortie lisible par un programme")
    form.add_argument(
        "--toml", action="store_true", help="un modèle de keys.toml, chaque ligne en commentaire"
    )
    show.set_defaults(run=_show)
    what.add_parser("check", help="les lignes fausses de keys.toml").set_defaults(run=_check)
    strip = what.add_parser("reglette", help="la réglette des touches, à imprimer")
    strip.add_argument("--pdf", type=Path, metavar="FICHIER", required=True, help="où l'écrire")
    strip.set_defaults(run=_strip)


def _show(args: argparse.Namespace) -> int:
    from ccpro_desk.actions import ACTIONS

    _, keymap, _ = _read(args)
    if args.json:
        rows = [{"id": a.id, "label": a.label, "keys": list(keymap.of(a.id))} for a in ACTIONS]
        print(json.dumps({"actions": rows}, ensure_ascii=False, indent=2))
        return DONE
    if args.toml:
        print(_model(keymap))
        return DONE
    for action in ACTIONS:
        mark = "*" if action.id in keymap.changed else " "
        print(f"{mark} {action.id:16} {keymap.names(action.id) or '·':20} {action.label}")
    if keymap.changed:
        print("* changée par keys.toml")
    return DONE


def _model(keymap: Keymap) -> str:
    """What `keys.toml` would say of these keys: take the « # » away from the lines to change."""
    from ccpro_desk.actions import ACTIONS, Binding, key_name

    lines = ["# Vos touches : ôtez le # d'une ligne pour la changer ; [] retire ses touches à une commande."]
    for action in ACTIONS:
        if action.binding is Binding.WIDGET or action.id == "nothing":
            continue
        keys = json.dumps([key_name(key) for key in keymap.of(action.id)], ensure_ascii=False)
        lines.append(f"{'' if action.id in keymap.changed else '# '}{action.id} = {keys}  # {action.label}")
    return "\n".join(lines)


def _check(args: argparse.Namespace) -> int:
    from ccpro_desk.desk.preferences import is_there

    folder, keymap, faults = _read(args)
    if not is_there(folder.keys):
        print(f"{folder.keys} n'existe pas : les touches d'origine valent.")
        return DONE
    for fault in faults:
        print(fault.told)
    changed = len(keymap.changed)
    print(f"{folder.keys} : {changed} commande{'s' if changed > 1 else ''} à vos touches.")
    return FAILED if faults else DONE


def _strip(args: argparse.Namespace) -> int:
    from ccpro_desk.actions.reglette import RegletteProblem, write_pdf

    _, keymap, _ = _read(args)
    try:
        write_pdf(args.pdf, keymap)
    except RegletteProblem as error:
        raise CommandError(error.sentence, error.hint) from error
    print(f"Réglette écrite : {args.pdf}. Imprimez-la à 100 %.")
    return DONE


def _read(args: argparse.Namespace) -> tuple[ConfigFolder, Keymap, tuple[Fault, ...]]:
    from ccpro_desk.actions.keyfile import read_keys
    from ccpro_desk.cli.desk import config_of

    folder = config_of(args.profile)
    return folder, *read_keys(folder.keys)
