"""`ccpro-desk answers check|search|show|render`: the scripted answers from the shell."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ccpro_desk.answers.check import Content, check
from ccpro_desk.answers.filling import BlankError
from ccpro_desk.answers.find import AnswerIndex, Hit, today_in_paris
from ccpro_desk.answers.library import Library, load_library
from ccpro_desk.answers.model import Answer, Channel
from ccpro_desk.answers.parameters import load_parameters
from ccpro_desk.answers.render import RenderContext, RenderError, references_line, render
from ccpro_desk.answers.synonyms import load_synonyms
from ccpro_desk.cli.talk import day_of, print_json
from ccpro_desk.reference import DataError
from ccpro_desk.reference.faults import ContentError, Fault
from ccpro_desk.reference.motifs import load_motifs

DONE, FAILED, USAGE = 0, 1, 2


@dataclass
class Problem(Exception):
    """What stops a command: a line, a hint and the exit code."""

    line: str
    hint: str
    code: int = FAILED


def add_parser(subparsers: Any) -> None:
    """Adds `answers` and its four commands."""
    answers: argparse.ArgumentParser = subparsers.add_parser("answers", help="les fiches de réponse")
    answers.set_defaults(run=run)
    commands = answers.add_subparsers(dest="answers_command", required=True, metavar="commande")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="sortie lisible par un programme")
    shared.add_argument("--data", type=Path, metavar="DOSSIER", help="un autre dossier de fiches")
    shared.add_argument("--on", type=day_of, metavar="AAAA-MM-JJ", help="le droit de ce jour (aujourd'hui)")
    commands.add_parser("check", parents=[shared], help="contrôler toutes les fiches")
    search = commands.add_parser("search", parents=[shared], help="chercher une fiche")
    search.add_argument("query", nargs="*", help="les mots cherchés")
    search.add_argument("--motif", action="append", default=[], metavar="CODE")
    search.add_argument("--tax", action="append", default=[], metavar="IMPÔT")
    search.add_argument("--channel", choices=[c.value for c in Channel])
    search.add_argument("--limit", type=int, default=12)
    show = commands.add_parser("show", parents=[shared], help="lire une fiche")
    show.add_argument("id")
    shown = commands.add_parser("render", parents=[shared], help="composer le texte d'une fiche")
    shown.add_argument("id")
    shown.add_argument("--channel", choices=[c.value for c in Channel], default=Channel.MAIL.value)
    shown.add_argument("--set", action="append", default=[], metavar="CHAMP=VALEUR", dest="values")


def run(args: argparse.Namespace) -> int:
    """Runs one of the commands; returns the exit code."""
    commands = {"check": _check, "search": _search, "show": _show, "render": _render}
    try:
        return commands[args.answers_command](args)
    except Problem as problem:
        return _tell(problem)
    except ContentError as error:
        first = error.faults[0]
        return _tell(Problem(f"{first.file}:{first.line} : {first.what}", first.mend))
    except DataError as error:
        return _tell(Problem(str(error), "Rien n'a été modifié."))


def _tell(problem: Problem) -> int:
    print(problem.line, file=sys.stderr)
    print(problem.hint, file=sys.stderr)
    return problem.code


def _library(args: argparse.Namespace) -> Library:
    folder: Path | None = args.data
    if folder and not folder.is_dir():
        raise Problem(f"Le dossier {folder} n'existe pas.", "Vérifiez --data.", USAGE)
    return load_library(folder)


def _check(args: argparse.Namespace) -> int:
    library = _library(args)
    content = Content(library, load_motifs(), load_parameters(), args.on or today_in_paris())
    faults = check(content)
    load_synonyms()
    errors = [fault for fault in faults if not fault.warning]
    covered = {code for answer in library.answers.values() for code in answer.motifs} & content.motifs.codes
    if args.json:
        print_json(
            {"answers": len(library), "motifs_covered": len(covered), "faults": [_fault(f) for f in faults]}
        )
    else:
        for fault in faults:
            print(f"{'attention : ' if fault.warning else ''}{fault}", file=sys.stderr)
        print(
            f"{len(library)} fiches, {len(covered)} motifs sur {len(content.motifs.items)}, {_count(errors)}."
        )
    return FAILED if errors else DONE


def _count(errors: Sequence[Fault]) -> str:
    return "aucune erreur" if not errors else f"{len(errors)} erreur{'s' if len(errors) > 1 else ''}"


def _search(args: argparse.Namespace) -> int:
    day = args.on
    index = AnswerIndex(
        _library(args), load_motifs(), load_synonyms(), (lambda: day) if day else today_in_paris
    )
    query = " ".join(args.query)
    hits = index.search(query, motifs=args.motif, taxes=args.tax, channel=args.channel, limit=args.limit)
    if args.json:
        print_json({"query": query, "hits": [_hit(hit) for hit in hits]})
    else:
        for hit in hits:
            print(f"{hit.answer.id}  {hit.answer.title}\n         {hit.excerpt}")
    if not hits and not args.json:
        raise Problem("Aucune fiche trouvée.", "Essayez d'autres mots, un numéro de formulaire ou d'article.")
    return DONE if hits else FAILED


def _show(args: argparse.Namespace) -> int:
    answer = _answer(args)
    if args.json:
        print_json(_head(answer) | {"variants": {c.value: v.text for c, v in answer.variants.items()}})
        return DONE
    print(f"{answer.id} v{answer.version} · {answer.title}\n{answer.status} · {', '.join(answer.motifs)}")
    print(f"{references_line(answer)}\nSources : {', '.join(answer.sources)}")
    for channel, variant in answer.variants.items():
        print(f"\n## {channel}\n{variant.text.strip()}")
    return DONE


def _render(args: argparse.Namespace) -> int:
    answer = _answer(args)
    values = dict(_pair(text) for text in args.values)
    try:
        rendered = render(answer, args.channel, RenderContext(args.on or today_in_paris()), values)
    except BlankError as error:
        raise Problem(str(error), "Corrigez --set.", USAGE) from error
    except RenderError as error:
        raise Problem(str(error), "Lancez « ccpro-desk answers check ».") from error
    if args.json:
        gaps = [{"start": start, "end": end, "label": label} for start, end, label in rendered.gaps]
        print_json(
            {
                "id": rendered.id,
                "version": rendered.version,
                "channel": rendered.channel,
                "text": rendered.text,
            }
            | {"gaps": gaps, "references": rendered.references_line}
        )
    else:
        print(rendered.text)
    return DONE


def _answer(args: argparse.Namespace) -> Answer:
    library = _library(args)
    answer = library.get(args.id.upper())
    if answer is None:
        raise Problem(f"La fiche {args.id} n'existe pas.", "Cherchez-la avec « ccpro-desk answers search ».")
    return answer


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Problem(f"--set {text} : il manque « = ».", "Écrivez --set champ=valeur.", USAGE)
    return name, value


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "file": fault.file,
        "line": fault.line,
        "what": fault.what,
        "mend": fault.mend,
        "warning": fault.warning,
    }


def _hit(hit: Hit) -> dict[str, Any]:
    answer = hit.answer
    return {
        "id": answer.id,
        "title": answer.title,
        "version": answer.version,
        "score": hit.score,
        "excerpt": hit.excerpt,
    }


def _head(answer: Answer) -> dict[str, Any]:
    plain = (
        "id",
        "title",
        "motifs",
        "taxes",
        "level",
        "version",
        "status",
        "author",
        "approver",
        "sources",
        "related",
    )
    dates = {"valid_from": answer.valid_from, "valid_to": answer.valid_to, "review": answer.review}
    more = {"channels": answer.channels, "handled_by": answer.handled_by, "supersedes": answer.supersedes}
    lists = {
        "references": [reference.text for reference in answer.references],
        "blanks": [{"name": b.name, "type": b.type, "label": b.label} for b in answer.blanks],
    }
    return {key: getattr(answer, key) for key in plain} | dates | more | lists
