"""`ccpro-desk calendar check|show`: the tax calendar from the shell."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ccpro_desk.answers.deadlines import verb, when
from ccpro_desk.answers.find import today_in_paris
from ccpro_desk.answers.french import period_words
from ccpro_desk.cli.errors import USAGE, CommandError
from ccpro_desk.cli.talk import day_of, print_json
from ccpro_desk.domain.obligations import STATUS_LABEL, Calendar, Due, Dues
from ccpro_desk.domain.obligations.periods import month_after, month_end
from ccpro_desk.domain.usager import Regime, Usager
from ccpro_desk.reference import DataError, data_dir
from ccpro_desk.reference.calendar import FOLDER, open_days, read_rules
from ccpro_desk.reference.faults import ContentError

DONE, FAILED = 0, 1
_NOT_SOURCED = "à valider"


def add_parser(subparsers: Any) -> None:
    """Adds `calendar` and its two commands."""
    parser: argparse.ArgumentParser = subparsers.add_parser("calendar", help="le calendrier fiscal")
    commands = parser.add_subparsers(dest="calendar_command", required=True, metavar="commande")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="sortie lisible par un programme")
    shared.add_argument("--data", type=Path, metavar="DOSSIER", help="un autre dossier de règles")
    check = commands.add_parser("check", parents=[shared], help="contrôler toutes les règles")
    check.set_defaults(run=_run(_check))
    show = commands.add_parser("show", parents=[shared], help="les échéances d'un dossier ou de régimes")
    show.set_defaults(run=_run(_show))
    _add_who(show)
    _add_range(show)


def _add_who(show: argparse.ArgumentParser) -> None:
    show.add_argument("siren", nargs="?", default="", help="un dossier de --dossier")
    show.add_argument("--dossier", type=Path, metavar="FICHIER", help="usagers en NDJSON ou en CSV")
    show.add_argument("--regime", action="append", default=[], metavar="CODE", help="de regimes.toml")
    show.add_argument("--department", default="", metavar="NN")
    show.add_argument("--legal", default="", metavar="NNNN", help="catégorie juridique de l'Insee")
    show.add_argument("--name", default="", help="le nom, dont la première lettre compte parfois")
    show.add_argument("--closing", metavar="MM-JJ", help="clôture de l'exercice")
    show.add_argument("--created", type=day_of, metavar="AAAA-MM-JJ", help="date de création")
    show.add_argument(
        "--size",
        action="append",
        default=[],
        type=_size,
        metavar="IMPÔT:ANNÉE=EUROS",
        help="par exemple CFE:2025=3200",
    )


def _add_range(show: argparse.ArgumentParser) -> None:
    show.add_argument("--from", dest="first", type=day_of, metavar="AAAA-MM-JJ", help="aujourd'hui")
    show.add_argument("--to", dest="last", type=day_of, metavar="AAAA-MM-JJ", help="un an plus tard")
    show.add_argument("--on", type=day_of, metavar="AAAA-MM-JJ", help="comme si l'on était ce jour")
    show.add_argument("--ics", type=Path, metavar="FICHIER", help="écrire un fichier iCalendar")


def _run(command: Any) -> Any:
    def run(args: argparse.Namespace) -> int:
        try:
            code: int = command(args)
        except ContentError as error:
            first = error.faults[0]
            raise CommandError(f"{first.file}:{first.line} : {first.what}", first.mend) from error
        except DataError as error:
            raise CommandError(str(error), "Rien n'a été modifié.") from error
        return code

    return run


def _folder(args: argparse.Namespace) -> Path:
    folder: Path = args.data or data_dir() / FOLDER
    if not folder.is_dir():
        raise CommandError(f"Le dossier {folder} n'existe pas.", "Vérifiez --data.", USAGE)
    return folder


def _check(args: argparse.Namespace) -> int:
    import sys

    try:
        rules = read_rules(_folder(args)).rules
    except ContentError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        if args.json:
            print_json({"rules": 0, "faults": [asdict(fault) for fault in error.faults]})
        return FAILED
    open_ones = [rule.id for rule in rules if rule.to_confirm]
    if args.json:
        print_json({"rules": len(rules), "to_confirm": open_ones, "faults": []})
    else:
        print(f"{len(rules)} règles, dont {len(open_ones)} {_NOT_SOURCED}, aucune erreur.")
    return DONE


def _show(args: argparse.Namespace) -> int:
    calendar = Calendar(read_rules(_folder(args)), open_days)
    usager = _from_file(args) if args.dossier else _from_options(args, calendar)
    today = args.on or today_in_paris()
    first = args.first or today
    end = month_after(first, 12)
    last = args.last or month_end(end.year, end.month)
    if last < first:
        raise CommandError("La période finit avant de commencer.", "Corrigez --from ou --to.", USAGE)
    found = calendar.of(usager, first, last, today, dict(args.size))
    if args.ics:
        _write_ics(args.ics, usager.siren, found)
    if args.json:
        print_json({"siren": usager.siren, "dues": [_plain(d) for d in found.dues], "remarks": found.remarks})
    else:
        _tell(found)
    return DONE


def _tell(found: Dues) -> None:
    for due in found.dues:
        print(f"{due.last:%d/%m/%Y}  {due.form}, {period_words(due.period)} : {_state(due)}")
        for line in (due.condition, *due.notes, *due.doubts):
            if line:
                print(f"            {line}")
    for remark in found.remarks:
        print(f"! {remark}")
    if not found.dues:
        print("Aucune échéance sur cette période.")


def _state(due: Due) -> str:
    term = f", {verb(due)} {when(due)}" if due.is_window else f", {verb(due)}"
    mark = f" ({_NOT_SOURCED})" if due.to_confirm else ""
    return f"{STATUS_LABEL[due.status]}{term}{mark}"


def _write_ics(path: Path, siren: str, found: Dues) -> None:
    from ccpro_desk.desk.agenda import ics

    try:
        path.write_bytes(ics(siren, found.dues, datetime.now(UTC)))
    except OSError as error:
        raise CommandError(f"{path} ne peut pas être écrit ({error.strerror}).", "Vérifiez --ics.") from error


def _from_file(args: argparse.Namespace) -> Usager:
    from ccpro_desk.central.usagers_file import FileError, read_usagers
    from ccpro_desk.domain.delivery import Delivery

    try:
        usagers = (one.usager for one in read_usagers(args.dossier) if isinstance(one, Delivery))
        found = next((one for one in usagers if one.siren == args.siren), None)
    except FileError as error:
        raise CommandError(str(error), "Vérifiez --dossier.") from error
    if found is None:
        raise CommandError(
            f"Le dossier {args.siren} n'est pas dans {args.dossier.name}, ou y est refusé.",
            "Vérifiez le SIREN, ou contrôlez le fichier avec « ccpro-central usagers import ».",
        )
    return found


def _from_options(args: argparse.Namespace, calendar: Calendar) -> Usager:
    known = {words.code: words for words in calendar.rules.regimes}
    unknown = [code for code in args.regime if code not in known]
    if unknown or not args.regime:
        what = f"Le régime « {unknown[0]} » est inconnu." if unknown else "Aucun régime n'est indiqué."
        mend = f"Donnez --dossier FICHIER et un SIREN, ou --regime parmi : {', '.join(sorted(known))}."
        raise CommandError(what, mend, USAGE)
    regimes = tuple(Regime(known[c].tax, known[c].regime, known[c].words) for c in args.regime)
    return Usager(
        siren=args.siren,
        name=args.name,
        department=args.department,
        legal=args.legal,
        closing=args.closing,
        created_on=args.created,
        regimes=regimes,
    )


def _size(text: str) -> tuple[tuple[str, int], int]:
    named, _, euros = text.partition("=")
    tax, _, year = named.partition(":")
    if not (tax and year.isdigit() and euros.isdigit()):
        raise argparse.ArgumentTypeError("montant attendu, par exemple CFE:2025=3200")
    return (tax, int(year)), 100 * int(euros)


def _plain(due: Due) -> Mapping[str, Any]:
    return asdict(due) | {"period_words": period_words(due.period), "when": when(due)}
