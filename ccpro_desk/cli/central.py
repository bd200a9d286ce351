"""`ccpro-central`: makes, serves and fills the central, and runs its connectors."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ccpro_desk.cli.errors import USAGE, CommandError, tell

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    _Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
    _Run: TypeAlias = Callable[[argparse.Namespace], int]

_LEASE = "phone=45,chat=45,mail=1800,callback=1800"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if "--end-with-stdin" in words:
        _end_with_stdin()
    os.umask(0o077)
    args = _parser(words).parse_args(words)
    try:
        return int(args.run(args))
    except CommandError as error:
        return tell(error)
    except KeyboardInterrupt:
        return 130


def _end_with_stdin() -> None:
    """Ends this process when whoever started it has gone, from before the first slow import on."""
    from threading import Thread

    from ccpro_desk.cli.child import watch_parent

    Thread(target=watch_parent, name="parent", daemon=True).start()


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ccpro-central", description="Le central des CC Pros.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="commande")
    database = argparse.ArgumentParser(add_help=False)
    database.add_argument(
        "--database",
        metavar="URL",
        default=os.environ.get("CCPRO_DATABASE"),
        help="sqlite:///chemin ou postgresql://… (à défaut, la variable CCPRO_DATABASE)",
    )
    _add_init(commands, database)
    _add_serve(commands, database)
    _add_user(commands, database)
    _add_usagers(commands, database)
    migrate = commands.add_parser("migrate", parents=[database], help="mettre les tables à jour")
    migrate.set_defaults(run=_deferred("migrate"))
    _add_audit(commands, database)
    _add_dispatch(commands, database)
    openapi = commands.add_parser("openapi", help="écrire la description OpenAPI de l'API")
    openapi.set_defaults(run=_deferred("openapi"))
    if words[:1] not in [[name] for name in commands.choices]:
        from ccpro_desk.cli import central_acts, mail

        mail.add_parser(commands)
        central_acts.add_parser(commands)
    return parser


def _add_init(commands: _Commands, database: argparse.ArgumentParser) -> None:
    init = commands.add_parser("init", parents=[database], help="créer une base de données")
    init.add_argument("--demo", action="store_true", help="avec les comptes et les usagers de démonstration")
    init.add_argument(
        "--demo-password", metavar="MDP", help="leur mot de passe (à défaut, il est tiré au sort)"
    )
    init.set_defaults(run=_deferred("init"))


def _add_serve(commands: _Commands, database: argparse.ArgumentParser) -> None:
    serve = commands.add_parser("serve", parents=[database], help="servir l'API")
    place = serve.add_mutually_exclusive_group(required=True)
    place.add_argument("--uds", type=Path, metavar="CHEMIN", help="une prise Unix")
    place.add_argument("--port", type=int, metavar="P", help="un port TCP")
    serve.add_argument("--host", default="127.0.0.1", metavar="H", help="avec --port (127.0.0.1)")
    serve.add_argument("--lease", default=_LEASE, metavar="CANAL=S,…", help=f"durée des baux ({_LEASE})")
    serve.add_argument("--offer", type=_seconds, default=30, metavar="S", help="durée d'une offre (30)")
    serve.add_argument("--grace", type=_seconds, default=120, metavar="S", help="délai au démarrage (120)")
    serve.add_argument("--migrate", action="store_true", help="mettre d'abord la base à jour")
    serve.add_argument("--settings", type=Path, metavar="FICHIER", help="réglages (TOML) : portail, limites")
    serve.add_argument("--oidc-issuer", metavar="URL", help="connexion par ce portail OpenID Connect")
    serve.add_argument("--oidc-client-id", metavar="ID", help="le nom de CC Pros Desk au portail")
    serve.add_argument(
        "--seals", type=Path, metavar="FICHIER", help="copier les scellés de l'audit hors de la base"
    )
    serve.add_argument("--end-with-stdin", action="store_true", help="finir avec l'entrée standard")
    serve.set_defaults(run=_deferred("serve"))


def _seconds(text: str) -> int:
    """A duration of the command line. Raises `ValueError`."""
    if (seconds := int(text)) < 0:
        raise ValueError(text)
    return seconds


def _add_user(commands: _Commands, database: argparse.ArgumentParser) -> None:
    user = commands.add_parser("user", help="les comptes locaux")
    actions = user.add_subparsers(dest="action", required=True, metavar="action")
    add = actions.add_parser("add", parents=[database], help="créer un compte")
    add.add_argument("login")
    add.add_argument("--name", required=True, metavar="NOM")
    add.add_argument("--role", default="agent", metavar="RÔLE")
    add.add_argument("--centre", default="", metavar="CENTRE")
    add.add_argument("--plateau", default="", metavar="PLATEAU")
    add.add_argument("--office", default="", metavar="SIE", help="le service d'un agent du SIE")
    add.add_argument(
        "--skills",
        default="general",
        metavar="C1,C2",
        help="compétences, leur niveau si besoin (tva:3), ou « all »",
    )
    add.add_argument("--channels", default="phone,mail,chat,callback", metavar="C1,C2")
    add.add_argument("--accompanied", default="", metavar="M1,M2", help="en accompagnement : ses motifs")
    accompany = actions.add_parser(
        "accompany", parents=[database], help="commencer ou finir l'accompagnement"
    )
    accompany.add_argument("login")
    accompany.add_argument("--motifs", required=True, metavar="M1,M2", help="ses motifs ; vide : fini")
    listed = actions.add_parser("list", parents=[database], help="lister les comptes")
    listed.add_argument("--json", action="store_true", help="sortie lisible par un programme")
    for name, about in (
        ("password", "changer le mot de passe (CCPRO_PASSWORD, ou demandé)"),
        ("disable", "fermer un compte et ses sessions"),
        ("enable", "rouvrir un compte"),
        ("unlock", "débloquer un compte après trop de mauvais mots de passe"),
    ):
        actions.add_parser(name, parents=[database], help=about).add_argument("login")
    user.set_defaults(run=_deferred("user"))


def _add_usagers(commands: _Commands, database: argparse.ArgumentParser) -> None:
    usagers = commands.add_parser("usagers", help="les usagers")
    actions = usagers.add_subparsers(dest="action", required=True, metavar="action")
    imported = actions.add_parser("import", parents=[database], help="importer un fichier CSV ou NDJSON")
    imported.add_argument("file", type=Path, metavar="FICHIER")
    imported.add_argument(
        "--as-of",
        metavar="AAAA-MM-JJ",
        help="le jour des données, si le fichier ne le dit pas",
    )
    imported.add_argument("--report", type=Path, metavar="RAPPORT", help="écrire les lignes refusées (CSV)")
    imported.add_argument("--json", action="store_true", help="sortie lisible par un programme")
    usagers.set_defaults(run=_deferred("usagers"))


def _add_audit(commands: _Commands, database: argparse.ArgumentParser) -> None:
    verify = commands.add_parser("verify", parents=[database], help="vérifier l'audit et toute la base")
    verify.add_argument("--seals", type=Path, metavar="FICHIER", help="le fichier témoin des scellés")
    verify.add_argument("--json", action="store_true", help="sortie lisible par un programme")
    verify.set_defaults(run=_deferred("verify"))
    purge = commands.add_parser("purge", parents=[database], help="supprimer ce qui a dépassé sa durée")
    purge.add_argument("--dry-run", action="store_true", help="compter sans rien supprimer")
    purge.add_argument("--rule", action="append", metavar="RÈGLE", help="cette règle seulement (répétable)")
    purge.add_argument("--receipt", type=Path, metavar="FICHIER", help="ajouter le reçu à ce fichier")
    purge.add_argument("--json", action="store_true", help="sortie lisible par un programme")
    purge.set_defaults(run=_deferred("purge"))
    restored = commands.add_parser(
        "restored", parents=[database], help="après une restauration de sauvegarde"
    )
    restored.set_defaults(run=_deferred("restored"))
    audit = commands.add_parser("audit", help="l'audit")
    shown = audit.add_subparsers(dest="action", required=True, metavar="action")
    show = shown.add_parser("show", parents=[database], help="lire l'audit (cette lecture y est inscrite)")
    show.add_argument("--about", metavar="OBJET", help="par exemple contact/ID ou usager/SIREN")
    show.add_argument("--login", metavar="LOGIN", help="ce qu'a fait ce compte")
    show.add_argument("--days", type=int, default=7, metavar="N", help="depuis N jours (7)")
    show.add_argument("--limit", type=int, default=50, metavar="N", help="au plus N lignes (50)")
    show.add_argument("--reason", required=True, metavar="MOTIF", help="pourquoi vous lisez l'audit")
    show.add_argument("--json", action="store_true", help="sortie lisible par un programme")
    audit.set_defaults(run=_deferred("audit"))


def _add_dispatch(commands: _Commands, database: argparse.ArgumentParser) -> None:
    dispatch = commands.add_parser("dispatch", help="la répartition des contacts")
    actions = dispatch.add_subparsers(dest="action", required=True, metavar="action")
    replay = actions.add_parser("replay", parents=[database], help="rejouer une journée avec d'autres règles")
    replay.add_argument("--day", required=True, metavar="AAAA-MM-JJ", help="la journée")
    replay.add_argument("--rules", type=Path, metavar="FICHIER", help="ce qui change dans data/dispatch.toml")
    replay.add_argument("--json", action="store_true", help="sortie lisible par un programme")
    dispatch.set_defaults(run=_deferred("dispatch"))


def _deferred(name: str) -> _Run:
    """The command of that name in `central_commands`, imported when it runs."""

    def run(args: argparse.Namespace) -> int:
        if "database" in args and not args.database:
            raise CommandError(
                "Aucune base de données n'est indiquée.", "Ajoutez --database sqlite:///chemin.", USAGE
            )
        from ccpro_desk.cli import central_commands

        return central_commands.run(name, args)

    return run


if __name__ == "__main__":
    sys.exit(main())
